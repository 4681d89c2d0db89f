"""A group is silent but for its own commands, and is followed where Telegram says it goes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher, Router
from aiogram.filters import Command
from aiogram.types import Message, Update, User

from domain.clock import FixedClock
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.groups import (
    GROUP,
    TOPIC,
    asked,
    audited,
    bindings,
    chat,
    member,
    put_out,
    second_teacher,
)
from tests.person import Person
from tests.school import SmallSchool

MOTHER, ANNA, FATHER, TEACHER, OTHER, STRANGER = 1001, 1002, 1003, 1004, 1007, 9999
SECRETS = (
    "Анна", "Иванов", "Борис", "Петров", "Пётр", "Мария", "Сидоров", "7Б", "3А", "Алгебра",
    "Молодец", "Простуда", "Экскурсия", "Собрание",
)  # fmt: skip


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return member(bot, TEACHER)


def _commands(router: Router) -> Iterator[str]:
    """Return every command that some handler takes."""
    for handler in router.message.handlers:
        for one in handler.filters or ():
            if isinstance(one.callback, Command):
                yield from (str(name) for name in one.callback.commands)
    for inner in router.sub_routers:
        yield from _commands(inner)


async def test_every_command_in_a_group_is_met_with_silence(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    commands = sorted(set(_commands(bot)) - {"bind", "unbind"})
    assert {"start", "menu", "today", "marks", "journal", "class", "settings", "cancel"} <= set(
        commands
    )

    for telegram_id in (MOTHER, ANNA, TEACHER, STRANGER):
        for kind in ("group", "supergroup", "channel"):
            person = Person(bot, telegram_id, chat=chat(kind=kind))
            for name in commands:
                for text in (f"/{name}", f"/{name}@diary_bot", f"/{name} K7QM-2ZXW-9T"):
                    assert await person.say(text, **TOPIC) == [], (telegram_id, kind, text)


async def test_words_files_and_buttons_in_a_group_are_met_with_silence(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    for telegram_id in (MOTHER, TEACHER, STRANGER):
        person = member(bot, telegram_id)
        for text in ("K7QM-2ZXW-9T", "Анна", "5", "@diary_bot", "/", "/bind@other_bot", "/unbindx"):
            assert await person.say(text) == []
        assert await person.send_photo(caption="/bind") == []
        assert await person.send_document() == []
        for data in ("menu", "day:1:20260916:0", "class:1:0", "cg:1", "cgu:1:5", "link:1:x", "x"):
            assert await person.tap(data) == []


async def test_another_bot_is_not_answered(bot: Dispatcher, school: SmallSchool) -> None:
    other = member(bot, TEACHER)
    other._user = User(id=TEACHER, is_bot=True, first_name="Бот")

    assert await other.say("/bind") == []


async def test_what_is_composed_in_private_goes_on(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    row = {"key": str(TEACHER), "state": "Excusing:days", "data": {}, "updated_at": NOW}
    async with db.begin() as session:
        await session.execute(sa.insert(t.conversation).values(row))

    await asked(member(bot, TEACHER), "/bind")

    async with db.read() as session:
        assert await session.scalar(sa.select(t.conversation.c.state)) == "Excusing:days"


async def test_nothing_said_in_a_group_names_anybody(
    bot: Dispatcher, teacher: Person, db: Database
) -> None:
    await second_teacher(db)
    said = []
    for telegram_id in (MOTHER, ANNA, FATHER, OTHER, STRANGER):
        for text in ("/bind", "/bind class-1", "/start class-2", "/unbind", "/bind x"):
            said += [str(sent) for sent in await member(bot, telegram_id, -7).say(text)]
        await member(bot, OTHER, -7).say("/unbind")

    refusals = [text for text in said if "✓" not in text]
    assert len(refusals) > 20
    assert [word for word in SECRETS for text in refusals if word in text] == []


def test_all_other_routes_stand_behind_the_door_of_private_chats(bot: Dispatcher) -> None:
    assert [router.name for router in bot.sub_routers] == [
        "handlers.group_chats", "handlers.private",
    ]  # fmt: skip


async def test_a_group_that_became_a_supergroup_is_followed(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    old, new = Person(bot, TEACHER, chat=chat(-500, kind="group")), member(bot, TEACHER)
    await asked(old, "/bind")

    first = await old.say("", migrate_to_chat_id=GROUP)
    second = await new.say("", migrate_from_chat_id=-500)

    assert (first, second) == ([], [])
    assert await bindings(db) == [(GROUP, 1, None, "7Б родители", 4)]


async def test_only_the_new_chats_word_is_enough(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await asked(Person(bot, TEACHER, chat=chat(-500, kind="group")), "/bind")

    await member(bot, STRANGER).say("", migrate_from_chat_id=-500)

    assert (await bindings(db))[0][0] == GROUP


@pytest.mark.parametrize("kicked", [True, False])
async def test_a_group_that_puts_the_bot_out_is_unbound(
    bot: Dispatcher, teacher: Person, db: Database, kicked: bool
) -> None:
    await asked(teacher, "/bind")

    await put_out(bot, GROUP, kicked=kicked)

    assert await bindings(db) == []
    assert (await audited(db))[1:] == [
        (5, "group.unbind", "lost", {"class": 1, "reason": "removed"})
    ]
    async with db.read() as session:
        lost = sa.select(t.chat.c.unreachable_at).where(t.chat.c.id == 5)
        assert await session.scalar(lost) == NOW
    await asked(teacher, "/bind")
    assert len(await bindings(db)) == 1


async def test_a_group_that_we_never_met_leaves_no_trace(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await put_out(bot, -77)
    await member(bot, STRANGER, -77).say("", migrate_to_chat_id=-78)

    async with db.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(t.chat)) == 4
    assert await audited(db) == []


async def test_news_of_a_removal_that_comes_twice_ends_no_later_binding(
    bot: Dispatcher, teacher: Person, db: Database, clock: FixedClock
) -> None:
    await asked(teacher, "/bind")
    await put_out(bot, GROUP, update_id=800_001)
    clock.advance(timedelta(minutes=1))
    await asked(teacher, "/bind")

    await put_out(bot, GROUP, update_id=800_001)

    assert len(await bindings(db)) == 1


async def test_a_command_that_comes_twice_has_one_effect(teacher: Person, db: Database) -> None:
    message = Message(message_id=1, date=NOW, chat=chat(), from_user=teacher._user, text="/bind")
    update = Update(update_id=800_002, message=message)

    (first,) = await teacher._feed(update)
    (second,) = await teacher._feed(update)

    assert "✓" in first.text  # type: ignore[attr-defined]
    assert second.text == "Это уже сделано."  # type: ignore[attr-defined]
    assert len(await audited(db)) == 1


def test_the_updates_are_asked_for(bot: Dispatcher) -> None:
    assert {"message", "my_chat_member"} <= set(bot.resolve_used_update_types())
