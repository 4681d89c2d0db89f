"""Every call is recorded; waiting for one needs no sleeping."""

import asyncio
import io

import pytest

from domain.clock import FixedClock
from sandbox import BotApiServer, Person
from tests.sandbox.api import Api


async def test_calls_are_kept_with_parameters_answer_and_time(
    server: BotApiServer, api: Api, anna: Person, clock: FixedClock
) -> None:
    await api.ok("sendMessage", chat_id=1001, text="<b>5</b>", parse_mode="HTML")
    await api.no("sendMessage", chat_id=77, text="x")

    sent, refused = server.outbox.calls
    assert sent.params == {"chat_id": 1001, "text": "<b>5</b>", "parse_mode": "HTML"}
    assert (sent.ok, sent.code, sent.result["text"], sent.at) == (True, 200, "5", clock.now())
    assert (refused.code, refused.description) == (400, "Bad Request: chat not found")
    assert server.outbox.errors() == [refused]


async def test_a_mark_parts_earlier_calls_from_later_ones(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    await api.ok("sendMessage", chat_id=1001, text="a")
    mark = server.outbox.mark()
    await api.ok("getUpdates")
    await api.ok("sendMessage", chat_id=1001, text="b")

    assert [call.params["text"] for call in server.outbox.since(mark)] == ["b"]
    assert [call.method for call in server.outbox.polls] == ["getUpdates"]


async def test_one_can_wait_for_a_call(server: BotApiServer, api: Api, anna: Person) -> None:
    waiting = asyncio.create_task(server.outbox.wait_for(lambda call: call.chat_id == 1001))

    await api.ok("sendMessage", chat_id=1001, text="a")

    assert (await waiting).params["text"] == "a"


async def test_a_call_that_never_comes_shows_those_that_did(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    await api.ok("getMe")

    with pytest.raises(AssertionError) as missing:
        await server.outbox.wait_for(lambda call: call.method == "sendMessage", within=0.01)

    assert str(missing.value) == "no such call within 0.01 s; calls were:\n1 getMe 200"


async def test_an_official_method_that_is_not_imitated_is_loud(
    server: BotApiServer, api: Api
) -> None:
    answer = await api.no("sendDice", chat_id=1001)

    assert answer == "501 Not Implemented: the sandbox does not imitate sendDice"
    assert [call.method for call in server.outbox.unimplemented()] == ["sendDice"]


async def test_an_unknown_method_and_a_wrong_path_are_not_found(
    server: BotApiServer, api: Api
) -> None:
    async with api.http.get(f"{server.url}/nothing") as response:
        body = await response.json()

    assert await api.no("sendLetter") == "404 Not Found: method not found"
    assert body == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize(
    ("token", "description"),
    [("4242:WRONG", "Unauthorized"), ("nonsense", "Unauthorized: invalid token specified")],
)
async def test_a_wrong_token_is_unauthorized(
    server: BotApiServer, api: Api, token: str, description: str
) -> None:
    async with api.http.get(f"{server.url}/bot{token}/getMe") as response:
        body = await response.json()

    assert body == {"ok": False, "error_code": 401, "description": description}


async def test_too_many_parameters_are_refused(api: Api, anna: Person) -> None:
    long = io.BytesIO(b"chat_id=1001&text=" + b"x" * 1024 * 1024)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    async with api.http.post(f"{api.base}/sendMessage", data=long, headers=headers) as response:
        body = await response.json()

    assert (response.status, body["description"]) == (
        413,
        "Request Entity Too Large: too many parameters",
    )


async def test_a_reset_empties_the_phones_and_uses_no_id_twice(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    await api.ok("sendMessage", chat_id=1001, text="a")
    update = (await api.ok("getUpdates"))[0]["update_id"]

    server.reset()
    refused = await api.no("sendMessage", chat_id=1001, text="a")
    said = await anna.start()

    assert refused == "400 Bad Request: chat not found"
    assert (said.id, anna.messages) == (3, [said])
    assert (await api.ok("getUpdates"))[0]["update_id"] > update
