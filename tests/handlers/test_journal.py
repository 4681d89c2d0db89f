"""A teacher between two lessons: /journal, one lesson, its topic and attendance."""

from datetime import time, timedelta

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.clock import FixedClock
from domain.journal import Presence
from domain.scales import Scale
from keyboards.journal import (
    AskTopic,
    ChooseScale,
    NoteAllPresent,
    OpenBoard,
    OpenPresence,
    TapPresence,
    UndoSave,
)
from keyboards.marking import (
    GiveOne,
    OpenGiven,
    RemoveGiven,
)
from keyboards.open import OpenClassJournal, OpenJournal, OpenLesson
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.journal import change, facts, given, rows, write
from tests.person import Person, buttons
from tests.school import SmallSchool, sept

TEACHER, MOTHER, FATHER = 1004, 1001, 1003
ALGEBRA_TODAY, PHYSICS_TODAY, ALGEBRA_TOMORROW = 7, 8, 10
"""Lessons of 16, 16 and 17 September."""


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, TEACHER)


def texts(markup: object) -> list[str]:
    return [text for row in buttons(markup) for text, _data in row]  # type: ignore[arg-type]


async def test_journal_lists_todays_own_lessons(teacher: Person) -> None:
    sent = await teacher.ask("/journal")

    assert sent.text == (
        "<b>📒 Журнал</b> · среда, 16 сентября\n\n"
        "1. 08:30 <b>Алгебра, 7Б</b> · ⭐ 1\n   <i>Дроби &amp; степени</i>"
    )
    assert buttons(sent.reply_markup)[0] == [
        ("1. 7Б Алгебра", OpenLesson(lesson_id=ALGEBRA_TODAY).pack())
    ]


async def test_subgroups_at_one_hour_are_told_apart(teacher: Person, db: Database) -> None:
    await change(db, t.course, 1, title="Алгебра 7Б, группа 1")
    await write(
        db, t.course, school_id=1, subject_id=1, school_class_id=1, title="Алгебра 7Б, группа 2"
    )
    await write(db, t.lesson, course_id=4, day=sept(16), number=1, starts_at=time(8, 30))

    edit, _ = await teacher.press(OpenClassJournal(class_id=1, day=sept(16)))

    assert texts(edit.reply_markup) == [
        "1. 7Б, группа 1 Алгебра", "1. 7Б, группа 2 Алгебра", "2. 7Б Физика", "← Раньше", "Позже →",
        "‹ 7Б", "☰ Меню",
    ]  # fmt: skip
    assert "<b>Алгебра, 7Б, группа 1</b>" in edit.text


async def test_the_way_back_leads_to_the_class_whose_lesson_it_is(teacher: Person) -> None:
    others, _ = await teacher.press(OpenLesson(lesson_id=PHYSICS_TODAY))
    own, _ = await teacher.press(OpenLesson(lesson_id=ALGEBRA_TODAY))

    ways = [dict(buttons(screen.reply_markup)[-1])["‹ Журнал"] for screen in (others, own)]
    assert ways == [
        OpenClassJournal(class_id=1, day=sept(16)).pack(), OpenJournal(day=sept(16)).pack(),
    ]  # fmt: skip


async def test_a_parent_has_no_journal(bot: Dispatcher, school: SmallSchool) -> None:
    sent = await Person(bot, MOTHER).ask("/journal")

    assert "администратор" in sent.text


async def test_a_lesson_shows_what_is_noted_and_how_to_be_fast(teacher: Person) -> None:
    edit, _answer = await teacher.press(OpenLesson(lesson_id=ALGEBRA_TODAY))

    assert edit.text == (
        "📒 <b>Алгебра, 7Б</b>\nСр, 16 сент. · урок 1 (08:30–09:15) · каб. 204\n\n"
        "✏️ Тема: Дроби &amp; степени\n⭐ 1 оценка · 🚫 нет: 0 · 📝 0 заданий"
    )


async def test_attendance_goes_round_by_taps_and_waits_less_than_marks(
    teacher: Person, db: Database
) -> None:
    shown, _ = await teacher.press(OpenPresence(lesson_id=ALGEBRA_TODAY))
    assert texts(shown.reply_markup)[:3] == ["✓ Иванова А.", "✓ Петров Б.", "✓ Все на месте"]

    tap = TapPresence(lesson_id=ALGEBRA_TODAY, student_id=3, was=Presence.PRESENT)
    with statements(db) as seen:
        after, _ = await teacher.press(tap)

    assert texts(after.reply_markup)[1] == "🚫 Петров Б."
    (fact,) = await rows(db, t.fact)
    assert (fact["kind"], fact["payload"]["urgent"]) == ("attendance.absent", True)
    assert fact["ready_at"] - fact["happened_at"] == timedelta(seconds=20)
    assert len(seen) <= 11, seen

    for was in (Presence.ABSENT, Presence.LATE, Presence.EXCUSED):
        await teacher.press(TapPresence(lesson_id=ALGEBRA_TODAY, student_id=3, was=was))
    assert [one for one in await facts(db) if not one[2]] == []


async def test_an_accepted_note_excuses_at_once(teacher: Person, db: Database) -> None:
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.absence_note).values(
                student_id=3, chat_id=3, begins_on=sept(16), ends_on=sept(17), category="ill",
                reason="Грипп", state="accepted", created_at=sa.func.now(),
            )
        )  # fmt: skip

    after, _ = await teacher.press(
        TapPresence(lesson_id=ALGEBRA_TODAY, student_id=3, was=Presence.PRESENT)
    )

    assert texts(after.reply_markup)[1] == "🤒 Петров Б."
    (fact,) = await rows(db, t.fact)
    assert fact["payload"].get("urgent") is None
    assert fact["payload"]["reason"] == "Грипп"


async def test_everybody_is_here(teacher: Person, db: Database) -> None:
    await teacher.press(TapPresence(lesson_id=ALGEBRA_TODAY, student_id=3, was=Presence.PRESENT))

    await teacher.press(NoteAllPresent(lesson_id=ALGEBRA_TODAY))

    found = await rows(db, t.attendance, t.attendance.c.source == "local")
    assert {(one["student_id"], one["category"]) for one in found} == {
        (1, "present"), (3, "present"),
    }  # fmt: skip
    assert [one for one in await facts(db) if not one[2]] == []


async def test_the_topic_is_written(teacher: Person, db: Database) -> None:
    await teacher.press(AskTopic(lesson_id=ALGEBRA_TODAY))

    sent = await teacher.ask("Квадратные  <корни>")

    assert "✏️ Тема: Квадратные &lt;корни&gt;" in sent.text
    assert (await rows(db, t.lesson, t.lesson.c.id == ALGEBRA_TODAY))[0]["topic"] == (
        "Квадратные <корни>"
    )
    (history,) = await rows(db, t.journal_change)
    assert history["before"]["topic"] == "Дроби & степени"


async def test_the_scale_of_the_course_is_chosen(teacher: Person, db: Database) -> None:
    await teacher.press(ChooseScale(lesson_id=ALGEBRA_TODAY, scale=Scale.PASS_FAIL))

    board, _ = await teacher.press(OpenBoard(lesson_id=ALGEBRA_TODAY))

    assert texts(board.reply_markup)[:2] == ["зачёт", "незачёт"]


async def test_each_thing_that_cannot_be_has_its_own_sentence(
    teacher: Person, bot: Dispatcher, db: Database
) -> None:
    await change(db, t.lesson, ALGEBRA_TODAY, status="cancelled")
    said = {
        "another teacher's": await teacher.alert(
            GiveOne(lesson_id=PHYSICS_TODAY, student_id=3, place=1, had=0)
        ),
        "cancelled": await teacher.alert(OpenBoard(lesson_id=ALGEBRA_TODAY)),
        "ahead": await teacher.alert(OpenPresence(lesson_id=999_999)),
        "to come": await teacher.alert(
            GiveOne(lesson_id=ALGEBRA_TOMORROW, student_id=3, place=1, had=0)
        ),
    }

    assert "не открыто" in said["another teacher's"]
    assert said["cancelled"] == "Этот урок отменён: в его журнал ничего записать нельзя."
    assert "ещё впереди: чт, 17 сент." in said["to come"]
    assert await given(db) == []


@pytest.mark.parametrize("who", [MOTHER, FATHER, 9999])
async def test_nobody_else_writes_in_the_journal(
    bot: Dispatcher, school: SmallSchool, db: Database, who: int
) -> None:
    person = Person(bot, who)
    for tap in (
        OpenLesson(lesson_id=ALGEBRA_TODAY), OpenBoard(lesson_id=ALGEBRA_TODAY),
        GiveOne(lesson_id=ALGEBRA_TODAY, student_id=1, place=1, had=1),
        TapPresence(lesson_id=ALGEBRA_TODAY, student_id=1, was=Presence.PRESENT),
        RemoveGiven(lesson_id=ALGEBRA_TODAY, mark_id=2), OpenJournal(day=sept(16)),
        OpenGiven(lesson_id=ALGEBRA_TODAY, mark_id=2), UndoSave(lesson_id=ALGEBRA_TODAY, batch=1),
    ):  # fmt: skip
        said = await person.alert(tap)
        assert "Иванова" not in said
    assert await facts(db) == []


async def test_the_class_teacher_reads_but_does_not_write_the_lessons_of_others(
    teacher: Person, db: Database
) -> None:
    edit, _ = await teacher.press(OpenLesson(lesson_id=PHYSICS_TODAY))

    assert "Иванова Анна: 3, опоздал(а)" in edit.text
    assert texts(edit.reply_markup) == [
        "🏁 Итоговые", "✍️ Подписи", "🕘 История", "‹ Журнал", "☰ Меню",
    ]  # fmt: skip


async def test_another_days_journal_costs_three_statements(
    teacher: Person, db: Database, clock: FixedClock
) -> None:
    with statements(db) as seen:
        await teacher.press(OpenJournal(day=sept(17)))

    assert len(seen) <= 3
