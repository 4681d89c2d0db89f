"""Brings the schema up to date; several workers may start at once.

alembic is imported where a migration is due only: it costs a start a fifth of a second and 10 MB,
and nearly every start finds the schema as it left it.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import sqlalchemy as sa

from domain.errors import OperatorFault
from storage.database import Database
from storage.tables import metadata

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
    """Apply every missing migration in one transaction; a second worker waits for the first.

    Raises ``OperatorFault`` for a database that this program cannot serve.
    """
    found = await look(db)
    if (fault := found.fault) is not None:
        raise OperatorFault(fault)
    if found.revision == head():
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
        return await session.run_sync(_revision)


@dataclass(frozen=True, slots=True)
class Found:
    """What a database says of its schema, and which tables it has."""

    revision: str | None
    tables: frozenset[str]

    @property
    def fault(self) -> str | None:
        """Why this program cannot serve it, as a sentence; nothing where it can."""
        if self.revision is None:
            if not self.tables:
                return None
            names = ", ".join(sorted(self.tables)[:3])
            return (
                f"schema: the database is something else's, with tables such as {names}:"
                " give the diary one of its own in DATABASE_URL"
            )
        if self.revision not in revisions():
            if self.revision.isdigit() and self.revision > head():
                return f"schema: {self.revision} is newer than this program knows: update it"
            return (
                f"schema: {self.revision} is another program's:"
                " give the diary a database of its own in DATABASE_URL"
            )
        missing = sorted(metadata.tables.keys() - self.tables) if self.revision == head() else []
        if missing:
            return f"tables: missing in the database: {', '.join(missing)}; restore a backup"
        return None


async def look(db: Database) -> Found:
    """Return what the database says of itself."""
    async with db.read() as session:
        return await session.run_sync(of_connection)


def of_connection(connection: sa.Connection) -> Found:
    """Return the same, of a connection."""
    tables = frozenset(sa.inspect(connection).get_table_names())
    revision = _revision(connection) if _VERSION.name in tables else None
    return Found(revision, tables - {_VERSION.name})


def _is_versioned(connection: sa.Connection) -> bool:
    return sa.inspect(connection).has_table(_VERSION.name)


def _revision(connection: sa.Connection) -> str | None:
    """Return the revision, or all of them where another program keeps several."""
    rows = connection.scalars(sa.select(_VERSION.c.version_num)).all()
    return ", ".join(rows) or None


def head() -> str:
    """Return the newest revision that this program knows."""
    return max(revisions())


@cache
def revisions() -> frozenset[str]:
    """Return every revision that this program knows: the numbers that its migrations begin with."""
    folder = files("storage") / "migrations" / "versions"
    found = (_MIGRATION.fullmatch(file.name) for file in folder.iterdir())
    return frozenset(match[1] for match in found if match)
