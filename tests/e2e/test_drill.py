"""The drill of docs/operating.md: back up, lose everything, restore; codes and links still work."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest
import sqlalchemy as sa

from sandbox.messages import Message
from sandbox.people import Person
from sandbox.server import BotApiServer
from tests.conftest import POSTGRES
from tests.e2e.command_line import CommandLine

FIRST, SECOND, THIRD = 5001, 5002, 5003
NEVER_ISSUED = "There is no such code."


@dataclass(frozen=True, slots=True)
class School(CommandLine):
    """A bot whose key is where an operator has it: beside the file, or in the settings."""

    key: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return {**CommandLine.environment.fget(self), "SECRET_KEY": self.key}  # type: ignore[attr-defined]  # a property's getter; super() knows no slots


class Operator(Protocol):
    """What an operator does with one kind of database, as docs/operating.md tells it."""

    @property
    def school(self) -> School: ...

    async def back_up(self) -> None: ...
    async def lose_everything(self) -> None: ...
    async def restore(self) -> None: ...


@dataclass(frozen=True, slots=True)
class OnSqlite:
    school: School
    backups: Path

    async def back_up(self) -> None:
        await self.school("backup", self.backups / "diary.db")
        shutil.copy(self.school.folder / "diary.key", self.backups)

    async def lose_everything(self) -> None:
        shutil.rmtree(self.school.folder)

    async def restore(self) -> None:
        await self.school("restore", self.backups / "diary.db")
        shutil.copy(self.backups / "diary.key", self.school.folder)


@dataclass(frozen=True, slots=True)
class OnPostgres:
    school: School
    backups: Path
    url: sa.URL

    async def back_up(self) -> None:
        await self._run("pg_dump", "--format=custom", f"--file={self.backups / 'diary.dump'}")

    async def lose_everything(self) -> None:
        await drop(self.url)

    async def restore(self) -> None:
        await create(self.url)
        await self._run(
            "pg_restore", "--exit-on-error", "--no-owner", self.backups / "diary.dump", "--dbname"
        )

    async def _run(self, program: str, *arguments: str | Path) -> None:
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        process = await asyncio.create_subprocess_exec(program, *map(str, arguments), plain)
        assert await process.wait() == 0


async def _server(url: sa.URL) -> asyncpg.Connection:
    return await asyncpg.connect(
        host=url.host, port=url.port, user=url.username, password=url.password, timeout=5
    )


async def create(url: sa.URL) -> None:
    server = await _server(url)
    await server.execute(f'CREATE DATABASE "{url.database}"')
    await server.close()


async def drop(url: sa.URL) -> None:
    server = await _server(url)
    await server.execute(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')
    await server.close()


@asynccontextmanager
async def on_postgres(server: BotApiServer, folder: Path) -> AsyncIterator[Operator]:
    """Give a database of the drill's own, whatever becomes of it."""
    missing = [tool for tool in ("pg_dump", "pg_restore") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"no {' and no '.join(missing)} on this machine")
    url = sa.make_url(POSTGRES).set(database=f"diary_drill_{os.getpid()}")
    try:
        await create(url)
    except OSError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL at {url.host}:{url.port}: {error}")
    backups = folder / "backups"
    backups.mkdir()
    address = url.render_as_string(hide_password=False)
    try:
        yield OnPostgres(School(server, folder, address, key="k" * 64), backups, url)
    finally:
        await drop(url)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
async def operator(
    request: pytest.FixtureRequest, server: BotApiServer, tmp_path: Path
) -> AsyncIterator[Operator]:
    if request.param == "postgres":
        async with on_postgres(server, tmp_path) as one:
            yield one
        return
    data, backups = tmp_path / "data", tmp_path / "backups"
    data.mkdir()
    backups.mkdir()
    yield OnSqlite(School(server, data), backups)


async def heard(person: Person, text: str) -> Message:
    """Say something and return the bot's answer; the bot may be starting still."""
    before = person.mark()
    await person.say(text)
    return await person.wait_for(lambda message: message.from_bot, since=before, within=180)


async def link(person: Person, code: str) -> None:
    offer = await heard(person, code)
    before = person.mark()
    await person.tap(offer.buttons[0].text, message=offer)
    await person.wait_for(lambda message: message.from_bot, since=before)


async def is_administrator(person: Person) -> bool:
    menu = await heard(person, "/menu")
    return any("Staff" in button.text for button in menu.buttons)


async def test_what_was_backed_up_works_after_everything_was_lost(
    operator: Operator, server: BotApiServer
) -> None:
    school = operator.school
    printed = await school("codes", "issue", "--admin", "Vera", "--count", "2")
    used, kept = (line.split("\t")[0] for line in printed.splitlines())
    async with school.running():
        await link(server.person(FIRST, "Vera", language_code="en"), used)

    await operator.back_up()
    later = await school.code("--admin", "Olga")
    await operator.lose_everything()
    await operator.restore()

    async with school.running():
        assert await is_administrator(server.person(FIRST, "Vera", language_code="en"))
        await link(server.person(SECOND, "Vera", language_code="en"), kept)
        assert await is_administrator(server.person(SECOND, "Vera", language_code="en"))
        refused = await heard(server.person(THIRD, "Olga", language_code="en"), later)
    assert refused.text.startswith(NEVER_ISSUED)
