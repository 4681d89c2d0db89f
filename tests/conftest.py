"""Fixtures shared by all tests: real databases, a clock that stands, one small school."""

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
import sqlalchemy as sa
from aiogram import Dispatcher

from bot.app import dispatcher
from bot.settings import Settings
from domain.clock import FixedClock
from storage import database, schema
from storage.database import Database
from storage.tables import metadata
from tests.school import SmallSchool, fill

POSTGRES = os.environ.get(
    "TEST_POSTGRES_URL", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"
)
NOW = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
"""A Wednesday noon in Moscow, inside the small school's first quarter."""


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file for the whole run; each test gets a copy."""
    path = tmp_path_factory.mktemp("template") / "diary.db"
    db = database.connect(f"sqlite+aiosqlite:///{path}")
    await schema.upgrade(db)
    await db.close()  # the last connection folds the write-ahead log into the file
    return path


@pytest.fixture
async def sqlite(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Give an empty migrated SQLite file of the test's own."""
    path = tmp_path / "diary.db"
    shutil.copy(migrated_file, path)
    db = database.connect(f"sqlite+aiosqlite:///{path}")
    yield db
    await db.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_url() -> AsyncIterator[str]:
    """Make a migrated PostgreSQL database for this test process."""
    url = sa.make_url(POSTGRES)
    name = f"diary_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    try:
        server = await asyncpg.connect(
            host=url.host, port=url.port, user=url.username, password=url.password,
            database=url.database, timeout=5,
        )  # fmt: skip
    except OSError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL at {url.host}:{url.port}: {error}")
    await server.execute(f'CREATE DATABASE "{name}"')
    await server.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    made = url.set(database=name).render_as_string(hide_password=False)
    db = database.connect(made)
    await schema.upgrade(db)
    await db.close()
    yield made
    await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await server.close()


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[Database]:
    """Give the PostgreSQL database, emptied."""
    db = database.connect(postgres_url)
    # Emptied row by row: TRUNCATE makes new files, which costs a second a test here.
    async with db.begin() as session:
        await session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        for name, table in metadata.tables.items():
            await session.execute(sa.text(f'DELETE FROM "{name}"'))
            if table.autoincrement_column is not None:
                sequence = f"pg_get_serial_sequence('{name}', '{table.autoincrement_column.name}')"
                await session.execute(sa.text(f"SELECT setval({sequence}, 1, false)"))
    yield db
    await db.close()


@pytest.fixture(params=["sqlite", "postgres"])
def any_db(request: pytest.FixtureRequest) -> Database:
    """Give each database in turn: what storage promises, it promises on both."""
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def db(sqlite: Database) -> Database:
    """Give the default database."""
    return sqlite


@pytest.fixture
def settings() -> Settings:
    """Give the defaults, whatever this machine's environment says."""
    return Settings.model_validate({"secret_key": "test" * 8, "bot_token": "42:TEST"})


@pytest.fixture
def bot(db: Database, clock: FixedClock, settings: Settings) -> Dispatcher:
    """Give the whole bot on the default database, its clock standing."""
    return dispatcher(db, clock, settings)


@pytest.fixture
async def school(db: Database) -> SmallSchool:
    """Fill the default database with two families, a week of lessons and some marks."""
    return await fill(db)
