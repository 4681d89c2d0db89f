"""Brings the schema up to date; several workers may start at once."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Database

_LOCK = 0x6469617279
"""PostgreSQL advisory lock of the upgrade: the letters "diary"."""


def config(connection: sa.Connection | None = None) -> Config:
    """Return alembic's configuration, on this connection where one is given."""
    made = Config()
    made.set_main_option("script_location", str(files("storage") / "migrations"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


async def upgrade(db: Database) -> None:
    """Apply every missing migration in one transaction; a second worker waits for the first."""
    async with db.begin() as session:
        if not db.is_sqlite:
            await session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        await session.run_sync(lambda connection: command.upgrade(config(connection), "head"))


async def current(db: Database) -> str | None:
    """Return the revision of the database; nothing for an empty one."""
    async with db.read() as session:
        return await session.run_sync(
            lambda connection: MigrationContext.configure(connection).get_current_revision()
        )


def head() -> str | None:
    """Return the newest revision that this program knows."""
    return ScriptDirectory.from_config(config()).get_current_head()


def revisions() -> set[str]:
    """Return every revision that this program knows."""
    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
