"""🕘 History of a lesson: who changed what, before and after."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Dispatcher

from domain.clock import FixedClock
from domain.history import CHANGES
from domain.journal import Presence
from keyboards.changes import CancelIt
from keyboards.journal import AskTopic, OpenHistory, TapPresence
from keyboards.marking import AskComment, ChangeGiven, GiveOne, RemoveGiven, WeighGiven
from keyboards.open import OpenLesson
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.deputy import deputy_of
from tests.journal import rows
from tests.person import Person, buttons
from tests.school import SmallSchool

TEACHER, MOTHER, ANNA, FATHER = 1004, 1001, 1002, 1003
ALGEBRA, PHYSICS, TOMORROW = 7, 8, 10


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, TEACHER)


KEPT = "\n\n<i>История хранится 400 дней.</i>"


async def history(person: Person, lesson_id: int = ALGEBRA, page: int = 0) -> str:
    """Return what is told; how long it goes back is told on the last page, and only there."""
    edit, _ = await person.press(OpenHistory(lesson_id=lesson_id, page=page))
    said = str(edit.text).split("<b>🕘 История изменений</b>\n", 1)[1]
    has_more = any("›" in text for row in buttons(edit.reply_markup) for text, _data in row)
    assert said.endswith(KEPT) is not has_more
    return said.removesuffix(KEPT)


async def test_a_lesson_leads_to_its_history(teacher: Person) -> None:
    lesson, _ = await teacher.press(OpenLesson(lesson_id=ALGEBRA))
    assert [text for text, _data in buttons(lesson.reply_markup)[-1]] == [
        "🕘 История", "‹ Журнал", "☰ Меню",
    ]  # fmt: skip

    assert await history(teacher) == "В чате здесь ещё ничего не записывали."


async def test_each_change_is_told_with_what_was_before(teacher: Person, clock: FixedClock) -> None:
    one: dict[str, Any] = {"lesson_id": ALGEBRA, "mark_id": 2}
    await teacher.press(ChangeGiven(**one, place=2))
    clock.advance(timedelta(minutes=1))
    await teacher.press(WeighGiven(**one, weight=2))
    clock.advance(timedelta(minutes=1))
    await teacher.press(AskComment(**one))
    await teacher.say("Внимательнее")
    clock.advance(timedelta(minutes=1))
    await teacher.press(RemoveGiven(**one))
    clock.advance(timedelta(minutes=1))
    await teacher.press(TapPresence(lesson_id=ALGEBRA, student_id=3, was=Presence.PRESENT))
    clock.advance(timedelta(minutes=1))
    await teacher.press(AskTopic(lesson_id=ALGEBRA))
    await teacher.say("Корни")

    who = "<b>Мария Сидорова</b>"
    assert (await history(teacher)).split("\n\n") == [
        f"ср, 16 сент., 12:05 · {who}\n✏️ <b>Дроби &amp; степени</b> → <b>Корни</b>",
        f"ср, 16 сент., 12:04 · {who}\nПетров Борис: — → <b>нет</b>",
        f"ср, 16 сент., 12:03 · {who}\nИванова Анна: <b>4</b> ×2 (Внимательнее) → —",
        f"ср, 16 сент., 12:02 · {who}\nИванова Анна: <b>4</b> (Молодец!) → <b>4</b> (Внимательнее)",
        f"ср, 16 сент., 12:01 · {who}\nИванова Анна: <b>4</b> → <b>4</b> ×2",
        f"ср, 16 сент., 12:00 · {who}\nИванова Анна: <b>5</b> → <b>4</b>",
    ]


async def test_what_was_undone_is_struck_through(teacher: Person) -> None:
    after, _ = await teacher.press(GiveOne(lesson_id=ALGEBRA, student_id=3, place=1, had=0))
    undo = next(d for row in buttons(after.reply_markup) for text, d in row if "Отменить" in text)
    await teacher.press(undo)

    assert "\n<s>Петров Борис: — → <b>5</b></s> (отменено)" in await history(teacher)


async def test_thirty_marks_of_one_save_stand_under_one_heading(
    teacher: Person, db: Database
) -> None:
    await teacher.press(OpenLesson(lesson_id=ALGEBRA))
    saved = await teacher.ask(", ".join(f"Иванова {n % 4 + 2}" for n in range(CHANGES + 5)))
    await teacher.press(buttons(saved.reply_markup)[0][0][1])

    first, second = await history(teacher), await history(teacher, page=1)

    assert len(await rows(db, t.journal_change)) == CHANGES + 5
    assert (first.count("Мария Сидорова"), first.count("Иванова Анна")) == (1, CHANGES)
    assert second.count("Иванова Анна") == 5


async def test_what_the_deputy_head_changed_stands_there_too(
    teacher: Person, bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    deputy = await deputy_of(bot, db, school)
    await deputy.press(CancelIt(lesson_id=TOMORROW))

    said = await history(teacher, TOMORROW)

    assert said.endswith(
        "· <b>Виктор Кузнецов</b>\n✏️ <b>Дроби &amp; степени</b> по расписанию → "
        "<b>Дроби &amp; степени</b> отменён"
    )


async def test_another_lesson_of_the_course_has_its_own(teacher: Person) -> None:
    await teacher.press(GiveOne(lesson_id=ALGEBRA, student_id=3, place=1, had=0))

    assert await history(teacher, 4) == "В чате здесь ещё ничего не записывали."


@pytest.mark.parametrize("who", [MOTHER, ANNA, FATHER, 9999])
async def test_families_and_strangers_read_none(teacher: Person, bot: Dispatcher, who: int) -> None:
    await teacher.press(GiveOne(lesson_id=ALGEBRA, student_id=3, place=1, had=0))

    assert "не открыто" in await Person(bot, who).alert(OpenHistory(lesson_id=ALGEBRA))


async def test_it_costs_four_statements(teacher: Person, db: Database) -> None:
    await teacher.press(GiveOne(lesson_id=ALGEBRA, student_id=3, place=1, had=0))

    with statements(db) as seen:
        await history(teacher)

    assert len(seen) <= 4, seen
