"""Connections and transactions.

SQLite: WAL, foreign keys, writers take ``BEGIN IMMEDIATE`` so that two of them
queue instead of losing an update; readers take a plain ``BEGIN`` and never wait.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import effects, sqlite

Session = AsyncConnection
"""What a query function is given first: one transaction."""


@dataclass(frozen=True, slots=True)
class Database:
    """One school's data; make it with :func:`connect`."""

    engine: AsyncEngine
    reader: sa.Engine | None = None
    """SQLite's second engine, for short transactions that only read: see ``storage.sqlite``."""

    @property
    def engines(self) -> tuple[sa.Engine, ...]:
        """All engines, for who listens to statements."""
        both = (self.engine.sync_engine, self.reader)
        return tuple(engine for engine in both if engine is not None)

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self, *, repeatable: bool = False) -> AsyncIterator[Session]:
        """Open a transaction that may write; commits at the end, rolls back on an exception.

        It is the one effect of the update at work, if there is one, and raises ``AlreadyDone``
        where that update has had it. ``repeatable``: writes that may as well happen twice.
        """
        async with self.engine.begin() as connection:
            effect = None if repeatable else await effects.mark(connection)
            yield connection
        if effect is not None:
            effect.is_done = True

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """Open a transaction that only reads, and little: on SQLite it runs in the event loop.

        It never waits for a writer there.
        """
        if self.reader is None:
            async with self.survey() as session:
                yield session
            return
        with sqlite.reading(self.reader, self.engine) as connection:
            yield connection

    @asynccontextmanager
    async def survey(self) -> AsyncIterator[Session]:
        """Open a transaction that only reads, but so much that the loop must not wait for it."""
        async with self.engine.connect() as connection:
            await connection.execution_options(**{sqlite.READ_ONLY: True})
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
        if self.reader is not None:
            self.reader.dispose()


@dataclass(frozen=True, slots=True)
class Workbench:
    """One connection for several transactions in turn."""

    connection: AsyncConnection

    @asynccontextmanager
    async def prepare(self) -> AsyncIterator[Session]:
        """Open a transaction that writes temporary tables only: on SQLite it locks nobody out."""
        await self.connection.execution_options(**{sqlite.READ_ONLY: True})
        async with self.connection.begin():
            yield self.connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """Open a transaction that may write; commits at the end, rolls back on an exception."""
        await self.connection.execution_options(**{sqlite.READ_ONLY: False})
        async with self.connection.begin():
            yield self.connection


def connect(url: str, *, echo: bool = False) -> Database:
    """Return a database for a SQLAlchemy URL; opens nothing yet."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database:
            return Database(sqlite.writer(parsed, echo=echo))
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        return Database(sqlite.writer(parsed, echo=echo), sqlite.reader(parsed, echo=echo))
    engine = create_async_engine(
        parsed, echo=echo, hide_parameters=True, pool_size=10, max_overflow=20
    )
    return Database(engine)


_OPTIONS = {
    "sqlite": {"timeout", "cached_statements", "check_same_thread", "detect_types", "uri"},
    "postgresql": {
        "host", "port", "ssl", "direct_tls", "timeout", "command_timeout", "passfile", "service",
        "servicefile", "target_session_attrs", "statement_cache_size", "krbsrvname", "gsslib",
        "max_cached_statement_lifetime", "max_cacheable_statement_size",
        "prepared_statement_cache_size",
    },
}  # fmt: skip
"""What may stand behind the ? of a URL: what the drivers' ``connect`` takes as text."""


def unknown_options(url: str) -> list[str]:
    """Return what stands behind the ? of a URL that its driver does not take."""
    parsed = sa.make_url(url)
    return sorted(parsed.query.keys() - _OPTIONS[parsed.get_backend_name()])


def sqlite_path(url: str) -> Path | None:
    """Return the file of a SQLite URL, or nothing for another database."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)
