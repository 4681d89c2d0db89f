"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy spells twice."""

from typing import TYPE_CHECKING, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from storage.database import Session

Upsert: TypeAlias = "postgresql.Insert | sqlite.Insert"


def upsert(session: "Session", table: sa.Table) -> Upsert:
    """Return an insert that has ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    if session.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
