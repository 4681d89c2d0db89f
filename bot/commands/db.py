"""``db upgrade`` and ``db current``."""

import argparse

from bot.settings import Settings
from domain.errors import OperatorFault
from storage import schema
from storage.database import connect


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("db", help="bring the database's schema up to date, or tell it")
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    steps.add_parser("upgrade", help="apply every missing migration").set_defaults(run=upgrade)
    steps.add_parser("current", help="print the database's revision").set_defaults(run=current)


async def upgrade(_args: argparse.Namespace, settings: Settings) -> int:
    """Apply what is missing and say where the schema stands."""
    db = connect(settings.database_url)
    try:
        before = await schema.current(db)
        await schema.upgrade(db)
        after = await schema.current(db)
    finally:
        await db.close()
    print(f"{after}: up to date" if before == after else f"{before or 'empty'} → {after}")
    return 0


async def current(_args: argparse.Namespace, settings: Settings) -> int:
    """Print the revision; 1 where it is not the newest."""
    db = connect(settings.database_url)
    try:
        found = await schema.look(db)
    finally:
        await db.close()
    if found.fault is not None:
        raise OperatorFault(found.fault)
    revision = found.revision
    newest = schema.head()
    missing = "" if revision == newest else f" (newest: {newest}; run `diary-bot db upgrade`)"
    print(f"{revision or 'empty'}{missing}")
    return 0 if revision == newest else 1
