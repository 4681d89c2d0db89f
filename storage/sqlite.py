"""SQLite read where we stand: short statements without a thread's round trip.

aiosqlite hands every cursor call to a thread, and each of them takes Python's lock from a loop
that is busy: measured, a hundred taps under way were answered ten times slower than without the
threads. A tap's statements take a fraction of a millisecond and, in WAL mode, wait for nobody, so
they run in the event loop. What writes, or may read much, stays with aiosqlite's threads.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import once

BUSY_TIMEOUT_MS = 15_000
"""How long a SQLite writer waits for another: longer than the largest import's commit."""
READ_ONLY = "diary_read_only"


class Reading(AsyncConnection):
    """What query functions are given for reading: they await a statement that has already run."""

    async def execute(
        self, statement: Any, parameters: Any = None, *, execution_options: Any = None
    ) -> Any:
        """Run the statement now."""
        execution_options = execution_options or once.options(statement)
        return self._proxied.execute(statement, parameters, execution_options=execution_options)

    async def scalar(
        self, statement: Any, parameters: Any = None, *, execution_options: Any = None
    ) -> Any:
        """Return the first column of the first row."""
        return self._proxied.scalar(statement, parameters, execution_options=execution_options)

    async def scalars(
        self, statement: Any, parameters: Any = None, *, execution_options: Any = None
    ) -> Any:
        """Return the first column of all rows."""
        return self._proxied.scalars(statement, parameters, execution_options=execution_options)

    async def exec_driver_sql(
        self, statement: Any, parameters: Any = None, execution_options: Any = None
    ) -> Any:
        """Run a statement of SQLite's own words."""
        return self._proxied.exec_driver_sql(statement, parameters, execution_options)


def writer(url: sa.URL, *, echo: bool) -> AsyncEngine:
    """Return the engine of transactions that write or last: each connection has its thread."""
    wait = busy_timeout(url)
    engine = create_async_engine(
        url, echo=echo, hide_parameters=True, json_serializer=_written,
        connect_args={"isolation_level": None, "timeout": wait / 1000},
    )  # fmt: skip
    sa.event.listen(engine.sync_engine, "connect", partial(_prepare, wait))
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


def reader(url: sa.URL, *, echo: bool) -> sa.Engine:
    """Return the engine of short transactions that only read; SQLite itself refuses them more."""
    engine = sa.create_engine(
        url.set(drivername="sqlite+pysqlite"), echo=echo, hide_parameters=True,
        connect_args={"isolation_level": None, "timeout": busy_timeout(url) / 1000},
        max_overflow=-1,
    )  # fmt: skip
    sa.event.listen(engine, "connect", _prepare_reader)
    return engine


@contextmanager
def reading(engine: sa.Engine, beside: AsyncEngine) -> Iterator[AsyncConnection]:
    """Open a transaction of the reading engine: what is read in it is of one moment."""
    with engine.connect() as connection, connection.begin():
        # Not by SQLAlchemy's event: a statement of its own would cost as much as the real one.
        raw = connection.connection.dbapi_connection
        assert raw is not None, "it was just taken from the pool"
        raw.execute("BEGIN")
        yield Reading(beside, connection)


def only_reads(connection: sa.Connection) -> bool:
    """Tell whether the connection's transactions are marked as reading."""
    return bool(connection.get_execution_options().get(READ_ONLY))


def _written(value: object) -> str:
    """Return JSON as SQLite keeps it: a Russian letter is two bytes, not the six of an escape."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Half of a pair is no text that could be kept, but a hostile update may hold one.
    return json.dumps(value) if _HALF.search(plain) else plain


_HALF = re.compile("[\ud800-\udfff]")


def busy_timeout(url: sa.URL) -> int:
    """Return the milliseconds that the URL says, as ``?timeout=5`` in seconds, or ours."""
    said = url.query.get("timeout")
    return round(float(said) * 1000) if isinstance(said, str) else BUSY_TIMEOUT_MS


def _prepare(wait: int, connection: Any, _record: object) -> None:
    for pragma in (
        f"busy_timeout={wait}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "query_only=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN" if only_reads(connection) else "BEGIN IMMEDIATE")
