"""Brings the schema up to date; several workers may start at once.

alembic is imported where a migration is due only: it costs a start a fifth of a second and 10 MB,
and nearly every start finds the schema as it left it.
"""

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 0x6469617279
"""PostgreSQL advisory lock of the upgrade: the letters "diary"."""
_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))
_MIGRATION = re.compile(r"(\d{4})_\w+\.py")


def config(connection: sa.Connection | None = None) -> "Config":
    """Return alembic's configuration, on this connection where one is given."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(files("storage") / "migrations"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


async def upgrade(db: Database) -> None:
    """Apply every missing migration in one transaction; a second worker waits for the first."""
    if await current(db) == head():
        return
    async with db.begin() as session:
        if not db.is_sqlite:
            await session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        await session.run_sync(_upgrade)


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command

    command.upgrade(config(connection), "head")


async def current(db: Database) -> str | None:
    """Return the revision of the database; nothing for an empty one."""
    async with db.read() as session:
        if not await session.run_sync(_is_versioned):
            return None
        found = await session.execute(sa.select(_VERSION.c.version_num))
        revision: str | None = found.scalar_one_or_none()
        return revision


def _is_versioned(connection: sa.Connection) -> bool:
    return sa.inspect(connection).has_table(_VERSION.name)


def head() -> str:
    """Return the newest revision that this program knows."""
    return max(revisions())


@cache
def revisions() -> frozenset[str]:
    """Return every revision that this program knows: the numbers that its migrations begin with."""
    folder = files("storage") / "migrations" / "versions"
    found = (_MIGRATION.fullmatch(file.name) for file in folder.iterdir())
    return frozenset(match[1] for match in found if match)
