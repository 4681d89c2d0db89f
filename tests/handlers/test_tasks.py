"""Homework from the teacher to the family and back."""

from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.clock import FixedClock
from keyboards.homework import BeginHandIn, SendTaskFiles, SendWork, TakeBack
from keyboards.open import OpenLessonTasks, OpenTask
from keyboards.tasks import (
    AcceptWork,
    AskDue,
    BeginTask,
    KeepTask,
    OpenCourseTasks,
    OpenGivenTask,
    OpenWork,
    OpenWorks,
    RemoveTask,
    ReturnWork,
    SendWorkFiles,
    SetDue,
    SetHandIn,
)
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.person import Person, buttons
from tests.school import SmallSchool, sept

MOTHER, ANNA, FATHER, TEACHER = 1001, 1002, 1003, 1004
ALGEBRA_TODAY, PHYSICS_TODAY = 7, 8
NEW = 5
"""The homework that the tests give: the small school has four."""


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, TEACHER)


@pytest.fixture
def anna(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, ANNA)


def labels(markup: Any) -> list[str]:
    return [text for row in buttons(markup) for text, _data in row]


async def give(teacher: Person, words: str = "№ 30 <чертёж>") -> Any:
    await teacher.press(BeginTask(lesson_id=ALGEBRA_TODAY))
    await teacher.ask(words)
    edit, _ = await teacher.press(KeepTask())
    return edit


async def facts(db: Database) -> list[tuple[str, dict[str, Any], str]]:
    async with db.read() as session:
        rows = await session.execute(sa.select(t.fact).order_by(t.fact.c.id))
        return [(row.kind, row.payload, row.reason) for row in rows]


async def hand_in(anna: Person, words: str = "Моя работа") -> Any:
    await anna.press(BeginHandIn(student_id=1, homework_id=NEW))
    await anna.ask(words)
    edit, _ = await anna.press(SendWork())
    return edit


async def test_homework_is_due_at_the_next_lesson_unless_said_otherwise(
    teacher: Person, db: Database
) -> None:
    edit = await give(teacher)

    assert edit.text == (
        "📝 <b>Алгебра</b>, 7Б\nЗадано ср, 16 сент. на <b>чт, 17 сент.</b>\n\n№ 30 &lt;чертёж&gt;"
    )
    assert labels(edit.reply_markup)[:3] == ["✓ чт, 17", "пт, 18", "День…"]
    ((kind, payload, _why),) = await facts(db)
    assert (kind, payload["due_on"], payload["thing"]) == (
        "homework.assigned", "2026-09-17", "homework:5",
    )  # fmt: skip

    moved, _ = await teacher.press(SetDue(homework_id=NEW, day=sept(18)))
    assert "на <b>пт, 18 сент.</b>" in moved.text
    assert [(k, p["due_on"], p.get("changed"), why) for k, p, why in await facts(db)] == [
        ("homework.assigned", "2026-09-17", False, "replaced"),
        ("homework.assigned", "2026-09-18", False, ""),
    ]


async def test_another_day_is_typed_and_a_day_beyond_the_year_refused(teacher: Person) -> None:
    await give(teacher)
    await teacher.press(AskDue(homework_id=NEW))

    refused = await teacher.ask("25.08")
    beyond = await teacher.ask("1.06.2027")
    taken = await teacher.ask("25 сентября")

    assert refused.text == beyond.text
    assert refused.text == "Напишите день с ср, 16 сент. по пт, 28 мая, например: 25.11"
    assert "на <b>пт, 25 сент.</b>" in taken.text


async def test_a_family_gets_the_files_of_a_task(
    teacher: Person, anna: Person, bot: Dispatcher
) -> None:
    await teacher.press(BeginTask(lesson_id=ALGEBRA_TODAY))
    await teacher.send_document("task.pdf", caption="Прочитать")
    await teacher.press(KeepTask())

    shown, _ = await anna.press(OpenTask(student_id=1, homework_id=NEW))
    calls = await anna.tap(SendTaskFiles(student_id=1, homework_id=NEW))

    assert "📎 Файлы" in labels(shown.reply_markup)
    assert [type(call).__name__ for call in calls] == ["SendDocument", "AnswerCallbackQuery"]
    stranger = await Person(bot, FATHER).alert(SendTaskFiles(student_id=1, homework_id=NEW))
    assert "не открыт" in stranger


async def test_work_is_handed_in_returned_replaced_and_accepted(
    teacher: Person, anna: Person, db: Database
) -> None:
    await give(teacher)
    await teacher.press(SetHandIn(homework_id=NEW, on=True))
    before, _ = await anna.press(OpenTask(student_id=1, homework_id=NEW))
    assert "📤 Сдать" in labels(before.reply_markup)

    await anna.press(BeginHandIn(student_id=1, homework_id=NEW))
    await anna.send_document("work.pdf")
    handed, _ = await anna.press(SendWork())
    assert "📤 Сдано ср, 16 сент., 12:00, учитель ещё не ответил." in handed.text

    works, _ = await teacher.press(OpenWorks(homework_id=NEW))
    assert "Сдали: 1 из 2\n\nЕщё нет:\n· Петров Борис (не подключён)" in works.text
    calls = await teacher.tap(SendWorkFiles(submission_id=1))
    assert "SendDocument" in [type(call).__name__ for call in calls]
    await teacher.press(ReturnWork(submission_id=1))
    returned = await teacher.ask("Нет   чертежа")
    assert "🔁 Возвращено на доработку.\n💬 Нет чертежа" in returned.text
    assert (await facts(db))[-1][0] == "homework.answered"

    again = await hand_in(anna, "Теперь с чертежом")
    assert "учитель ещё не ответил" in again.text
    accepted, _ = await teacher.press(AcceptWork(submission_id=1))
    assert "✅ Принято." in accepted.text
    assert "⭐ Поставить оценку" in labels(accepted.reply_markup)
    assert (await facts(db))[-1][1]["state"] == "accepted"


async def test_work_is_taken_back_and_not_handed_in_after_its_day(
    teacher: Person, anna: Person, clock: FixedClock
) -> None:
    from datetime import timedelta

    await give(teacher)
    await teacher.press(SetHandIn(homework_id=NEW, on=True))
    await hand_in(anna)
    back, _ = await anna.press(TakeBack(student_id=1, homework_id=NEW))
    assert "📤 Работу нужно сдать" in back.text

    await anna.press(BeginHandIn(student_id=1, homework_id=NEW))
    await anna.ask("Поздно")
    clock.advance(timedelta(days=2))

    assert await anna.alert(SendWork()) == "Срок сдачи прошёл. Спросите учителя, что делать."


async def test_only_the_student_hands_in(teacher: Person, bot: Dispatcher, db: Database) -> None:
    await give(teacher)
    await teacher.press(SetHandIn(homework_id=NEW, on=True))
    mother = Person(bot, MOTHER)

    shown, _ = await mother.press(OpenTask(student_id=1, homework_id=NEW))

    assert "📤 Сдать" not in labels(shown.reply_markup)
    assert "Срок сдачи" in await mother.alert(BeginHandIn(student_id=1, homework_id=NEW))
    assert "не открыт" in await mother.alert(TakeBack(student_id=1, homework_id=NEW))


async def test_a_file_of_60_mb_is_refused_and_nothing_is_half_saved(
    teacher: Person, db: Database
) -> None:
    await teacher.press(BeginTask(lesson_id=ALGEBRA_TODAY))

    (answer,) = await teacher.send_document("video.mp4", size=60 * 1024 * 1024)

    assert answer.text.startswith("Файл слишком большой")  # type: ignore[attr-defined]
    assert "В дневнике этого больше нет" in await teacher.alert(KeepTask())
    assert await facts(db) == []


async def test_a_task_that_is_taken_back_before_it_was_told_is_told_to_nobody(
    teacher: Person, db: Database
) -> None:
    await give(teacher)

    await teacher.press(RemoveTask(homework_id=NEW))

    assert [why for _kind, _payload, why in await facts(db)] == ["withdrawn"]


@pytest.mark.parametrize("who", [MOTHER, ANNA, FATHER, 9999])
async def test_nobody_else_sets_or_checks(
    teacher: Person, anna: Person, bot: Dispatcher, who: int
) -> None:
    await give(teacher)
    await teacher.press(SetHandIn(homework_id=NEW, on=True))
    await hand_in(anna)
    other = Person(bot, who)

    for tap in (
        OpenLessonTasks(lesson_id=ALGEBRA_TODAY), OpenGivenTask(homework_id=NEW),
        OpenCourseTasks(course_id=1), SetHandIn(homework_id=NEW, on=False),
        OpenWorks(homework_id=NEW), OpenWork(submission_id=1), AcceptWork(submission_id=1),
        SendWorkFiles(submission_id=1), RemoveTask(homework_id=NEW),
    ):  # fmt: skip
        assert "не открыто" in await other.alert(tap)


async def test_another_teachers_lesson_takes_no_homework(teacher: Person) -> None:
    await teacher.press(BeginTask(lesson_id=PHYSICS_TODAY))
    await teacher.ask("§ 5")

    assert "не открыто" in await teacher.alert(KeepTask())


async def test_the_screens_cost_few_statements(teacher: Person, db: Database) -> None:
    with statements(db) as listing:
        await teacher.press(OpenLessonTasks(lesson_id=ALGEBRA_TODAY))
    await give(teacher)
    with statements(db) as one:
        await teacher.press(OpenGivenTask(homework_id=NEW))

    assert len(listing) <= 4
    assert len(one) <= 6
