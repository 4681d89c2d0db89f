"""Connections and transactions.

SQLite: WAL, foreign keys, writers take ``BEGIN IMMEDIATE`` so that two of them
queue instead of losing an update; readers take a plain ``BEGIN`` and never wait.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

Session = AsyncConnection
"""What a query function is given first: one transaction."""

_READ_ONLY = "diary_read_only"
BUSY_TIMEOUT_MS = 15_000
"""How long a SQLite writer waits for another: longer than the largest import's commit."""


@dataclass(frozen=True, slots=True)
class Database:
    """One school's data; make it with :func:`connect`."""

    engine: AsyncEngine

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """Open a transaction that may write; commits at the end, rolls back on an exception."""
        async with self.engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """Open a transaction that only reads: on SQLite it never waits for a writer."""
        async with self.engine.connect() as connection:
            await connection.execution_options(**{_READ_ONLY: True})
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def workbench(self) -> AsyncIterator["Workbench"]:
        """Hold one connection, whose temporary tables outlive its transactions.

        The connection is closed at the end and its temporary tables with it.
        """
        async with self.engine.connect() as connection:
            try:
                yield Workbench(connection)
            finally:
                await connection.invalidate()

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


@dataclass(frozen=True, slots=True)
class Workbench:
    """One connection for several transactions in turn."""

    connection: AsyncConnection

    @asynccontextmanager
    async def prepare(self) -> AsyncIterator[Session]:
        """Open a transaction that writes temporary tables only: on SQLite it locks nobody out."""
        await self.connection.execution_options(**{_READ_ONLY: True})
        async with self.connection.begin():
            yield self.connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """Open a transaction that may write; commits at the end, rolls back on an exception."""
        await self.connection.execution_options(**{_READ_ONLY: False})
        async with self.connection.begin():
            yield self.connection


def connect(url: str, *, echo: bool = False) -> Database:
    """Return a database for a SQLAlchemy URL; opens nothing yet."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return Database(_sqlite(parsed, echo=echo))
    return Database(create_async_engine(parsed, echo=echo, pool_size=10, max_overflow=20))


def sqlite_path(url: str) -> Path | None:
    """Return the file of a SQLite URL, or nothing for another database."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _sqlite(url: sa.URL, *, echo: bool) -> AsyncEngine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url, echo=echo, connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000}
    )
    sa.event.listen(engine.sync_engine, "connect", _prepare)
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    read_only = connection.get_execution_options().get(_READ_ONLY)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
