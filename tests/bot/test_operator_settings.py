"""What an operator meets whose settings, key, port or server are wrong: one sentence, exit 1."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.__main__ import _failed
from bot.settings import Settings
from sandbox.server import BotApiServer
from tests.machine import Machine, refused

WISH_FOR_TLS = 80877103
"""PostgreSQL's SSLRequest, to which a server without it answers N."""


@asynccontextmanager
async def refusing_server(sqlstate: str) -> AsyncIterator[int]:
    """Speak PostgreSQL so far as to refuse whoever comes; give the port."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        size, wish = struct.unpack("!ii", await reader.readexactly(8))
        if wish == WISH_FOR_TLS:
            writer.write(b"N")
            size, _version = struct.unpack("!ii", await reader.readexactly(8))
        await reader.readexactly(size - 8)
        fields = b"SFATAL\0VFATAL\0C" + sqlstate.encode() + b"\0Mno, Anna\0\0"
        writer.write(b"E" + struct.pack("!i", len(fields) + 4) + fields)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("sqlstate", "sentence"),
    [
        ("28P01", "refuses the password: correct user and password in DATABASE_URL"),
        ("3D000", "has no such database: create it (`createdb`), or correct DATABASE_URL"),
        ("57P03", "is starting or stopping: try again in a minute"),
    ],
)
async def test_a_server_that_refuses(tmp_path: Path, sqlstate: str, sentence: str) -> None:
    machine = Machine(tmp_path)
    async with refusing_server(sqlstate) as port:
        url = f"postgresql+asyncpg://diary:guessed@127.0.0.1:{port}/diary"
        answer = await asyncio.to_thread(machine.run, "status", DATABASE_URL=url)

    assert refused(answer) == f"PostgreSQL at 127.0.0.1:{port} {sentence}"


def test_no_server(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there, and nobody else can
        port = taken.getsockname()[1]
        places = (f"127.0.0.1:{port}", "no-such-host.invalid:5432")
        answers = [
            machine.run("run", BOT_TOKEN="42:TEST", DATABASE_URL=f"postgresql+asyncpg://u@{one}/d")
            for one in places
        ]

    assert [refused(answer) for answer in answers] == [
        f"PostgreSQL at {one} does not answer: is the server running, and is DATABASE_URL right?"
        for one in places
    ]


def test_a_url_that_is_none(tmp_path: Path) -> None:
    machine = Machine(tmp_path)

    urls = (
        "diary.db", "mysql://u@h/d", "sqlite+aiosqlite:///d.db?timeout=soon",
        "postgresql+asyncpg://u@h/d?sslmode=require",
    )  # fmt: skip

    answers = [machine.run("status", DATABASE_URL=url) for url in urls]

    assert [refused(answer) for answer in answers] == [
        "DATABASE_URL: not a SQLAlchemy URL, such as sqlite+aiosqlite:///data/diary.db",
        "DATABASE_URL: starts with sqlite+aiosqlite or postgresql+asyncpg, not mysql",
        "DATABASE_URL: timeout is a number of seconds, such as ?timeout=15",
        "DATABASE_URL: there is no option sslmode of this driver (asyncpg calls it ssl)",
    ]


def test_a_key_that_cannot_be_kept(tmp_path: Path) -> None:
    machine = Machine(tmp_path, {"SECRET_KEY": ""})
    key = tmp_path / "diary.key"
    key.mkdir()
    folder = machine.run("codes", "issue", "--admin", "Vera")
    key.rmdir()
    key.touch()
    empty = machine.run("codes", "issue", "--admin", "Vera")

    no_file = f"the key cannot be kept in {key} (Is a directory): let the bot's user write there"
    assert refused(folder) == f"{no_file}, or set SECRET_KEY"
    assert refused(empty) == (
        f"the key in {key} is empty: put back the file that belongs to the database"
    )


async def test_a_port_that_is_in_use(tmp_path: Path) -> None:
    machine = Machine(tmp_path, {"LOG_LEVEL": "ERROR"})
    async with BotApiServer() as server:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            answer = await asyncio.to_thread(
                machine.run, "run", BOT_TOKEN=server.token, BOT_API_URL=server.url, HTTP_PORT=port
            )

    assert refused(answer) == (
        f"nothing can listen at 127.0.0.1:{port} (Address already in use): correct HTTP_HOST and"
        " HTTP_PORT, or stop the program that has the port"
    )


def test_an_env_file_that_cannot_be_read(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    env = tmp_path / ".env"
    env.write_text("LOG_LEVEL=ERROR\nmy secret token 42\n")
    broken = machine.run("status")
    env.write_bytes("# Школа\n".encode("cp1251"))
    foreign = machine.run("status")
    env.unlink()
    env.mkdir()
    folder = machine.run("status")

    assert [refused(broken), refused(foreign), refused(folder)] == [
        ".env:2: this line cannot be read: a line looks like NAME=value",
        ".env is not UTF-8: save it as UTF-8",
        ".env: this is a folder: name a file",
    ]


def test_what_only_we_can_mend_is_told_without_its_text(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(name: str) -> None:
        raise LookupError(name)

    try:
        read("Анна")
    except LookupError as error:
        code = _failed(error, settings)

    said = capsys.readouterr().err
    *places, kind, last = said.splitlines()
    assert code == 1
    assert "Анна" not in said
    assert places[-1].endswith("in read")
    assert kind == "builtins.LookupError"
    assert last == "diary-bot: this is a fault of the program: please report the lines above"
