"""Counts the statements that a block sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from storage.database import Database

_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def statements(db: Database) -> Iterator[list[str]]:
    """Collect statements; the transaction's own brackets do not count."""
    seen: list[str] = []
    with executed(db) as found:
        yield seen
        seen += [statement for statement, _parameters in found]


@contextmanager
def executed(db: Database) -> Iterator[list[tuple[str, Any]]]:
    """Collect statements with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        if not statement.startswith(_TRANSACTION):
            seen.append((statement, given))

    for engine in db.engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in db.engines:
            sa.event.remove(engine, "before_cursor_execute", note)
