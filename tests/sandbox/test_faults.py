"""Trouble on request: errors, dropped connections, delays, for chosen calls and times."""

import aiohttp
import pytest

from sandbox import BotApiServer, Fault, Person
from tests.sandbox.api import Api


async def test_a_fault_strikes_its_method_so_many_times(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    server.fail(Fault("sendMessage", 429, retry_after=7, times=2))

    action = await api.ok("sendChatAction", chat_id=1001, action="typing")
    answers = [await api.no("sendMessage", chat_id=1001, text="x") for _ in range(2)]
    third = await api.ok("sendMessage", chat_id=1001, text="x")

    assert action is True
    assert answers == ["429 Too Many Requests: retry after 7"] * 2
    assert third["text"] == "x"


async def test_a_fault_may_choose_a_chat_and_a_text(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    await server.person(1002, "Борис").start()
    server.fail(Fault(code=500, chat_id=1002, contains="оценка"))

    passed = [
        await api.ok("sendMessage", chat_id=1001, text="Новая оценка"),
        await api.ok("sendMessage", chat_id=1002, text="Домашнее задание"),
    ]
    struck = await api.no("sendMessage", chat_id=1002, text="Новая оценка")

    assert [message["text"] for message in passed] == ["Новая оценка", "Домашнее задание"]
    assert struck == "500 Internal Server Error: restart"


@pytest.mark.parametrize(("drop", "shown"), [("before", []), ("after", ["x"])])
async def test_a_connection_is_dropped_before_or_after_the_effect(
    server: BotApiServer, api: Api, anna: Person, drop: str, shown: list[str]
) -> None:
    server.fail(Fault("sendMessage", drop="before" if drop == "before" else "after"))

    with pytest.raises(aiohttp.ClientError):
        await api.raw("sendMessage", {"chat_id": 1001, "text": "x"})

    assert [message.text for message in anna.messages[1:]] == shown
    assert [(call.code, call.description) for call in server.outbox.calls] == [
        (0, "connection dropped")
    ]


async def test_a_fault_may_say_that_the_group_has_moved(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    server.fail(Fault("sendMessage", 400, text, migrate_to=-1007))

    _, body = await api.raw("sendMessage", {"chat_id": 1001, "text": "x"})

    assert body["parameters"] == {"migrate_to_chat_id": -1007}


async def test_a_delay_holds_the_call_back(server: BotApiServer, api: Api, anna: Person) -> None:
    server.fail(Fault("sendMessage", delay=30))

    with pytest.raises(TimeoutError):
        await api.http.post(
            f"{api.base}/sendMessage",
            json={"chat_id": 1001, "text": "x"},
            timeout=aiohttp.ClientTimeout(total=0.05),
        )

    assert anna.transcript() == "#1 Анна: /start"
