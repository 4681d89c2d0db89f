"""🧾 Who did what: the audit log at an administrator's phone."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery, SendDocument
from aiogram.types import BufferedInputFile

from domain.audit import LINES, Topic
from domain.clock import FixedClock
from domain.rights import What
from keyboards.announcing import BeginNews, KeepNews, PostNow
from keyboards.audit import OpenActors, OpenAudit, OpenPeriods, OpenTopics, SendAudit
from keyboards.classes import MakeCode
from keyboards.marking import ChangeGiven, GiveOne, RemoveGiven
from keyboards.open import OpenClassSeen, OpenCourseFinals, OpenLesson
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.handlers.test_classes import link_staff
from tests.journal import change, rows
from tests.person import Person, buttons
from tests.school import SmallSchool

ADMIN, TEACHER, DEPUTY = 1010, 1004, 1006
ALGEBRA, PHYSICS = 7, 8
NOT_YOURS = "Это только для администраторов школы. Откройте меню: /menu"


@pytest.fixture
async def admin(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    """Give an administrator whom a code linked, in a school with a deputy head who is linked."""
    await link_staff(db, ADMIN, "school_admin", None, "Вера")
    await link_staff(db, DEPUTY, "staff", school.deputy)
    return Person(bot, ADMIN)


def texts(markup: Any) -> list[list[str]]:
    return [[text for text, _data in row] for row in buttons(markup)]


async def test_an_empty_log_says_what_to_do(admin: Person) -> None:
    edit, _ = await admin.press(OpenAudit())

    assert edit.text == (
        "<b>🧾 Журнал действий</b>\n\nЗдесь ничего нет. Выберите больше дней или всех."
    )
    assert texts(edit.reply_markup) == [["🗂 Всё"], ["📅 7 дней", "👤 все"], ["☰ Меню"]]


async def test_who_changed_what_is_told_without_the_mark(
    admin: Person, bot: Dispatcher, clock: FixedClock
) -> None:
    teacher = Person(bot, TEACHER)
    await teacher.press(GiveOne(lesson_id=ALGEBRA, student_id=3, place=4, had=0))
    clock.advance(timedelta(minutes=1))
    await teacher.press(ChangeGiven(lesson_id=ALGEBRA, mark_id=6, place=1))
    clock.advance(timedelta(minutes=1))
    await teacher.press(RemoveGiven(lesson_id=ALGEBRA, mark_id=2))
    clock.advance(timedelta(minutes=1))
    await teacher.tap(MakeCode(student_id=1, role="guardian"))

    edit, _ = await admin.press(OpenAudit())

    who = "<b>Мария Сидорова</b>"
    assert edit.text.split("\n\n") == [
        "<b>🧾 Журнал действий</b>",
        f"ср, 16 сент., 12:03 · {who}\nкод для родителя: Анна Иванова",
        f"ср, 16 сент., 12:02 · {who}\nснята оценка: Анна Иванова, Алгебра, 7Б",
        f"ср, 16 сент., 12:01 · {who}\nизменена оценка: Борис Петров, Алгебра, 7Б",
        f"ср, 16 сент., 12:00 · {who}\nпоставлена оценка: Борис Петров, Алгебра, 7Б",
    ]


async def test_what_was_saved_in_one_go_is_one_entry(
    admin: Person, bot: Dispatcher, db: Database
) -> None:
    teacher = Person(bot, TEACHER)
    await teacher.press(OpenLesson(lesson_id=ALGEBRA))
    saved = await teacher.ask("Иванова 4 3, Петров 5, Петров н")
    await teacher.press(buttons(saved.reply_markup)[0][0][1])

    edit, _ = await admin.press(OpenAudit(topic=Topic.JOURNAL))

    assert edit.text.split("\n\n", 1)[1] == (
        "ср, 16 сент., 12:00 · <b>Мария Сидорова</b>\nотмечена посещаемость: Борис Петров, "
        "Алгебра, 7Б\n\n"
        "ср, 16 сент., 12:00 · <b>Мария Сидорова</b>\nпоставлена оценка (3): Алгебра, 7Б"
    )
    assert len(await rows(db, t.journal_change)) == 4


async def test_who_reads_the_journal_of_others_is_noted_once_a_day(
    admin: Person, bot: Dispatcher, db: Database, school: SmallSchool, clock: FixedClock
) -> None:
    await change(db, t.person_role, 1, school_id=school.school)
    deputy, teacher = Person(bot, DEPUTY), Person(bot, TEACHER)
    for _time in range(2):
        await deputy.press(OpenLesson(lesson_id=ALGEBRA))
    await deputy.press(OpenCourseFinals(course_id=1))
    await deputy.press(OpenClassSeen(class_id=1))
    await teacher.press(OpenLesson(lesson_id=ALGEBRA))
    await teacher.press(OpenLesson(lesson_id=PHYSICS))

    edit, _ = await admin.press(OpenAudit(topic=Topic.READING))

    said = edit.text.split("\n\n", 1)[1]
    assert sorted(said.split("\n\n")) == [
        "ср, 16 сент., 12:00 · <b>Виктор Кузнецов</b>\n👁 просмотр подписей родителей: 7Б",
        "ср, 16 сент., 12:00 · <b>Виктор Кузнецов</b>\n👁 просмотр чужих итоговых: Алгебра, 7Б",
        "ср, 16 сент., 12:00 · <b>Виктор Кузнецов</b>\n👁 просмотр чужого журнала: Алгебра, 7Б",
        "ср, 16 сент., 12:00 · <b>Мария Сидорова</b>\n👁 просмотр чужого журнала: Физика, 7Б",
    ]
    clock.advance(timedelta(days=1))
    await deputy.press(OpenLesson(lesson_id=ALGEBRA))
    read = [one for one in await rows(db, t.audit_entry) if one["action"] == "journal.read"]
    assert [(one["detail"], one["school_id"]) for one in read] == [
        ({"course": 1}, 1), ({"course": 2}, 1), ({"course": 1}, 1),
    ]  # fmt: skip


async def test_entries_are_chosen_by_topic_days_and_person(
    admin: Person, bot: Dispatcher, db: Database, clock: FixedClock
) -> None:
    await Person(bot, TEACHER).tap(MakeCode(student_id=1, role="guardian"))
    clock.advance(timedelta(days=3))
    await Person(bot, TEACHER).press(GiveOne(lesson_id=ALGEBRA, student_id=3, place=1, had=0))
    clock.advance(timedelta(minutes=1))
    await admin.tap(MakeCode(student_id=3, role="student"))

    def said(edit: Any) -> list[str]:
        return [part.split("\n")[1].split(":")[0] for part in edit.text.split("\n\n")[1:]]

    every, _ = await admin.press(OpenAudit())
    assert said(every) == ["код для ученика", "поставлена оценка", "код для родителя"]
    codes, _ = await admin.press(OpenAudit(topic=Topic.ACCESS))
    assert said(codes) == ["код для ученика", "код для родителя"]
    today, _ = await admin.press(OpenAudit(days=1))
    assert said(today) == ["код для ученика", "поставлена оценка"]
    whose, _ = await admin.press(OpenActors())
    assert texts(whose.reply_markup) == [
        ["✓ все"], ["Вера (администратор)"], ["Мария Сидорова"], ["‹ Журнал действий", "☰ Меню"],
    ]  # fmt: skip
    of_teacher, _ = await admin.press(buttons(whose.reply_markup)[2][0][1])
    assert said(of_teacher) == ["поставлена оценка", "код для родителя"]
    assert texts(of_teacher.reply_markup)[1] == ["📅 7 дней", "👤 Мария Сидорова"]


async def test_the_choices_keep_each_other(admin: Person) -> None:
    topics, _ = await admin.press(OpenTopics(days=30, who=4))
    periods, _ = await admin.press(OpenPeriods(topic=Topic.NEWS, who=4))

    assert texts(topics.reply_markup)[0] == ["✓ Всё", "Журнал"]
    assert periods.text == (
        "<b>🧾 Журнал действий</b>\n\nЗа какие дни?\n\n"
        "<i>Изменения журнала хранятся 400 дней.\nВсё остальное хранится 1095 дней.</i>"
    )
    assert (
        buttons(topics.reply_markup)[0][1][1]
        == OpenAudit(topic=Topic.JOURNAL, days=30, who=4).pack()
    )
    assert [row[0] for row in texts(periods.reply_markup)] == [
        "Сегодня", "✓ 7 дней", "30 дней", "365 дней", "За всё время", "‹ Журнал действий",
    ]  # fmt: skip
    assert (
        buttons(periods.reply_markup)[0][0][1] == OpenAudit(topic=Topic.NEWS, days=1, who=4).pack()
    )


async def test_pages_follow_each_other_without_a_gap_or_a_repeat(
    admin: Person, db: Database
) -> None:
    at = datetime(2026, 9, 16, 8, 0, tzinfo=UTC)
    async with db.begin() as session:
        for number in range(3 * LINES - 2):  # of one moment, in pairs
            moment = at + timedelta(microseconds=number // 2)
            entry = {"at": moment, "chat_id": 4, "outcome": "ok", "detail": {"class": 1}}
            await session.execute(
                sa.insert(t.audit_entry).values(action=f"thing {number:02}", **entry)
            )

    seen: list[str] = []
    tap = OpenAudit().pack()
    for _page in range(3):
        edit, _ = await admin.press(tap)
        seen += [line for line in edit.text.split("\n") if line.startswith("thing")]
        tap = next((d for row in buttons(edit.reply_markup) for text, d in row if "›" in text), "")

    assert [line.split(" ")[1] for line in seen] == [
        f"{number:02}" for number in reversed(range(3 * LINES - 2))
    ]
    assert tap == ""
    assert texts(edit.reply_markup)[2] == ["⇤ К последним"]


async def test_the_file_has_what_the_screen_has_and_is_noted(
    admin: Person, bot: Dispatcher, db: Database
) -> None:
    await Person(bot, TEACHER).tap(MakeCode(student_id=1, role="guardian"))
    await change(db, t.person, 4, family_name="=СУММ(A1)")

    sent, answer = await admin.tap(SendAudit(topic=Topic.ACCESS, days=30))

    assert isinstance(sent, SendDocument)
    assert isinstance(answer, AnswerCallbackQuery)
    assert sent.caption == "📄 1 запись"
    file = sent.document
    assert isinstance(file, BufferedInputFile)
    assert file.filename == "audit-2026-09-16.csv"
    (row,) = csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")))
    assert row == {
        "id": "A1", "at": "2026-09-16T12:00:00+03:00", "chat": "4", "actor": "Мария =СУММ(A1)",
        "actorRole": "staff", "action": "code.issue", "outcome": "ok", "count": "1",
        "student": "Анна Иванова", "person": "", "schoolClass": "", "course": "",
        "announcement": "", "codeGives": "guardian",
    }  # fmt: skip
    exported = (await rows(db, t.audit_entry))[-1]
    assert exported["action"] == "audit.export"
    assert exported["detail"] == {"count": 1, "topic": "a", "days": 30}


async def test_of_news_only_the_schools_own_is_named(
    admin: Person, bot: Dispatcher, clock: FixedClock
) -> None:
    for person, what, target in ((Person(bot, TEACHER), What.CLASS, 1), (admin, What.SCHOOL, 1)):
        await person.press(BeginNews(what=what, target_id=target))
        await person.say(f"Слова для {target} {what.value}")
        await person.press(KeepNews())
        await person.press(PostNow(news_id=3 if what is What.CLASS else 4))
        clock.advance(timedelta(minutes=1))

    edit, _ = await admin.press(OpenAudit(topic=Topic.NEWS))

    assert [part.split("\n")[1] for part in edit.text.split("\n\n")[1:]] == [
        "отправлено объявление: «Слова для 1 school»", "отправлено объявление: 7Б",
    ]  # fmt: skip


async def test_an_administrator_by_post_reads_the_own_school_only(
    bot: Dispatcher, db: Database, school: SmallSchool, admin: Person
) -> None:
    await Person(bot, TEACHER).tap(MakeCode(student_id=1, role="guardian"))
    async with db.begin() as session:
        another = {"id": 2, "source": "test", "sourced_id": "s2", "title": "№ 2", "kind": "school"}
        await session.execute(sa.insert(t.school).values(**another))
        post = sa.update(t.person_role).where(t.person_role.c.person_id == school.deputy)
        await session.execute(post.values(role="school_admin", school_id=2))
    by_post = Person(bot, DEPUTY)

    other, _ = await by_post.press(OpenAudit())
    await change(db, t.person_role, 1, school_id=1)
    own, _ = await by_post.press(OpenAudit())
    await Person(bot, 9999).say("7K2M-1P0X-0R")
    guessed, _ = await by_post.press(OpenAudit())
    by_code, _ = await admin.press(OpenAudit())

    assert "Здесь ничего нет" in other.text
    assert "код для родителя: Анна Иванова" in own.text
    assert "код не принят" not in guessed.text  # it belongs to no school
    assert "неизвестный чат" in by_code.text
    assert "⚠️ код не принят" in by_code.text


async def test_forged_buttons_are_refused(
    bot: Dispatcher, db: Database, admin: Person, school: SmallSchool
) -> None:
    for telegram_id in (1001, 1002, 1003, TEACHER, DEPUTY, 9999):
        for data in (
            OpenAudit(), OpenTopics(), OpenPeriods(), OpenActors(), SendAudit(),
            OpenAudit(moment=2**62, key=5, days=0, who=1),
        ):  # fmt: skip
            assert await Person(bot, telegram_id).alert(data) == NOT_YOURS, (telegram_id, data)

    edit, _ = await admin.press(OpenAudit(moment=2**62, key=5, days=0, who=10**9))
    assert "Здесь ничего нет" in edit.text
    assert await rows(db, t.audit_entry) == []


async def test_the_screens_cost_three_statements(
    admin: Person, bot: Dispatcher, db: Database
) -> None:
    await Person(bot, TEACHER).tap(MakeCode(student_id=1, role="guardian"))

    for data, limit in (
        (OpenAudit(), 3), (OpenAudit(who=4), 3), (OpenAudit(who=3), 4), (OpenTopics(), 3),
        (OpenPeriods(), 3), (OpenActors(), 3), (SendAudit(), 6),
    ):  # fmt: skip
        with statements(db) as seen:
            await admin.tap(data)
        assert len(seen) <= limit, seen
