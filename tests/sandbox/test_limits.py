"""Telegram's rates: off until asked for, then real 429s on the test's own clock."""

from datetime import timedelta

from domain.clock import FixedClock
from sandbox import BotApiServer, Person
from tests.sandbox.api import Api


async def burst(api: Api, chat_id: int, count: int) -> list[int]:
    """Send as fast as possible; return the statuses."""
    params = {"chat_id": chat_id, "text": "x"}
    return [(await api.raw("sendMessage", params))[0] for _ in range(count)]


async def test_without_limits_everything_passes(api: Api, anna: Person) -> None:
    assert await burst(api, 1001, 50) == [200] * 50


async def test_a_chat_takes_a_short_burst_then_one_a_second(
    server: BotApiServer, api: Api, anna: Person, clock: FixedClock
) -> None:
    server.limits.on = True

    at_once = await burst(api, 1001, 5)
    clock.advance(timedelta(seconds=1))
    later = await burst(api, 1001, 2)

    assert at_once == [200, 200, 200, 429, 429]
    assert later == [200, 429]


async def test_a_429_names_its_pause_in_text_parameters_and_header(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    server.limits.on = True
    await burst(api, 1001, 3)

    params = {"chat_id": 1001, "text": "x"}
    async with api.http.post(f"{api.base}/sendMessage", json=params) as response:
        body = await response.json()

    assert (response.status, response.headers["Retry-After"]) == (429, "1")
    assert body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


async def test_the_bot_takes_thirty_a_second_over_all_chats(
    server: BotApiServer, api: Api, clock: FixedClock
) -> None:
    server.limits.on = True
    people = [server.person(number, "Кто-то") for number in range(1, 33)]
    for person in people:
        await person.start()

    statuses = [(await burst(api, person.id, 1))[0] for person in people]
    clock.advance(timedelta(seconds=1))
    after_a_second = await burst(api, 32, 1)

    assert statuses == [200] * 30 + [429] * 2
    assert after_a_second == [200]


async def test_a_group_takes_twenty_a_minute_edits_included(
    server: BotApiServer, api: Api, anna: Person, clock: FixedClock
) -> None:
    server.limits.on = True
    server.group(-500, "7Б", [anna])

    statuses = await burst(api, -500, 20)
    edit = await api.no("editMessageText", chat_id=-500, message_id=2, text="y")
    clock.advance(timedelta(seconds=3))
    later = await api.ok("editMessageText", chat_id=-500, message_id=2, text="y")

    assert statuses == [200] * 20
    assert edit == "429 Too Many Requests: retry after 3"
    assert later["text"] == "y"


async def test_a_strict_second_holds_33_whatever_was_before(
    server: BotApiServer, api: Api, clock: FixedClock
) -> None:
    server.limits.on = server.limits.window = True
    people = [server.person(number, "Кто-то") for number in range(1, 48)]
    for person in people:
        await person.start()

    first = [(await burst(api, person.id, 1))[0] for person in people[:20]]
    clock.advance(timedelta(seconds=0.9))
    # The bucket is full again by now and would let all of these through.
    second = [(await burst(api, person.id, 1))[0] for person in people[20:36]]
    clock.advance(timedelta(seconds=0.1))
    third = [(await burst(api, person.id, 1))[0] for person in people[36:44]]

    assert first == [200] * 20
    assert second == [200] * 13 + [429] * 3
    assert third == [200] * 8


async def test_without_it_the_bucket_forgives_a_burst_after_a_rest(
    server: BotApiServer, api: Api, clock: FixedClock
) -> None:
    server.limits.on = True
    people = [server.person(number, "Кто-то") for number in range(1, 41)]
    for person in people:
        await person.start()

    first = [(await burst(api, person.id, 1))[0] for person in people[:20]]
    clock.advance(timedelta(seconds=0.9))
    second = [(await burst(api, person.id, 1))[0] for person in people[20:]]

    assert first + second == [200] * 40
