"""A class's Telegram group, over real HTTP: bound, told the class's news only, followed, lost."""

import asyncio
from datetime import date

import pytest
import sqlalchemy as sa

from bot.serve import Service
from domain.facts import Fact, MarkAdded, NewsPosted
from sandbox.groups import Group
from sandbox.outbox import Call
from sandbox.people import Person
from sandbox.server import BotApiServer
from storage import facts
from storage import tables as t
from storage.database import Database
from tests.groups import audited, bindings
from tests.school import SEPTEMBER

TEACHER, FATHER = 1004, 1003
FORUM = -1_000_000_000_700
NEWS = "Экскурсия\nВ пятницу в 9:00"
CONFIRM = "☝️ Родители, подтвердите, пожалуйста, в личном чате с ботом."
PERSONAL = MarkAdded(
    student=3, name="Борис П.", course=1, subject="Алгебра", value="5", day=date(2026, 9, 16)
)
OF_SCHOOL = NewsPosted(announcement=1, posted_at=SEPTEMBER, school=1, title="Школе", body="x")
OF_COURSE = NewsPosted(announcement=2, posted_at=SEPTEMBER, course=1, title="Курсу", body="x")
NAMES = ("Анна", "Иванов", "Борис", "Петров", "Мария", "Сидоров", "Ольга", "Илья", "оценка")
COMMANDS = (
    "/start", "/menu", "/today", "/tomorrow", "/week", "/homework", "/marks", "/final", "/news",
    "/settings", "/help", "/journal", "/class", "/cancel", "/start K7QM2ZXW9T", "K7QM-2ZXW-9T",
    "Анна",
)  # fmt: skip


@pytest.fixture
async def teacher(service: Service, server: BotApiServer) -> Person:
    for number, name in ((1001, "Ольга"), (1002, "Анна")):
        await server.person(number, name).start()
    person = server.person(TEACHER, "Мария")
    await person.start()
    await person.wait_for_text("Мария")
    return person


@pytest.fixture
async def father(service: Service, server: BotApiServer) -> Person:
    person = server.person(FATHER, "Илья")
    await person.start()
    await person.wait_for_text("Борис")
    return person


@pytest.fixture
async def group(server: BotApiServer, teacher: Person, father: Person) -> Group:
    """Give a group without the bot."""
    return server.group(-500, "7Б родители", [teacher, father], with_bot=False)


async def screen(teacher: Person) -> str:
    """Open the screen of the class's groups; return its text."""
    before = teacher.mark()
    await teacher.say("/class")
    await teacher.wait_for_text("Класс 7Б", since=before)
    await teacher.tap("💬 Группа класса")
    return teacher.screen.text


async def invite(teacher: Person, group: Group) -> None:
    """Follow the button's link, choose the group."""
    await screen(teacher)
    link = next(str(one.raw["url"]) for one in teacher.screen.buttons if "url" in one.raw)
    await group.invite_bot(teacher, link.partition("?startgroup=")[2])
    await said(group, "✓ Сюда будут приходить объявления класса 7Б.")


async def said(group: Group, part: str) -> None:
    """Wait until the bot has said this in the group."""

    def look() -> bool | None:
        return any(one.from_bot and part in one.text for one in group.messages) or None

    assert await group._world.feed.until(look, 5), group.chat.transcript()


async def answered(server: BotApiServer, group: Group, by: Person, text: str) -> str:
    """Write into the group; return the bot's next words there."""
    mark = server.outbox.mark()
    await group.say(by, text)
    call = await server.outbox.wait_for(lambda one: one.chat_id == group.id, since=mark)
    return str(call.params["text"])


async def post(teacher: Person) -> None:
    """Write news to the class that is to be confirmed."""
    before = teacher.mark()
    await teacher.say("/menu")
    await teacher.wait_for_text("Мария", since=before)
    await teacher.tap("📢 Объявления")
    await teacher.tap("✍️ Написать")
    await teacher.tap("7Б класс")
    before = teacher.mark()
    await teacher.say(NEWS)
    await teacher.wait_for_text("Экскурсия", since=before)
    await teacher.tap("Дальше →")
    await teacher.tap("◻️ С подтверждением")
    await teacher.tap("📢 Отправить сейчас")


async def quiet(db: Database) -> None:
    """Wait until nothing is on its way."""
    queries = (
        sa.select(sa.func.count()).where(t.delivery.c.finished_at.is_(None)),
        sa.select(sa.func.count()).where(t.fact.c.planned_at.is_(None)),
    )
    for _attempt in range(600):
        async with db.read() as session:
            left = [(await session.execute(query)).scalar_one() for query in queries]
        if not any(left):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("messages are still on their way")


async def happen(service: Service, *made: Fact) -> None:
    now = SEPTEMBER
    async with service.database.begin() as session:
        await facts.add(session, made, happened_at=now, ready_at=now)
    await quiet(service.database)


def told(server: BotApiServer, group: Group, mark: int) -> list[Call]:
    """Return what the bot did in the group since the mark."""
    return [call for call in server.outbox.since(mark) if call.chat_id == group.id]


async def test_a_bound_group_gets_the_classs_news_and_nothing_else(
    service: Service, server: BotApiServer, teacher: Person, father: Person, group: Group
) -> None:
    await invite(teacher, group)
    assert "• 7Б родители, с ср, 16 сент." in await screen(teacher)
    mark = server.outbox.mark()

    await post(teacher)
    await father.wait_for_text(NEWS)
    await happen(service, OF_SCHOOL, OF_COURSE, PERSONAL)

    await father.wait_for_text("Новая оценка")
    (call,) = told(server, group, mark)
    assert call.params["text"] == f"📰 {NEWS}\n{CONFIRM}"
    assert "reply_markup" not in call.params
    everything = group.chat.transcript().split("bot: ", 1)[1]
    assert [name for name in NAMES if name in everything] == []
    assert "✓ Ознакомлен" in "".join(one.text for m in father.messages for one in m.buttons)
    assert [call.description for call in server.outbox.errors()] == []


async def test_a_topic_is_bound_by_a_word_in_it(
    service: Service, server: BotApiServer, teacher: Person
) -> None:
    forum = server.group(FORUM, "7Б форум", [teacher], forum=True)
    topic = await forum.open_topic(teacher, "Объявления")
    mark = server.outbox.mark()

    await forum.say(teacher, "/bind@diary_sandbox_bot", topic=topic)
    await said(forum, "✓ В эту тему будут приходить объявления класса 7Б.")
    await post(teacher)
    await said(forum, NEWS)

    assert [call.params["message_thread_id"] for call in told(server, forum, mark)] == [topic] * 2
    assert "• 7Б форум, в теме, с ср, 16 сент." in await screen(teacher)


async def test_a_group_is_followed_where_it_moves(
    service: Service, server: BotApiServer, teacher: Person, group: Group
) -> None:
    await invite(teacher, group)

    moved = await group.migrate()
    async with asyncio.timeout(60):
        while (await bindings(service.database))[0][0] != moved.id:  # noqa: ASYNC110  (the bot writes)
            await asyncio.sleep(0.05)
    await post(teacher)
    await said(moved, NEWS)

    assert len(await bindings(service.database)) == 1
    assert [one.text for one in group.messages if one.from_bot and NEWS in one.text] == []
    assert [call.description for call in server.outbox.errors()] == []


async def test_a_group_that_puts_the_bot_out_is_bound_no_more(
    service: Service, server: BotApiServer, teacher: Person, father: Person, group: Group
) -> None:
    await invite(teacher, group)

    await group.kick_bot(father)
    async with asyncio.timeout(60):
        while await bindings(service.database):  # noqa: ASYNC110  (the bot writes)
            await asyncio.sleep(0.05)
    mark = server.outbox.mark()
    await post(teacher)
    await father.wait_for_text(NEWS)
    await quiet(service.database)

    assert told(server, group, mark) == []
    assert "Пока ни одна группа не привязана." in await screen(teacher)
    assert (await audited(service.database))[1][1:3] == ("group.unbind", "lost")


async def test_a_parent_binds_and_unbinds_nothing(
    service: Service, server: BotApiServer, teacher: Person, father: Person, group: Group
) -> None:
    await group.invite_bot(father, "class-1")
    await said(group, "Это может сделать только классный руководитель.")
    refused = await answered(server, group, father, "/bind")
    as_group = server.outbox.mark()
    await group.say_as_group("/bind")
    asked = await server.outbox.wait_for(lambda c: c.chat_id == group.id, since=as_group)

    assert refused.startswith("Это может сделать только классный руководитель.")
    assert asked.params["text"].startswith("Мне не видно, кто вы.")
    assert await bindings(service.database) == []
    await answered(server, group, teacher, "/bind")
    await answered(server, group, father, "/unbind")
    assert len(await bindings(service.database)) == 1
    await answered(server, group, teacher, "/unbind")
    assert "Пока ни одна группа не привязана." in await screen(teacher)


async def test_commands_in_the_group_are_met_with_silence(
    service: Service, server: BotApiServer, teacher: Person, father: Person, group: Group
) -> None:
    await invite(teacher, group)
    mark = server.outbox.mark()

    for person in (teacher, father):
        for text in COMMANDS:
            await group.say(person, text)
            await group.say(person, f"{text}@diary_sandbox_bot")
    await group.say(teacher, "/unbind")  # one after another: when this is answered, all were heard
    await said(group, "✓ Группа отвязана")

    assert [call.method for call in server.outbox.since(mark)] == ["sendMessage"]


async def test_groups_are_offered_their_own_commands(
    service: Service, server: BotApiServer, group: Group
) -> None:
    await server.outbox.wait_for(lambda _call: len(server.outbox.of("setMyCommands")) == 6)

    listed = server.world.profile.seen_by(group.id, "ru")

    assert [(one["command"], one["description"]) for one in listed] == [
        ("bind", "Привязать группу к классу"), ("unbind", "Отвязать группу"),
    ]  # fmt: skip
