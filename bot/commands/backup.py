"""``backup FILE``: a consistent copy of the embedded database while the bot runs."""

import argparse
import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

from bot.settings import Settings
from domain.errors import ImportRefused, OperatorFault
from storage.database import sqlite_path
from storage.faults import of_sqlite
from storage.sqlite import busy_timeout

_STEP_SECONDS = 1.0
"""How long one step of a copy waits for a lock."""
_OF_TARGET = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
"""What goes wrong with the copy, not with what is copied."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("backup", help="copy the embedded database while the bot runs")
    parser.add_argument("file", type=Path, metavar="FILE", help="the copy to make")
    parser.add_argument("--force", action="store_true", help="overwrite FILE")
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Make the copy beside its place and put it there whole."""
    source = embedded(settings)
    if not source.exists():
        message = f"there is no database at {source} yet: nothing to back up"
        raise ImportRefused(message)
    if args.file.exists() and args.file.samefile(source):
        message = f"{args.file} is the database itself: name another file"
        raise ImportRefused(message)
    refuse_to_overwrite(args.file, force=args.force)
    await asyncio.to_thread(copy, source, args.file, seconds=patience(settings))
    print(f"{args.file}: {args.file.stat().st_size:,} bytes")
    return 0


def embedded(settings: Settings) -> Path:
    """Return the SQLite file; PostgreSQL has better tools of its own for this."""
    path = sqlite_path(settings.database_url)
    if path is None:
        message = "backup and restore are for the embedded database; use pg_dump for PostgreSQL"
        raise ImportRefused(message)
    return path


def patience(settings: Settings) -> float:
    """Return for how many seconds a lock of the database is waited for."""
    return busy_timeout(make_url(settings.database_url)) / 1000


def refuse_to_overwrite(path: Path, *, force: bool) -> None:
    """Keep what is there unless the operator says otherwise; a folder is kept whatever they say."""
    if path.is_dir():
        message = f"{path} is a folder: name a file in it"
        raise ImportRefused(message)
    if path.exists() and not force:
        message = f"{path} is there already: name another file, or add --force"
        raise ImportRefused(message)


def copy(source: Path, target: Path, *, seconds: float) -> None:
    """Copy a database to ``target``, where nothing half done is ever seen.

    Raises ``OperatorFault``, also where the source stays locked for so many ``seconds``.
    """
    with drafted(target) as draft:
        draw(source, draft, seconds=seconds)
        settle(draft, target)


@contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """Give an empty file beside ``target``, for its owner only, that is gone at the end."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        yield draft
    except OSError as error:
        if error.filename == os.fspath(draft):
            error.filename = os.fspath(target)
        raise
    finally:
        for left in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):  # a folder that is none has nothing to clear away
                draft.with_name(draft.name + left).unlink(missing_ok=True)


def draw(source: Path, draft: Path, *, seconds: float) -> None:
    """Copy page by page under SQLite's own locks, and look whether the copy is sound."""
    wait = _Patience(source, seconds)
    live_uri = f"{source.resolve().as_uri()}?mode=rw"
    try:
        with (
            closing(sqlite3.connect(live_uri, uri=True, timeout=_STEP_SECONDS)) as live,
            closing(sqlite3.connect(draft)) as made,
        ):
            live.backup(made, pages=4096, progress=wait)
            found = made.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        refused = error.sqlite_errorcode & 0xFF in _OF_TARGET
        said = of_sqlite(error, str(draft.parent if refused else source))
        raise OperatorFault(
            said or f"{source} cannot be copied: {error.sqlite_errorname}"
        ) from error
    if found != "ok":
        message = f"{source} is damaged: {found}"
        raise OperatorFault(message)


def settle(draft: Path, target: Path) -> None:
    """Put the finished draft into its place, in one step that survives a power cut."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class _Patience:
    """Ends a copy whose source stays locked: SQLite itself would try for ever."""

    def __init__(self, source: Path, seconds: float) -> None:
        self._source = source
        self._tries = max(1, round(seconds / _STEP_SECONDS))

    def __call__(self, status: int, _remaining: int, _total: int) -> None:
        if status not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return
        self._tries -= 1
        if self._tries <= 0:
            message = (
                f"{self._source} is locked: another process has it for itself; stop that first"
            )
            raise OperatorFault(message)
