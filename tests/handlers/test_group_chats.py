"""In the group: bound and unbound there by who may; everybody else reads one polite sentence."""

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.types import User

from domain.clock import FixedClock
from domain.facts import NewsPosted
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.counting import statements
from tests.groups import (
    GROUP,
    TOPIC,
    asked,
    audited,
    bindings,
    chat,
    member,
    second_teacher,
)
from tests.loglines import everything
from tests.notifications.house import House
from tests.person import Person
from tests.school import SEPTEMBER, SmallSchool

MOTHER, ANNA, FATHER, TEACHER, OTHER, STRANGER = 1001, 1002, 1003, 1004, 1007, 9999
HERE = (
    "✓ Сюда будут приходить объявления класса 7Б.\nИмён и оценок здесь не будет. Отвязать: /unbind"
)
ONLY = (
    "Это может сделать только классный руководитель. Если это вы, сначала откройте личный чат со"
    " мной."
)
TAKEN = (
    "Эта группа привязана к другому классу. Отвязать её должен его классный руководитель: /unbind"
)
UNCLEAR = (
    "Какой класс имеется в виду? В личном чате со мной откройте /class, класс и «💬 Группа класса»."
)
WHO = "Мне не видно, кто вы. Напишите это, пожалуйста, от своего имени, а не от имени группы."
OF_THE_SCHOOL = ("Анна", "Иванов", "Борис", "Петров", "Пётр", "Мария", "Сидоров", "7Б", "3А")


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return member(bot, TEACHER)


@pytest.mark.parametrize("text", [
    "/start@diary_bot class-1", "/start class-1", "/bind", "/bind@diary_bot", "/bind class-1",
])  # fmt: skip
async def test_the_class_teacher_binds_the_group(teacher: Person, db: Database, text: str) -> None:
    sent = await asked(teacher, text)

    assert (sent.chat_id, sent.text, sent.message_thread_id) == (GROUP, HERE, None)
    assert await bindings(db) == [(GROUP, 1, None, "7Б родители", 4)]
    assert await audited(db) == [(4, "group.bind", "ok", {"class": 1, "group": 5})]


async def test_a_topic_is_bound_and_answered_in_the_topic(teacher: Person, db: Database) -> None:
    await asked(teacher, "/start@diary_bot class-1")

    sent = await asked(teacher, "/bind", **TOPIC)

    assert sent.text == HERE.replace("Сюда", "В эту тему")
    assert sent.message_thread_id == 77
    assert await bindings(db) == [(GROUP, 1, 77, "7Б родители", 4)]
    assert (await audited(db))[-1] == (
        4, "group.bind", "ok", {"class": 1, "group": 5, "topic": 77},
    )  # fmt: skip


async def test_a_thread_of_answers_is_no_topic(teacher: Person, db: Database) -> None:
    await asked(teacher, "/bind", message_thread_id=12)

    assert (await bindings(db))[0][2] is None


@pytest.mark.parametrize("text", ["/start@diary_bot class-1", "/bind", "/bind class-1"])
@pytest.mark.parametrize("telegram_id", [MOTHER, ANNA, FATHER, OTHER, STRANGER])
async def test_who_is_not_its_class_teacher_binds_nothing(
    bot: Dispatcher, db: Database, school: SmallSchool, telegram_id: int, text: str
) -> None:
    if telegram_id == OTHER:
        await second_teacher(db)
        text = "/bind class-1"

    with everything() as log:
        sent = await asked(member(bot, telegram_id), text)

    assert sent.text == ONLY
    assert await bindings(db) == []
    assert await audited(db) == []
    async with db.read() as session:
        assert await session.scalar(sa.select(t.chat.c.id).where(t.chat.c.telegram_id < 0)) is None
    ours = [line["message"] for line in log.entries() if line["logger"].startswith("handlers")]
    assert len(ours) == 1
    assert ours[0].endswith("refused: NotAllowed")
    assert [word for word in OF_THE_SCHOOL if word in log.said()] == []


async def test_a_right_that_has_ended_binds_nothing(
    teacher: Person, db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        await session.execute(sa.update(t.class_member).values(ends_on=SEPTEMBER.date()))

    assert (await asked(teacher, "/bind class-1")).text == ONLY
    assert (await asked(teacher, "/bind")).text == ONLY


async def test_a_class_that_nobody_has_is_not_bound(teacher: Person) -> None:
    assert (await asked(teacher, "/start class-999999")).text == ONLY


async def test_who_leads_two_classes_is_asked_which(
    teacher: Person, db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        seat = {"school_class_id": 2, "person_id": 4, "role": "teacher", "sourced_id": "two"}
        await session.execute(sa.insert(t.class_member).values(seat))

    unclear = await asked(teacher, "/bind")
    wished = await asked(teacher, "/start class-2")
    moved = await asked(teacher, "/bind", **TOPIC)

    assert unclear.text == UNCLEAR
    assert wished.text == HERE.replace("7Б", "3А")
    assert moved.text == HERE.replace("7Б", "3А").replace("Сюда", "В эту тему")
    assert await bindings(db) == [(GROUP, 2, 77, "7Б родители", 4)]
    assert (await asked(teacher, "/bind 7Б")).text == UNCLEAR


async def test_a_group_is_not_taken_from_another_class(
    bot: Dispatcher, teacher: Person, db: Database, school: SmallSchool
) -> None:
    await second_teacher(db)
    await asked(teacher, "/bind")

    for text in ("/bind", "/start class-2"):
        assert (await asked(member(bot, OTHER), text)).text == TAKEN

    assert (await bindings(db))[0][1] == 1


async def test_a_group_whose_teacher_has_gone_may_be_taken(
    bot: Dispatcher, teacher: Person, db: Database, school: SmallSchool
) -> None:
    await second_teacher(db)
    await asked(teacher, "/bind")
    async with db.begin() as session:
        gone = sa.update(t.person).where(t.person.c.id == school.teacher)
        await session.execute(gone.values(active=False))

    sent = await asked(member(bot, OTHER), "/bind")

    assert sent.text == HERE.replace("7Б", "3А")
    assert await bindings(db) == [(GROUP, 2, None, "7Б родители", 7)]
    assert (await audited(db))[1:] == [
        (7, "group.unbind", "ok", {"class": 1, "group": 8}),
        (7, "group.bind", "ok", {"class": 2, "group": 8}),
    ]


async def test_who_leads_both_classes_may_change_its_mind(
    teacher: Person, db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        seat = {"school_class_id": 2, "person_id": 4, "role": "teacher", "sourced_id": "two"}
        await session.execute(sa.insert(t.class_member).values(seat))
    await asked(teacher, "/bind class-1")

    await asked(teacher, "/bind class-2")

    assert (await bindings(db))[0][1] == 2


async def test_a_group_of_the_administrators_own_voice_is_asked_who_that_is(
    bot: Dispatcher, school: SmallSchool, db: Database
) -> None:
    nobody = Person(bot, 1_087_968_824, chat=chat())
    nobody._user = User(id=1_087_968_824, is_bot=True, first_name="Group")

    for text in ("/bind", "/unbind", "/start class-1"):
        assert (await asked(nobody, text, sender_chat=chat(), **TOPIC)).text == WHO
    quiet = await nobody.say("/menu", sender_chat=chat())

    assert quiet == []
    assert await bindings(db) == []


async def test_whom_the_bot_does_not_know_stays_unknown(
    bot: Dispatcher, school: SmallSchool, db: Database
) -> None:
    async with db.begin() as session:
        await session.execute(sa.update(t.chat).values(unreachable_at=NOW))

    await asked(member(bot, STRANGER), "/bind")
    await asked(member(bot, MOTHER), "/bind")

    async with db.read() as session:
        rows = (await session.execute(sa.select(t.chat.c.unreachable_at))).scalars().all()
    assert rows == [NOW] * 4


async def test_the_answer_is_in_the_writers_language(bot: Dispatcher, school: SmallSchool) -> None:
    sent = await asked(member(bot, STRANGER, language="en"), "/unbind")

    assert sent.text == "This group is not bound to any class."


async def test_a_command_costs_few_statements_and_other_words_none(
    bot: Dispatcher, teacher: Person, db: Database
) -> None:
    with statements(db) as binding:
        await asked(teacher, "/bind")
    with statements(db) as silent:
        await teacher.say("Завтра в 9:00?")
        await teacher.say("/today")
        await teacher.tap("menu")

    assert len(binding) <= 9
    assert silent == []


async def test_the_class_teacher_unbinds_the_group(teacher: Person, db: Database) -> None:
    await asked(teacher, "/bind")

    done = await asked(teacher, "/unbind@diary_bot", **TOPIC)
    again = await asked(teacher, "/unbind")

    assert done.text == "✓ Группа отвязана: объявления сюда больше не придут."
    assert done.message_thread_id == 77
    assert again.text == "Эта группа не привязана ни к какому классу."
    assert await bindings(db) == []
    assert (await audited(db))[1:] == [(4, "group.unbind", "ok", {"class": 1, "group": 5})]


async def test_who_may_not_does_not_unbind_it(
    bot: Dispatcher, teacher: Person, db: Database
) -> None:
    await second_teacher(db)
    await asked(teacher, "/bind")

    for telegram_id in (MOTHER, ANNA, OTHER, STRANGER):
        assert (await asked(member(bot, telegram_id), "/unbind")).text == ONLY

    assert len(await bindings(db)) == 1


async def test_what_waits_for_an_unbound_group_does_not_come(
    teacher: Person, db: Database, clock: FixedClock
) -> None:
    await asked(teacher, "/bind")
    house = House(db, clock, teacher.bot)
    news = NewsPosted(announcement=2, posted_at=SEPTEMBER, school_class=1, title="x", body="x")
    await house.happens(news)
    await house.plan()

    await asked(teacher, "/unbind")
    await house.send()

    assert (5, "news.posted", "skipped", "revoked") in await house.deliveries()
