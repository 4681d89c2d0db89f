"""Updates by long polling: confirmed by offset, one poller at a time, each for its time."""

import asyncio
from datetime import timedelta

import pytest

from domain.clock import FixedClock
from sandbox import BotApiServer, Person
from tests.sandbox.api import Api

TWO_POLLERS = (
    "409 Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "409 Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def test_the_bot_knows_who_it_is(api: Api) -> None:
    me = await api.ok("getMe")

    assert (me["id"], me["is_bot"], me["username"]) == (4242, True, "diary_sandbox_bot")


async def test_an_update_is_a_whole_message(api: Api, anna: Person) -> None:
    await anna.start("K7QM")

    updates = await api.ok("getUpdates")

    assert updates[1] == {
        "update_id": 1002,
        "message": {
            "message_id": 2,
            "from": {
                "id": 1001, "is_bot": False, "first_name": "Анна", "username": "anna",
                "language_code": "ru",
            },
            "chat": {"id": 1001, "type": "private", "first_name": "Анна", "username": "anna"},
            "date": 1789549200,
            "text": "/start K7QM",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        },
    }  # fmt: skip


async def test_updates_come_again_until_an_offset_confirms_them(api: Api, anna: Person) -> None:
    await anna.say("a")
    await anna.say("b")

    first = await api.ok("getUpdates", limit=2)
    again = await api.ok("getUpdates")
    rest = await api.ok("getUpdates", offset=first[1]["update_id"] + 1)
    confirmed = await api.ok("getUpdates")

    assert [update["update_id"] for update in first] == [1001, 1002]
    assert [update["update_id"] for update in again] == [1001, 1002, 1003]
    assert rest == confirmed == again[2:]


async def test_a_negative_offset_keeps_the_last_ones(api: Api, anna: Person) -> None:
    for text in "abc":
        await anna.say(text)

    last = await api.ok("getUpdates", offset=-2)
    kept = await api.ok("getUpdates")

    assert [update["message"]["text"] for update in last] == ["b", "c"]
    assert kept == last


async def test_a_long_poll_answers_as_soon_as_something_happens(
    server: BotApiServer, api: Api
) -> None:
    poll = asyncio.create_task(api.ok("getUpdates", timeout=30))
    await server.bot_listens()

    await server.person(1001, "Анна").start()

    assert [update["message"]["text"] for update in await poll] == ["/start"]


async def test_a_newer_poller_ends_the_older(server: BotApiServer, api: Api) -> None:
    older = asyncio.create_task(api.no("getUpdates", timeout=30))
    await server.bot_listens()
    newer = asyncio.create_task(api.ok("getUpdates", timeout=30))

    assert await older == TWO_POLLERS
    await server.bot_listens()
    await server.person(1001, "Анна").start()
    assert len(await newer) == 1


async def test_a_webhook_ends_a_poll_and_forbids_the_next(server: BotApiServer, api: Api) -> None:
    poll = asyncio.create_task(api.no("getUpdates", timeout=30))
    await server.bot_listens()

    await api.ok("setWebhook", url="http://127.0.0.1:9/hook")

    assert await poll == "409 Conflict: terminated by setWebhook request"
    assert await api.no("getUpdates") == WEBHOOK_ACTIVE


async def test_taps_are_kept_150_seconds_and_messages_a_day(
    api: Api, anna: Person, clock: FixedClock
) -> None:
    anna.press(data="x", message=1)

    clock.advance(timedelta(seconds=149))
    fresh = await api.ok("getUpdates")
    clock.advance(timedelta(seconds=1))
    without_tap = await api.ok("getUpdates")
    clock.advance(timedelta(hours=24))
    nothing = await api.ok("getUpdates")

    assert [len(fresh), len(without_tap), len(nothing)] == [2, 1, 0]


async def test_allowed_updates_hold_until_changed(api: Api, anna: Person) -> None:
    await api.ok("getUpdates", offset=1002, allowed_updates=["message"])
    await anna.block()
    await anna.unblock()
    await api.ok("getUpdates")
    await anna.say("a")
    only_messages = await api.ok("getUpdates", allowed_updates=[])
    await anna.block()
    everything = await api.ok("getUpdates")

    assert [list(update)[1] for update in only_messages] == ["message"]
    assert [list(update)[1] for update in everything] == ["message", "my_chat_member"]


async def test_a_bot_that_never_asks_is_noticed(server: BotApiServer) -> None:
    with pytest.raises(AssertionError, match="no bot asked for updates"):
        await server.bot_listens(within=0.01)
