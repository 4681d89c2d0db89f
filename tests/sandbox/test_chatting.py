"""Groups, members, pins, topics, reactions; how a group ends."""

import aiohttp

from domain.clock import FixedClock
from sandbox import BotApiServer, Person
from tests.sandbox.api import Api


async def test_a_group_message_comes_from_its_member(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    group = server.group(-500, "7Б", [anna])

    await group.say(anna, "/menu")

    message = (await api.ok("getUpdates", offset=-1))[0]["message"]
    assert message["chat"] == {"id": -500, "type": "group", "title": "7Б"}
    assert message["from"]["first_name"] == "Анна"


async def test_a_group_that_the_bot_has_lost_refuses_it_by_reason(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    kicked, left = server.group(-500, "7Б", [anna]), server.group(-1_000_000_000_501, "7В", [anna])
    gone = server.group(-502, "7Г", [anna])
    await kicked.kick_bot(anna)
    await api.ok("leaveChat", chat_id=left.id)
    await gone.delete()

    answers = [
        await api.no("sendMessage", chat_id=group.id, text="x") for group in (kicked, left, gone)
    ]

    assert answers == [
        "403 Forbidden: bot was kicked from the group chat",
        "403 Forbidden: bot is not a member of the supergroup chat",
        "403 Forbidden: the group chat was deleted",
    ]


async def test_a_moved_group_tells_its_new_id(server: BotApiServer, api: Api, anna: Person) -> None:
    group = server.group(-500, "7Б", [anna])
    moved = await group.migrate()

    _, refused = await api.raw("sendMessage", {"chat_id": -500, "text": "x"})
    sent = await api.ok("sendMessage", chat_id=moved.id, text="x")
    updates = await api.ok("getUpdates", offset=-2)

    assert refused == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1_000_000_000_500},
    }
    assert sent["chat"]["type"] == "supergroup"
    assert updates[0]["message"]["migrate_to_chat_id"] == moved.id
    assert updates[1]["message"]["migrate_from_chat_id"] == -500


async def test_blocking_and_unblocking_reach_the_bot(api: Api, anna: Person) -> None:
    await anna.block()
    await anna.unblock()

    changes = [update["my_chat_member"] for update in await api.ok("getUpdates", offset=-2)]

    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]
    assert changes[0]["new_chat_member"]["until_date"] == 0
    assert changes[0]["new_chat_member"]["user"]["id"] == 4242


async def test_a_chat_and_its_members_can_be_looked_up(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    server.group(-500, "7Б", [anna])

    private = await api.ok("getChat", chat_id=1001)
    member = await api.ok("getChatMember", chat_id=-500, user_id=1001)
    stranger = await api.no("getChatMember", chat_id=-500, user_id=77)
    count = await api.ok("getChatMemberCount", chat_id=-500)

    assert (private["type"], private["first_name"]) == ("private", "Анна")
    assert (member["status"], member["user"]["id"]) == ("member", 1001)
    assert stranger == "400 Bad Request: user not found"
    assert count == 2


async def test_a_pin_shows_in_the_chat_until_it_is_taken_off(api: Api, anna: Person) -> None:
    await api.ok("pinChatMessage", chat_id=1001, message_id=1)
    pinned = (await api.ok("getChat", chat_id=1001))["pinned_message"]["message_id"]
    missing = await api.no("pinChatMessage", chat_id=1001, message_id=99)
    await api.ok("unpinChatMessage", chat_id=1001)
    twice = await api.no("unpinChatMessage", chat_id=1001)

    assert pinned == 1
    assert missing == "400 Bad Request: message to pin not found"
    assert twice == "400 Bad Request: message to unpin not found"
    assert "pinned_message" not in await api.ok("getChat", chat_id=1001)


async def test_a_reaction_is_shown_and_taken_back(api: Api, anna: Person) -> None:
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await api.ok("setMessageReaction", chat_id=1001, message_id=1, reaction=thumb)
    shown = anna.messages[0].reactions
    await api.ok("setMessageReaction", chat_id=1001, message_id=1)

    assert (shown, anna.messages[0].reactions) == (thumb, [])


async def test_a_private_chat_has_topics_when_the_bot_has(
    clock: FixedClock, http: aiohttp.ClientSession, api: Api, anna: Person
) -> None:
    refused = await api.no("createForumTopic", chat_id=1001, name="Аня")
    async with BotApiServer(clock=clock, topics=True) as server:
        await server.person(1001, "Анна").start()
        with_topics = Api(server, http)
        topic = await with_topics.ok("createForumTopic", chat_id=1001, name="Аня")
        sent = await with_topics.ok(
            "sendMessage",
            chat_id=1001,
            text="x",
            message_thread_id=topic["message_thread_id"],
        )

    assert refused == "400 Bad Request: the chat is not a forum"
    assert topic["name"] == "Аня"
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (2, True)


async def test_a_member_opens_a_topic_and_writes_there(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    forum = server.group(-1_000_000_000_501, "7В", [anna], forum=True)
    topic = await forum.open_topic(anna, "Объявления")

    await forum.say(anna, "/menu", topic=topic)
    await forum.say(anna, "/menu")
    sent = await api.ok("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)

    opened, inside, outside = [u["message"] for u in await api.ok("getUpdates", offset=-3)]
    assert opened["forum_topic_created"]["name"] == "Объявления"
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (topic, True)
    assert "message_thread_id" not in outside
    assert sent["message_thread_id"] == topic


async def test_an_invited_bot_hears_its_payload_in_the_group(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    group = server.group(-500, "7Б", [anna], with_bot=False)
    refused = await api.no("sendMessage", chat_id=-500, text="x")

    await group.invite_bot(anna, "class-7")

    membership, joined, start = await api.ok("getUpdates", offset=-3)
    assert refused == "400 Bad Request: chat not found"
    assert membership["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert joined["message"]["new_chat_members"][0]["id"] == 4242
    assert start["message"]["text"] == "/start@diary_sandbox_bot class-7"
    assert (await api.ok("sendMessage", chat_id=-500, text="x"))["chat"]["id"] == -500


async def test_who_writes_as_the_group_remains_anonymous(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    group = server.group(-500, "7Б", [anna])

    said = await group.say_as_group("/menu")

    message = (await api.ok("getUpdates", offset=-1))[0]["message"]
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"] == {"id": -500, "type": "group", "title": "7Б"}
    assert not said.from_bot
