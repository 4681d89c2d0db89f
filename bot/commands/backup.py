"""``backup FILE``: a consistent copy of the embedded database while the bot runs."""

import argparse
import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.settings import Settings
from domain.errors import ImportRefused
from storage.database import sqlite_path


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("backup", help="copy the embedded database while the bot runs")
    parser.add_argument("file", type=Path, metavar="FILE", help="the copy to make")
    parser.add_argument("--force", action="store_true", help="overwrite FILE")
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Make the copy beside its place and put it there whole."""
    source = embedded(settings)
    refuse_to_overwrite(args.file, force=args.force)
    if not source.exists():
        message = f"there is no database at {source} yet: nothing to back up"
        raise ImportRefused(message)
    await asyncio.to_thread(copy, source, args.file)
    print(f"{args.file}: {args.file.stat().st_size:,} bytes")
    return 0


def embedded(settings: Settings) -> Path:
    """Return the SQLite file; PostgreSQL has better tools of its own for this."""
    path = sqlite_path(settings.database_url)
    if path is None:
        message = "backup and restore are for the embedded database; use pg_dump for PostgreSQL"
        raise ImportRefused(message)
    return path


def refuse_to_overwrite(path: Path, *, force: bool) -> None:
    """Keep what is there unless the operator says otherwise."""
    if path.exists() and not force:
        message = f"{path} is there already: name another file, or add --force"
        raise ImportRefused(message)


def copy(source: Path, target: Path) -> None:
    """Copy page by page under SQLite's own locks; nothing half done is ever at ``target``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(draft)) as made:
            live.backup(made, pages=4096)
            found = made.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            message = f"the copy of {source} is damaged: {found}"
            raise ImportRefused(message)
        draft.chmod(0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
