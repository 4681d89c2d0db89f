"""``make demo``: everybody on the page is really linked, and the group is really bound."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.settings import Settings
from domain.clock import FixedClock
from sandbox.cast import ADMIN, DEPUTY_HEAD, GROUP, MOTHER, OTHER_MOTHER, STUDENT, TEACHER, TOPIC
from sandbox.demo import Demo
from sandbox.people import Person
from sandbox.refusals import Json
from sandbox.server import BotApiServer

WELCOMES = {
    MOTHER: "Теперь вам открыт и дневник: Анна И., 7Б.",
    STUDENT: "Теперь это ваш дневник",
    TEACHER: "классный руководитель 7Б, учитель-предметник",
    DEPUTY_HEAD: "Галина Степановна\nзавуч",
    ADMIN: "Антон Дмитриевич\nадминистратор школы",
    OTHER_MOTHER: "Дневник открыт: Макар Т., 7Б.",
}


@pytest.fixture
async def page(
    tmp_path: Path, settings: Settings, clock: FixedClock
) -> AsyncIterator[BotApiServer]:
    """Give the demo's server, the school open."""
    async with BotApiServer(clock=clock) as server:
        demo = Demo(tmp_path, server, settings, clock)
        await demo.open()
        yield server
        await demo.close()


class Hand:
    """Whoever sits at the page: acts over the control surface only."""

    def __init__(self, http: aiohttp.ClientSession, server: BotApiServer) -> None:
        self._http = http
        self._url = f"{server.url}/sandbox/"

    async def post(self, path: str, **wanted: object) -> Json:
        async with self._http.post(self._url + path, json=wanted) as response:
            done: Json = await response.json()
        assert response.status == 200, done
        return done

    async def wait(self, chat: int, part: str) -> Json:
        query = {"contains": part, "within": "60"}
        async with self._http.get(f"{self._url}chats/{chat}/wait", params=query) as response:
            found: Json = await response.json()
        assert response.status == 200, found["transcript"]
        return found

    async def state(self) -> Json:
        async with self._http.get(self._url + "state") as response:
            found: Json = await response.json()
        return found


async def link_of(teacher: Person) -> str:
    """Open the class's groups; return the payload of the button's link."""
    before = teacher.mark()
    await teacher.say("/class")
    await teacher.wait_for_text("Класс 7Б", since=before)
    await teacher.tap("💬 Группа класса")
    link = next(str(one.raw["url"]) for one in teacher.screen.buttons if "url" in one.raw)
    return link.partition("?startgroup=")[2]


async def test_everybody_on_the_page_is_linked_and_the_group_waits_for_the_bot(
    page: BotApiServer, http: aiohttp.ClientSession
) -> None:
    hand = Hand(http, page)

    state = await hand.state()
    for person, welcome in WELCOMES.items():
        await hand.wait(person, welcome)

    assert [one["id"] for one in state["persons"]] == list(WELCOMES)
    assert all(set(one["about"]) == {"ru", "en"} for one in state["persons"])
    (group,) = state["groups"]
    assert (group["title"], group["standing"]) == ("7Б · родители", "unknown")
    assert group["members"] == [TEACHER, MOTHER, OTHER_MOTHER]
    assert page.outbox.errors() == []


async def test_the_class_news_reaches_its_group_without_buttons_and_its_topic_once_bound(
    page: BotApiServer, http: aiohttp.ClientSession
) -> None:
    hand, group = Hand(http, page), f"groups/{GROUP}"
    payload = await link_of(page.persons[TEACHER])
    (topic,) = (await hand.state())["groups"][0]["topics"]

    await hand.post(f"{group}/invite", person=TEACHER, payload=payload)
    await hand.wait(GROUP, "✓ Сюда будут приходить объявления класса 7Б.")
    await hand.post("actions/notice")
    news = await hand.wait(GROUP, "📰 Фотографии класса")
    private = await hand.wait(OTHER_MOTHER, "Фотографии класса")
    command = f"/bind@{page.world.bot['username']}"
    await hand.post(f"{group}/say", person=TEACHER, text=command, topic=topic["id"])
    bound = await hand.wait(GROUP, "✓ В эту тему будут приходить объявления класса 7Б.")

    assert "reply_markup" not in news
    assert "reply_markup" in private
    assert (topic["name"], bound["message_thread_id"]) == (TOPIC, topic["id"])
    assert (await hand.state())["groups"][0]["standing"] == "open"


async def test_a_mark_rings_its_own_family_only(
    page: BotApiServer, http: aiohttp.ClientSession
) -> None:
    hand = Hand(http, page)

    await hand.post("actions/mark")

    for person in (MOTHER, STUDENT):
        await hand.wait(person, "Новая оценка")
    assert "Новая оценка" not in page.persons[OTHER_MOTHER].transcript()
