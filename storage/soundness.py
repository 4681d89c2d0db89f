"""Whether a database has all that its revision says: tables and columns."""

from collections.abc import Mapping

import sqlalchemy as sa

from storage import schema
from storage.database import Database
from storage.tables import metadata

Columns = Mapping[str, frozenset[str]]
"""Table → its columns."""


async def lacks(db: Database) -> list[str]:
    """Return which of our tables and columns the database does not have: ``mark``, ``mark.day``."""
    ours = {name: frozenset(table.columns.keys()) for name, table in metadata.tables.items()}
    async with db.survey() as session:
        return missing(ours, await session.run_sync(columns))


def missing(wanted: Columns, there: Columns) -> list[str]:
    """Return what is wanted and not there, each table that is missing by its name alone."""
    tables = sorted(wanted.keys() - there.keys())
    return tables + [
        f"{table}.{column}"
        for table in sorted(wanted.keys() & there.keys())
        for column in sorted(wanted[table] - there[table])
    ]


def columns(connection: sa.Connection) -> dict[str, frozenset[str]]:
    """Return all columns of all tables that are there."""
    found = sa.inspect(connection).get_multi_columns()
    return {table: frozenset(one["name"] for one in each) for (_, table), each in found.items()}


def expected(revision: str) -> dict[str, frozenset[str]]:
    """Return all columns of all tables that an embedded database of this revision has.

    Found by migrating an empty one in memory: older tables are written down nowhere else.
    """
    from alembic import command

    engine = sa.create_engine("sqlite://", hide_parameters=True)
    with engine.begin() as connection:
        command.upgrade(schema.config(connection), revision)
        made = columns(connection)
    engine.dispose()
    return made
