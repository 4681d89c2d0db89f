"""A PostgreSQL database of a benchmark's own, where a server answers."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import sqlalchemy as sa

SERVER = os.environ.get(
    "TEST_POSTGRES_URL", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"
)


@asynccontextmanager
async def database() -> AsyncIterator[str | None]:
    """Give the URL of an empty database; nothing where there is no server."""
    url = sa.make_url(SERVER)
    name = f"diary_bench_{os.getpid()}"
    try:
        server = await asyncpg.connect(
            host=url.host, port=url.port, user=url.username, password=url.password,
            database=url.database, timeout=5,
        )  # fmt: skip
    except OSError:
        yield None
        return
    await server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await server.close()
