"""Columns that recur in every table, by what they mean."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from storage.metadata import metadata
from storage.types import Id, Utc


def row_id() -> Column[int]:
    """Return the row's own number."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def to(target: str, *, null: bool = False, name: str | None = None) -> Column[int]:
    """Return a foreign key to ``target.id``."""
    key = ForeignKey(f"{target}.id", ondelete="CASCADE")
    return Column(name or f"{target}_id", Id, key, nullable=null)


def text(name: str, *, default: str = "") -> Column[str]:
    """Return a text that is never null: empty means none."""
    return Column(name, sa.Text, nullable=False, server_default=default)


def day(name: str, *, null: bool = False) -> Column[object]:
    """Return a date in the school's zone."""
    return Column(name, sa.Date, nullable=null)


def moment(name: str, *, null: bool = True) -> Column[object]:
    """Return a UTC moment."""
    return Column(name, Utc, nullable=null)


def flag(name: str, *, default: bool) -> Column[bool]:
    """Return a yes or no that is never null."""
    value = sa.true() if default else sa.false()
    return Column(name, sa.Boolean, nullable=False, server_default=value)


def key_to(target: str, name: str | None = None) -> Column[int]:
    """Return a foreign key that is part of the primary key."""
    column = name or f"{target}_id"
    return Column(column, Id, ForeignKey(f"{target}.id", ondelete="CASCADE"), primary_key=True)


def mirrored(name: str, *columns: sa.schema.SchemaItem) -> Table:
    """Return a table whose rows a school's system may own."""
    return Table(
        name,
        metadata,
        row_id(),
        Column("source", sa.String(64), nullable=False, server_default="local"),
        Column("sourced_id", sa.String(255), nullable=False),
        Column("content_hash", sa.LargeBinary(16)),  # empty for rows made here
        *columns,
        UniqueConstraint("source", "sourced_id"),
    )


def pair(name: str, left: str, right: str) -> Table:
    """Return a table that links two others, each pair once."""
    return Table(name, metadata, key_to(left), key_to(right))
