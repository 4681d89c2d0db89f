"""Writes single rows beside the small school's, for tests that need one thing more."""

from itertools import count
from typing import Any

import sqlalchemy as sa

from storage.database import Database

_made = count(1)


async def write(db: Database, table: sa.Table, **values: Any) -> None:
    """Write one mirrored row."""
    own = {"source": "test", "sourced_id": f"more-{next(_made)}"}
    async with db.begin() as session:
        await session.execute(sa.insert(table).values(**own, **values))


async def change(db: Database, table: sa.Table, row_id: int, **values: Any) -> None:
    """Change one row."""
    async with db.begin() as session:
        await session.execute(sa.update(table).where(table.c.id == row_id).values(**values))
