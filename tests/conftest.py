"""Fixtures shared by all tests: real databases, a clock that stands, one small school."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
import sqlalchemy as sa
from aiogram import Dispatcher, Router

from bot.app import dispatcher, routes
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


def _emptying() -> str:
    """Return the statements that empty a database, as one message to the server.

    Row by row: TRUNCATE makes new files, which costs a second a test here.
    """
    made = ["SET LOCAL session_replication_role = replica"]
    for name, table in metadata.tables.items():
        made.append(f'DELETE FROM "{name}"')
        if (column := table.autoincrement_column) is not None:
            sequence = f"pg_get_serial_sequence('{name}', '{column.name}')"
            made.append(f"SELECT setval({sequence}, 1, false)")
    return ";\n".join(made)


EMPTY = _emptying()


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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def school_file(migrated_file: Path) -> Path:
    """Fill one SQLite file with the small school for the whole run; each test gets a copy."""
    path = migrated_file.with_name("school.db")
    shutil.copy(migrated_file, path)
    db = database.connect(f"sqlite+aiosqlite:///{path}")
    await fill(db)
    await db.close()
    return path


@pytest.fixture
async def sqlite(
    request: pytest.FixtureRequest, migrated_file: Path, school_file: Path, tmp_path: Path
) -> AsyncIterator[Database]:
    """Give a migrated SQLite file of the test's own: empty, but for the school if it has one."""
    path = tmp_path / "diary.db"
    shutil.copy(school_file if "filled" in request.fixturenames else migrated_file, path)
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
    async with db.begin(repeatable=True) as session:
        connection = (await session.get_raw_connection()).driver_connection
        assert connection is not None
        await connection.execute(EMPTY)
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


@pytest.fixture(scope="session")
def all_routes() -> tuple[Router, ...]:
    """Make the bot's routes once for the whole run: it takes longer than most tests."""
    return routes()


@pytest.fixture
def bot(
    db: Database, clock: FixedClock, settings: Settings, all_routes: tuple[Router, ...]
) -> Iterator[Dispatcher]:
    """Give the whole bot on the default database, its clock standing."""
    yield dispatcher(db, clock, settings, all_routes)
    for router in all_routes:
        # What a route needs comes with each update, so the next test's dispatcher may have it.
        router._parent_router = None


@pytest.fixture
def filled() -> None:
    """Have :func:`sqlite` copy the file that holds the school: it looks for this name."""


@pytest.fixture
def school(filled: None, db: Database) -> SmallSchool:
    """Give the default database with two families, a week of lessons and some marks."""
    return SmallSchool()
