"""Whoever finds the webhook's address learns nothing, breaks nothing and fills no log."""

import asyncio
import gzip
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from io import BytesIO

import aiohttp
import pytest
import sqlalchemy as sa

from bot import web
from bot.app import dispatcher, telegram
from bot.door import BODY_LIMIT, Patience
from bot.intake import Intake
from bot.settings import Settings
from domain.clock import FixedClock
from storage import tables as t
from storage.database import Database
from tests.loglines import Lines, everything

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "the-secret-of-the-door"
WORD = "Алгебра"
Body = bytes | BytesIO | AsyncIterator[bytes]
PATIENT = Patience()


@asynccontextmanager
async def serving(
    settings: Settings, db: Database, clock: FixedClock, patience: Patience = PATIENT
) -> AsyncIterator[int]:
    """Serve the webhook alone; gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}/telegram/webhook"
    update = {"http_port": port, "webhook_url": url, "webhook_secret": SECRET}
    settings = settings.model_copy(update=update)
    sender = telegram(settings)
    intake = Intake(dispatcher(db, clock, settings), sender, db, clock)
    server = web.server(settings, db, clock, intake, patience)
    await server.start()
    try:
        yield port
    finally:
        await server.stop()
        await sender.session.close()


@pytest.fixture
def log() -> Iterator[Lines]:
    with everything() as lines:
        yield lines


def refusals(log: Lines) -> list[str]:
    """Return what the log says of calls, and fail where it has more to say."""
    lines = [entry for entry in log.entries() if entry["level"] in ("WARNING", "ERROR")]
    assert [line for line in lines if "traceback" in line] == []
    assert WORD not in log.said()
    return [line["message"] for line in lines]


async def broken(db: Database) -> list[int]:
    async with db.read() as session:
        return list((await session.execute(sa.select(t.broken_update.c.update_id))).scalars())


async def post(port: int, body: Body, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"http://127.0.0.1:{port}/telegram/webhook", data=body,
            headers={HEADER: SECRET, "Content-Type": "application/json"} | named,
        ) as answer,
    ):  # fmt: skip
        return answer.status


async def raw(port: int, *parts: bytes) -> bytes:
    """Send bytes as they are; returns all that came back until the server closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
    try:
        async with asyncio.timeout(30):
            return await reader.read()
    finally:
        writer.close()


def head(length: int, *lines: str) -> bytes:
    named = (f"{HEADER}: {SECRET}", f"Content-Length: {length}", *lines)
    return "\r\n".join(("POST /telegram/webhook HTTP/1.1", "Host: bot", *named, "", "")).encode()


def deep(levels: int) -> bytes:
    return b'{"update_id": 7, "message": ' + b"[" * levels + b"]" * levels + b"}"


NO_UPDATES = {
    "not JSON": f"{WORD}".encode(),
    "empty": b"",
    "not UTF-8": '{"update_id": 7, "text": "Алгебра"}'.encode("cp1251"),
    "UTF-16": json.dumps({"update_id": 7}).encode("utf-16"),
    "a list": b'[{"update_id": 7}]',
    "a string": b'"update_id"',
    "no number": b'{"message": {}}',
    "a number in words": b'{"update_id": "7"}',
    "a number that is true": b'{"update_id": true}',
    "a fraction": b'{"update_id": 7.5}',
    "a negative number": b'{"update_id": -7}',
    "a number of 81 bits": f'{{"update_id": {2**80}}}'.encode(),
    "5,000 digits": b'{"update_id": 7, "message": {"message_id": ' + b"9" * 5000 + b"}}",
    "a chat of 400 digits": b'{"update_id": 7, "message": {"chat": {"id": ' + b"9" * 400 + b"}}}",
    "NaN": b'{"update_id": 7, "message": {"date": NaN}}',
    "Infinity": b'{"update_id": 7, "message": {"date": -Infinity}}',
    "1e999": b'{"update_id": 7, "message": {"date": 1e999}}',
    "100,000 levels": deep(100_000),
    "500 levels": deep(500),
    "half a pair": b'{"update_id": 7, "message": {"text": "\\ud800"}}',
    "a zero": b'{"update_id": 7, "message": {"text": "a\\u0000b"}}',
}


async def test_what_is_no_update_is_refused_and_kept_nowhere(
    settings: Settings, db: Database, clock: FixedClock, log: Lines
) -> None:
    statuses = {}
    async with serving(settings, db, clock) as port:
        for name, body in NO_UPDATES.items():
            statuses[name] = [await post(port, body), await post(port, body)]

    assert statuses == {name: [400, 400] for name in NO_UPDATES}
    assert await broken(db) == []
    assert refusals(log) == [
        "a call was refused: not JSON, or too deep (said once)",
        "a call was refused: not UTF-8 (said once)",
        "a call was refused: not an object (said once)",
        "a call was refused: without an update's number (said once)",
        "a call was refused: text that no database holds (said once)",
    ]


async def test_what_is_an_update_of_a_newer_telegram_is_set_aside_as_before(
    settings: Settings, db: Database, clock: FixedClock
) -> None:
    bodies = [
        {"update_id": 7, "message": "a string"},
        {"update_id": 8, "message": {"chat": {"id": ["a list"]}}},
        {"update_id": 9, "message": {"chat": {"id": 1}, "text": "\\u0000 and 😀 " + "[" * 200}},
    ]
    async with serving(settings, db, clock) as port:
        statuses = [await post(port, json.dumps(body).encode()) for body in bodies]

    assert statuses == [200, 200, 200]
    assert await broken(db) == [7, 8, 9]


async def test_a_secret_is_wrong_whatever_bytes_it_has(
    settings: Settings, db: Database, clock: FixedClock, log: Lines
) -> None:
    body = b'{"update_id": 7, "message": "?"}'
    lines = b"POST /telegram/webhook HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n"
    answers = []
    async with serving(settings, db, clock) as port:
        for secret in (b"\xff\xfe\xe9", "секрет".encode(), b"", SECRET.encode() + b"x"):
            given = lines + HEADER.encode() + b": " + secret
            answers.append(
                await raw(port, given, b"\r\nContent-Length: %d\r\n\r\n" % len(body), body)
            )

    assert [answer.split(b"\r\n")[0] for answer in answers] == [b"HTTP/1.1 401 Unauthorized"] * 4
    assert await broken(db) == []
    assert refusals(log) == ["a call was refused: without the secret (said once)"]


async def test_nothing_is_read_before_the_secret_is_right(
    settings: Settings, db: Database, clock: FixedClock, log: Lines
) -> None:
    async with serving(settings, db, clock) as port:
        status = await post(port, deep(100_000), **{HEADER: "guess"})

    assert status == 401
    assert refusals(log) == ["a call was refused: without the secret (said once)"]


async def test_bodies_that_are_compressed_or_too_large_are_refused(
    settings: Settings, db: Database, clock: FixedClock, log: Lines
) -> None:
    update = b'{"update_id": 7, "message": "?"}'

    async def endless() -> AsyncIterator[bytes]:
        for _part in range(BODY_LIMIT // 65_536 + 2):
            yield b" " * 65_536

    async with serving(settings, db, clock) as port:
        statuses = [
            await post(port, gzip.compress(update), Content_Encoding="gzip"),
            await post(port, update, Content_Encoding="gzip"),
            await post(port, update, Content_Encoding="br"),
            await post(port, BytesIO(b" " * (BODY_LIMIT + 1))),
            await post(port, endless()),
        ]

    assert statuses == [400, 400, 400, 413, 413]
    assert await broken(db) == []
    assert refusals(log) == [
        "a call was refused: compressed, which Telegram never does (said once)",
        "a call was refused: too large (said once)",
    ]


async def test_what_is_not_http_is_said_once(
    settings: Settings, db: Database, clock: FixedClock, log: Lines
) -> None:
    async with serving(settings, db, clock) as port:
        answers = [
            await raw(port, b"GET / HTTP/1.1\r\nHost: bot\r\nBad Header\x00: 1\r\n\r\n"),
            await raw(port, b"GET / HTTP/1.1\r\nHost: bot\r\nBad Header\x00: 1\r\n\r\n"),
            await raw(port, b"GET / HTTP/1.1\r\nLong: " + b"a" * 100_000 + b"\r\n\r\n"),
            await raw(port, head(0, "Transfer-Encoding: chunked"), b"xyz\r\n"),
        ]

    assert [answer.split(b" ")[1] for answer in answers] == [b"400"] * 4
    assert refusals(log) == ["a call was refused: not HTTP (said once)"]


async def test_a_body_that_breaks_off_is_no_update_and_no_traceback(
    settings: Settings, db: Database, clock: FixedClock, log: Lines
) -> None:
    async with serving(settings, db, clock) as port:
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head(100) + b'{"update_id": 7')
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.close()
        chunked = "POST /telegram/webhook HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n"
        secret = f"{HEADER}: {SECRET}\r\n\r\n"
        await raw(port, f"{chunked}{secret}".encode(), b"not a length\r\n")
        status = await post(port, b'{"update_id": 7, "message": "?"}')

    assert status == 200
    assert await broken(db) == [7]
    assert [one for one in refusals(log) if "refused" in one and "cut off" not in one] in (
        [], ["a call was refused: not HTTP (said once)"],
    )  # fmt: skip


async def test_who_says_nothing_or_half_a_request_is_hung_up_on(
    settings: Settings, db: Database, clock: FixedClock, log: Lines
) -> None:
    async with serving(settings, db, clock, Patience(head=0.2, body=0.2)) as port:
        silent = await raw(port)
        half = await raw(port, b"POST /telegram/webhook HTTP/1.1\r\nHost: b")
        slow = await raw(port, head(100), b'{"update_id": 7')
        stranger = await raw(port, head(100).replace(SECRET.encode(), b"guess"), b"{")

    assert (silent, half) == (b"", b"")
    assert slow.split(b"\r\n")[0] == b"HTTP/1.1 408 Request Timeout"
    assert stranger.split(b"\r\n")[0] == b"HTTP/1.1 401 Unauthorized"
    assert await broken(db) == []
    assert refusals(log) == [
        "a call was refused: body too slow (said once)",
        "a call was refused: without the secret (said once)",
    ]


async def test_a_head_that_comes_a_byte_at_a_time_gains_no_time(
    settings: Settings, db: Database, clock: FixedClock
) -> None:
    async with serving(settings, db, clock, Patience(head=0.3, body=0.3)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        reading = asyncio.create_task(reader.read())
        writer.write(b"POST /telegram/webhook HTTP/1.1\r\nHost: b")
        async with asyncio.timeout(30):
            while not reading.done():
                writer.write(b"o")
                await asyncio.sleep(0.01)
        writer.close()
        (outcome,) = await asyncio.gather(reading, return_exceptions=True)

    # A byte that meets the closed connection is answered with a reset.
    assert outcome == b"" or isinstance(outcome, ConnectionResetError)


async def test_metrics_are_for_who_has_the_token(
    settings: Settings, db: Database, clock: FixedClock
) -> None:
    guarded = settings.model_copy(update={"metrics_token": "for-prometheus"})
    given = [None, "Bearer", "Bearer wrong", "for-prometheus", "Bearer for-prometheus"]
    statuses, texts = [], []
    async with serving(guarded, db, clock) as port, aiohttp.ClientSession() as http:
        for value in given:
            headers = {"Authorization": value} if value else {}
            async with http.get(f"http://127.0.0.1:{port}/metrics", headers=headers) as answer:
                statuses.append(answer.status)
                texts.append(await answer.text())
        odd = (
            b"GET /metrics HTTP/1.1\r\nHost: b\r\nConnection: close\r\nAuthorization: \xff\r\n\r\n"
        )
        answer_to_bytes = await raw(port, odd)

    assert statuses == [401, 401, 401, 401, 200]
    assert texts[:4] == [""] * 4
    assert "diary_updates_total" in texts[4]
    assert answer_to_bytes.split(b"\r\n")[0] == b"HTTP/1.1 401 Unauthorized"


async def test_without_a_token_metrics_are_open(
    settings: Settings, db: Database, clock: FixedClock
) -> None:
    async with (
        serving(settings, db, clock) as port,
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert answer.status == 200
