"""``restore FILE``: put a backup in the place of the embedded database."""

import argparse
import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from bot.commands.backup import drafted, draw, embedded, patience, refuse_to_overwrite, settle
from bot.settings import Settings
from domain.clock import SystemClock
from domain.errors import ImportRefused
from storage import schema, soundness

_HEADER = b"SQLite format 3\0"
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PAST_HELP = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_NAMED = 5
"""How many missing tables are named."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("restore", help="put a backup in the database's place")
    parser.add_argument("file", type=Path, metavar="FILE", help="a copy made by `backup`")
    parser.add_argument("--force", action="store_true", help="replace the database that is there")
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Check the backup, then replace the database; the bot must not be running."""
    target = embedded(settings)
    _refuse_what_is_none(args.file, target)
    refuse_to_overwrite(target, force=args.force)
    aside = _aside(target, SystemClock().now().astimezone(settings.zone))
    revision = await asyncio.to_thread(
        _replace, args.file, target, aside, seconds=patience(settings)
    )
    print(f"{target}: restored from {args.file}, schema {revision}")
    if revision != schema.head():
        print(f"the newest schema is {schema.head()}: `run` will bring it up to date")
    if aside.exists():
        print(f"what was there before is kept as {aside}")
    return 0


def _refuse_what_is_none(path: Path, target: Path) -> None:
    """Refuse what cannot be a backup at a glance."""
    if not path.is_file():
        message = f"there is no file {path}"
        raise ImportRefused(message)
    if target.exists() and path.samefile(target):
        message = f"{path} is the database itself: name a copy of it"
        raise ImportRefused(message)
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            message = f"{path} is no backup of a diary: it is no SQLite database"
            raise ImportRefused(message)


def _replace(source: Path, target: Path, aside: Path, *, seconds: float) -> str:
    """Copy, judge the copy, and only then replace; return the revision of what is there now."""
    with _held(target), drafted(target) as draft:
        draw(source, draft, seconds=seconds)
        revision = _judge(draft, source)
        _keep(target, aside, draft)
        settle(draft, target)
    return revision


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keep everybody out of the database meanwhile; who has it open must not lose it unseen."""
    if not path.exists():
        yield
        return
    with closing(sqlite3.connect(path, timeout=0.2, isolation_level=None)) as live:
        try:
            live.execute("PRAGMA locking_mode=EXCLUSIVE")
            live.execute("PRAGMA journal_mode=DELETE")
            live.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            code = error.sqlite_errorcode & 0xFF
            if code in _HELD:
                message = f"{path} is in use: stop the bot first"
                raise ImportRefused(message) from error
            # What is past help can be replaced all the same: that is what a backup is for.
            if code not in _PAST_HELP:
                raise
        yield


def _judge(draft: Path, source: Path) -> str:
    """Return the revision; refuse what is no diary's, not of this program or not whole."""
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(draft)), hide_parameters=True)
    try:
        with engine.connect() as connection:
            revision = schema.of_connection(connection).revision
            there = soundness.columns(connection)
    finally:
        engine.dispose()
    if revision is None:
        message = f"{source} is no backup of a diary: it says of no schema"
        raise ImportRefused(message)
    if revision not in schema.revisions():
        message = (
            f"{source} has schema {revision}, which this program does not know"
            f" (newest: {schema.head()}): update the program first"
        )
        raise ImportRefused(message)
    lacks = soundness.missing(soundness.expected(revision), there)
    if lacks:
        more = f" and {len(lacks) - _NAMED} more" if len(lacks) > _NAMED else ""
        message = f"{source} is not whole, it lacks {', '.join(lacks[:_NAMED])}{more}"
        raise ImportRefused(message)
    return revision


def _aside(target: Path, now: datetime) -> Path:
    """Return the name under which what is replaced is kept."""
    return target.with_name(f"{target.stem}-before-{now:%Y-%m-%d-%H%M%S}{target.suffix}")


def _keep(target: Path, aside: Path, draft: Path) -> None:
    """Keep what is there beside it, its log too, which must never meet another database."""
    if target.exists():
        owner = target.stat()
        if os.geteuid() == 0:  # or the bot's user could not open what root restored
            os.chown(draft, owner.st_uid, owner.st_gid)
        try:
            os.link(target, aside)
        except OSError:  # some disks know no links
            shutil.copy2(target, aside)
    log = target.with_name(target.name + "-wal")
    if log.exists():
        log.replace(aside.with_name(aside.name + "-wal"))
    target.with_name(target.name + "-shm").unlink(missing_ok=True)
