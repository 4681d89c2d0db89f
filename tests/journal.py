"""Writes single rows beside the small school's, for tests that need one thing more."""

from collections.abc import Iterable
from itertools import count
from typing import Any

import sqlalchemy as sa

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
