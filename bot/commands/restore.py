"""``restore FILE``: put a backup in the place of the embedded database."""

import argparse
import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.commands.backup import copy, embedded, refuse_to_overwrite
from bot.settings import Settings
from domain.errors import ImportRefused


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("restore", help="put a backup in the database's place")
    parser.add_argument("file", type=Path, metavar="FILE", help="a copy made by `backup`")
    parser.add_argument("--force", action="store_true", help="replace the database that is there")
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Check the backup, then replace the database; the bot must not be running."""
    target = embedded(settings)
    await asyncio.to_thread(_check, args.file)
    refuse_to_overwrite(target, force=args.force)
    await asyncio.to_thread(_refuse_while_in_use, target)
    await asyncio.to_thread(copy, args.file, target)
    for left in ("-wal", "-shm"):
        target.with_name(target.name + left).unlink(missing_ok=True)
    print(f"{target}: restored from {args.file}")
    return 0


def _check(path: Path) -> None:
    """Refuse what is not a diary's database."""
    if not path.is_file():
        message = f"there is no file {path}"
        raise ImportRefused(message)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as backup:
            backup.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        message = f"{path} is no backup of a diary: {error}"
        raise ImportRefused(message) from error


def _refuse_while_in_use(path: Path) -> None:
    """A database that another process has open must not be swapped under it."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=0.2, isolation_level=None)) as live:
        try:
            live.execute("PRAGMA locking_mode=EXCLUSIVE")
            live.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            message = f"{path} is in use: stop the bot first"
            raise ImportRefused(message) from error
