"""Final marks: proposed by the school's rule, confirmed one by one or all, taken back."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.course_finals import parts, propose
from domain.marks import Average, Period
from domain.scales import Scale
from keyboards.course_finals import (
    ChooseRounding,
    ConfirmProposed,
    OpenFinalPad,
    OpenRounding,
    SetFinalMark,
    UndoFinal,
)
from keyboards.open import OpenCourseFinals, OpenLesson
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.journal import facts, rows
from tests.person import Person, buttons
from tests.school import SEPTEMBER, SmallSchool

TEACHER, DEPUTY, MOTHER = 1004, 1006, 1001
ALGEBRA, PHYSICS, READING = 1, 2, 3
YEAR, FIRST, SECOND = 1, 2, 3


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, TEACHER)


def every(screen: Any) -> list[tuple[str, str]]:
    """Return the buttons of a screen, whatever their rows."""
    return [one for row in buttons(screen.reply_markup) for one in row if one[1]]


async def finals(db: Database) -> list[tuple[int, int, str, str]]:
    """Return (student, session, value, source)."""
    found = await rows(db, t.final_mark)
    return [
        (one["student_id"], one["academic_session_id"], one["value"], one["source"])
        for one in found
    ]


async def link_deputy(db: Database) -> None:
    async with db.begin() as session:
        chat = {"id": 6, "telegram_id": DEPUTY, "created_at": SEPTEMBER}
        await session.execute(sa.insert(t.chat).values(**chat))
        grant = {"chat_id": 6, "role": "staff", "person_id": 6, "granted_at": SEPTEMBER}
        await session.execute(sa.insert(t.access_grant).values(**grant))


@pytest.mark.parametrize(
    ("scale", "average", "part", "expected"),
    [
        (Scale.FIVE, 4.5, 0.5, "5"), (Scale.FIVE, 4.499, 0.5, "4"), (Scale.FIVE, 4.6, 0.6, "5"),
        (Scale.FIVE, 3.5999999999999996, 0.6, "4"), (Scale.FIVE, 4.59, 0.6, "4"),
        (Scale.FIVE, 5.0, 0.5, "5"), (Scale.FIVE, 1.2, 0.5, "2"), (Scale.TEN, 9.7, 0.7, "10"),
        (Scale.HUNDRED, 73.5, 0.5, "74"),
    ],
)  # fmt: skip
def test_an_average_is_rounded_by_the_rule_of_the_school(
    scale: Scale, average: float, part: float, expected: str
) -> None:
    proposed = propose(Average(scale, average, average, 3), part)

    assert proposed is not None
    assert proposed.text == expected


def test_the_parts_of_a_year_are_the_longest_sessions_within() -> None:
    def period(number: int, begins: tuple[int, int, int], ends: tuple[int, int, int]) -> Period:
        return Period(number, "", "", date(*begins), date(*ends))

    year = period(1, (2026, 9, 1), (2027, 5, 28))
    half, quarter = period(2, (2026, 9, 1), (2026, 12, 30)), period(3, (2026, 9, 1), (2026, 10, 23))
    other = period(4, (2027, 1, 11), (2027, 5, 28))
    every = [year, half, quarter, other]

    assert parts(every, year) == [half, other]
    assert parts(every, half) == [quarter]
    assert parts(every, quarter) == []


async def test_the_screen_proposes_what_the_averages_say(teacher: Person) -> None:
    lesson, _answer = await teacher.press(OpenLesson(lesson_id=7))
    edit, _answer = await teacher.press(OpenCourseFinals(course_id=ALGEBRA))

    assert ("🏁 Итоговые", "jf:1:0:0") in every(lesson)
    assert edit.text == (
        "<b>🏁 Итоговые оценки</b> · Алгебра, 7Б\n1 четверть, 1 сент. – 23 окт.\n"
        "Округление: вверх с 0,5\nВыставлено: 1 из 2\n\n"
        "Иванова А. · 4,33 (2) → <b>5</b> ✎\nПетров Б. · 2 (1) → 2?"
    )
    assert buttons(edit.reply_markup)[:2] == [
        [("✓ 5 · Иванова А.", "fmo:1:2:1:0"), ("2? · Петров Б.", "fmo:1:2:3:0")],
        [("✓ Выставить все предложенные: 1", "fma:1:2:0")],
    ]


async def test_all_that_is_proposed_is_confirmed_at_once_and_can_be_undone(
    teacher: Person, db: Database
) -> None:
    with statements(db) as seen:
        edit, _answer = await teacher.press(ConfirmProposed(course_id=ALGEBRA, session_id=FIRST))
    after = await finals(db)
    batch = next(data for text, data in every(edit) if "Отменить" in text)
    await teacher.press(batch)

    assert "✓ Сохранена 1 итоговая оценка." in edit.text
    assert after == [(1, FIRST, "5", "test"), (3, FIRST, "2", "local")]
    assert len(seen) <= 11
    assert await finals(db) == [(1, FIRST, "5", "test")]
    assert await facts(db) == [("mark.final", "2", "withdrawn")]
    assert await teacher.alert(batch)


async def test_one_mark_is_set_changed_and_taken_away(teacher: Person, db: Database) -> None:
    pad, _answer = await teacher.press(
        OpenFinalPad(course_id=ALGEBRA, session_id=FIRST, student_id=3)
    )
    about = {"course_id": ALGEBRA, "session_id": FIRST}
    await teacher.press(SetFinalMark(**about, student_id=3, place=3))
    await teacher.press(SetFinalMark(**about, student_id=3, place=3))
    await teacher.press(SetFinalMark(**about, student_id=1, place=2))
    await teacher.press(SetFinalMark(**about, student_id=1, place=0))

    assert "Средний балл: 2 (1 оценка), предлагается: <b>2</b>" in pad.text
    assert "Пропущено уроков: 1" in pad.text
    assert buttons(pad.reply_markup)[0] == [("✓ 2 — по среднему баллу", "fms:1:2:3:4:0")]
    assert await finals(db) == [(3, FIRST, "3", "local")]
    told = [
        (one["payload"]["before"], one["payload"]["value"], one["reason"])
        for one in await rows(db, t.fact)
    ]
    assert told == [("", "3", ""), ("5", "4", "replaced"), ("5", "", "")]
    history = await rows(db, t.journal_change)
    assert [(one["before"] or {}).get("value") for one in history] == [None, "5", "4"]


async def test_a_year_is_the_mean_of_its_parts(teacher: Person, db: Database) -> None:
    async with db.begin() as session:
        second = {"student_id": 1, "course_id": ALGEBRA, "academic_session_id": SECOND}
        await session.execute(
            sa.insert(t.final_mark).values(**second, value="4", source="x", sourced_id="y")
        )

    edit, _answer = await teacher.press(OpenCourseFinals(course_id=ALGEBRA, session_id=YEAR))

    assert "Иванова А. · 4,5 (2) → 5?" in edit.text


async def test_the_rule_is_the_deputy_heads(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await link_deputy(db)
    teacher, deputy = Person(bot, TEACHER), Person(bot, DEPUTY)
    choice = ChooseRounding(course_id=ALGEBRA, session_id=FIRST, place=2)

    assert await teacher.alert(choice)
    asked, _answer = await deputy.press(OpenRounding(course_id=ALGEBRA, session_id=FIRST))
    edit, _answer = await deputy.press(choice)

    assert buttons(asked.reply_markup)[0][0] == ("✓ вверх с 0,5", "fmw:1:2:0")
    assert "Округление: вверх с 0,6" in edit.text
    # A deputy head looks and sets the rule; the marks are the teacher's.
    assert all("fmo" not in str(data) for _text, data in every(edit))
    assert await deputy.alert(SetFinalMark(course_id=1, session_id=2, student_id=3, place=1))


async def test_others_set_no_final_marks(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    for telegram_id, course in ((MOTHER, ALGEBRA), (9999, ALGEBRA), (TEACHER, READING)):
        person = Person(bot, telegram_id)
        for data in (
            OpenCourseFinals(course_id=course), ConfirmProposed(course_id=course, session_id=2),
            SetFinalMark(course_id=course, session_id=2, student_id=2, place=1),
            UndoFinal(course_id=course, session_id=2, batch=1),
        ):  # fmt: skip
            assert await person.alert(data)
    teacher = Person(bot, TEACHER)
    # Pyotr is not of the course, the pad has no ninth mark, physics is a colleague's.
    for student, place in ((2, 1), (3, 9)):
        data = SetFinalMark(course_id=ALGEBRA, session_id=2, student_id=student, place=place)
        assert await teacher.alert(data)
    assert await teacher.alert(ConfirmProposed(course_id=PHYSICS, session_id=2))

    assert await finals(db) == [(1, FIRST, "5", "test")]


async def test_a_class_of_thirty_costs_what_one_costs(teacher: Person, db: Database) -> None:
    async with db.begin() as session:
        for number in range(100, 130):
            person = {"id": number, "given_name": "Ян", "family_name": f"Ян{number}"}
            keys = {"source": "test", "sourced_id": f"m-{number}"}
            await session.execute(sa.insert(t.person).values(**person, **keys))
            seat = {"course_id": ALGEBRA, "person_id": number, "role": "student"}
            await session.execute(sa.insert(t.course_member).values(**seat, **keys))
            given = {"student_id": number, "course_id": ALGEBRA, "day": date(2026, 9, 15)}
            mark = {"value": "4", "score": 4.0, "scale": "five"}
            await session.execute(sa.insert(t.mark).values(**given, **mark, **keys))

    with statements(db) as seen:
        edit, _answer = await teacher.press(ConfirmProposed(course_id=ALGEBRA, session_id=FIRST))

    assert "✓ Сохранена 31 итоговая оценка." in edit.text
    assert len(seen) <= 11
    assert len(await rows(db, t.fact)) == 31
