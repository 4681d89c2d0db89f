"""Groups over the control surface: who is in, who writes where, how the bot comes in."""

import aiohttp
import pytest

from sandbox import BotApiServer, Person
from sandbox.groups import Group
from sandbox.refusals import Json
from tests.sandbox.api import Api

FORUM = -1_000_000_000_501


@pytest.fixture
def forum(server: BotApiServer, anna: Person) -> Group:
    """Give a forum without the bot."""
    return server.group(FORUM, "7Б", [anna], forum=True, with_bot=False)


async def ask(api: Api, server: BotApiServer, path: str, **wanted: object) -> tuple[int, Json]:
    """Ask the control surface about the forum."""
    url = f"{server.url}/sandbox/groups/{path}"
    async with api.http.post(url, json=wanted) as response:
        return response.status, await response.json()


async def heard(api: Api) -> list[Json]:
    """Return the updates since Anna's /start."""
    updates: list[Json] = await api.ok("getUpdates", offset=1002)
    return updates


async def test_the_state_tells_who_is_in_a_group_and_whether_the_bot_is(
    server: BotApiServer, api: Api, anna: Person, forum: Group
) -> None:
    topic = await forum.open_topic(anna, "Объявления")

    async with api.http.get(f"{server.url}/sandbox/state") as response:
        (group,) = (await response.json())["groups"]

    assert group == {
        "id": FORUM, "type": "supergroup", "title": "7Б", "is_forum": True,
        "standing": "unknown", "members": [1001], "commands": [],
        "topics": [{"id": topic, "name": "Объявления"}],
    }  # fmt: skip


async def test_the_bot_hears_nothing_of_a_group_it_is_not_in(
    server: BotApiServer, api: Api, anna: Person, forum: Group
) -> None:
    topic = await forum.open_topic(anna, "Объявления")

    status, said = await ask(api, server, f"{FORUM}/say", person=1001, text="/bind", topic=topic)

    assert (status, said["text"], said["message_thread_id"]) == (200, "/bind", topic)
    assert await heard(api) == []


async def test_a_link_brings_the_bot_in_and_starts_it_there(
    server: BotApiServer, api: Api, forum: Group
) -> None:
    status, said = await ask(api, server, f"{FORUM}/invite", person=1001, payload="class-7")
    joined, came, started = await heard(api)

    assert (status, said["text"]) == (200, "/start@diary_sandbox_bot class-7")
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert came["message"]["new_chat_members"][0]["id"] == 4242
    assert started["message"]["text"] == "/start@diary_sandbox_bot class-7"


async def test_the_link_only_starts_a_bot_that_is_in_already(
    server: BotApiServer, api: Api, forum: Group
) -> None:
    await ask(api, server, f"{FORUM}/invite", person=1001)
    before = len(await heard(api))

    await ask(api, server, f"{FORUM}/invite", person=1001, payload="class-7")

    assert [one["message"]["text"] for one in (await heard(api))[before:]] == [
        "/start@diary_sandbox_bot class-7"
    ]


async def test_only_members_of_a_group_that_is_there_write_and_invite(
    server: BotApiServer, api: Api, forum: Group
) -> None:
    server.person(1002, "Борис")

    for act in ("say", "invite"):
        refused = await ask(api, server, f"{FORUM}/{act}", person=1002, text="x")
        assert refused == (400, {"error": "Борис is not in the group"})
    async with api.http.post(f"{server.url}/sandbox/groups/-1/say", json={}) as response:
        assert response.status == 404
    assert forum.chat.standing == "unknown"


async def test_the_page_is_told_that_a_group_changed(
    server: BotApiServer, http: aiohttp.ClientSession, anna: Person, forum: Group
) -> None:
    async with http.get(f"{server.url}/sandbox/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await forum.add_bot(anna)
        line = await stream.content.readuntil(b"\n\n")

    assert b'"kind":"group"' in line.replace(b" ", b"")
