"""Writes single rows beside the small school's, and reads what came of a test."""

from collections.abc import Iterable
from itertools import count
from typing import Any

import sqlalchemy as sa

from storage import tables as t
from storage.database import Database

_made = count(1)


async def write(db: Database, table: sa.Table, **values: Any) -> None:
    """Write one mirrored row."""
    await write_many(db, table, [values])


async def write_many(db: Database, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    """Write mirrored rows, all with the same columns."""
    own = [{"source": "test", "sourced_id": f"more-{next(_made)}", **row} for row in rows]
    async with db.begin() as session:
        await session.execute(sa.insert(table), own)


async def change(db: Database, table: sa.Table, row_id: int, **values: Any) -> None:
    """Change one row."""
    async with db.begin() as session:
        await session.execute(sa.update(table).where(table.c.id == row_id).values(**values))


async def rows(
    db: Database, table: sa.Table, *conditions: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    async with db.read() as session:
        found = await session.execute(sa.select(table).where(*conditions).order_by(table.c.id))
        return [dict(row) for row in found.mappings()]


async def facts(db: Database) -> list[tuple[str, str | None, str]]:
    """Return (kind, value or category, why it is told to nobody) in the order of writing."""
    told = await rows(db, t.fact)
    return [
        (one["kind"], one["payload"].get("value") or one["payload"].get("category"), one["reason"])
        for one in told
    ]


async def given(db: Database) -> list[tuple[int, str, int]]:
    """Return (student, value, place in the cell) of the marks that were given in the chat."""
    found = await rows(db, t.mark, t.mark.c.source == "local")
    return [(one["student_id"], one["value"], one["ordinal"]) for one in found]
