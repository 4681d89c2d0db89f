"""The diary's query: who teaches, which seats count, which day is the nearest."""

from datetime import date, timedelta

import pytest

from storage import diary, month
from storage import tables as t
from storage.database import Database
from tests.journal import change, write, write_many
from tests.school import MONDAY, SmallSchool, fill, sept

ID = SmallSchool()
WEEK_END = date(2026, 9, 20)


async def _rows(db: Database, first: date, last: date) -> diary.Rows:
    async with db.read() as session:
        return await diary.of_days(session, ID.anna, first, last, with_marks=True)


async def test_a_lesson_names_its_teacher_else_the_courses(any_db: Database) -> None:
    await fill(any_db)
    await change(any_db, t.lesson, 1, teacher_id=ID.deputy)  # algebra on Monday
    await change(any_db, t.lesson, 4, teacher_id=None)  # algebra on Tuesday
    await change(any_db, t.lesson, 13, teacher_id=None)  # algebra on Friday, substituted

    rows = await _rows(any_db, MONDAY, WEEK_END)

    algebra = [lesson for lesson in rows.lessons if lesson.course_id == ID.algebra]
    assert [lesson.teacher.polite if lesson.teacher else "" for lesson in algebra] == [
        "Виктор Львович",
        "Мария Петровна",
        "Мария Петровна",
        "Мария Петровна",
        "",
    ]
    assert {lesson.teacher for lesson in rows.lessons if lesson.course_id == ID.physics} == {None}


async def test_the_room_of_the_course_serves_where_the_lesson_has_none(any_db: Database) -> None:
    await fill(any_db)
    await change(any_db, t.lesson, 1, room="")

    rows = await _rows(any_db, MONDAY, MONDAY)

    assert [lesson.room for lesson in rows.lessons] == ["204", "310"]


async def test_marks_of_a_cell_keep_their_order(any_db: Database) -> None:
    await fill(any_db)
    cell = {
        "student_id": ID.anna, "course_id": ID.algebra, "assessment_id": 2, "lesson_id": 7,
        "day": sept(16), "scale": "five",
    }  # fmt: skip
    third, second = ({**cell, "ordinal": n, "value": v} for n, v in ((3, "2"), (2, "4")))
    await write_many(any_db, t.mark, [third, second])

    rows = await _rows(any_db, sept(16), sept(16))

    algebra = [mark for mark in rows.marks if mark.course_id == ID.algebra]
    assert [(m.value, m.ordinal, m.lesson_id) for m in algebra] == [
        ("5", 1, None),
        ("4", 2, 7),
        ("2", 3, 7),
    ]


async def test_a_mark_without_a_titled_work_is_named_by_its_category(any_db: Database) -> None:
    await fill(any_db)
    await change(any_db, t.assessment, 1, title="")

    rows = await _rows(any_db, sept(15), sept(15))

    assert [mark.work for mark in rows.marks] == ["Контрольная работа"]


async def test_a_seat_counts_only_while_it_holds(any_db: Database) -> None:
    await fill(any_db)
    await change(any_db, t.course_member, 3, begins_on=sept(15), ends_on=sept(16))

    rows = await _rows(any_db, MONDAY, WEEK_END)
    async with any_db.read() as session:
        taught, _marked = await month.of_month(
            session, ID.anna, sept(1), date(2026, 10, 1), with_marks=False
        )

    physics = [lesson.day.day for lesson in rows.lessons if lesson.course_id == ID.physics]
    assert physics == [15, 16]
    assert [item.subject for item in rows.homework] == ["Алгебра", "Алгебра"]
    assert sorted(day.day for day in taught) == [14, 15, 16, 17, 18]


async def test_the_nearest_days_are_of_lessons_or_marks(any_db: Database) -> None:
    await fill(any_db)
    own = {"student_id": ID.anna, "course_id": ID.physics, "value": "5", "scale": "five"}
    await write_many(any_db, t.mark, [{**own, "day": sept(day)} for day in (5, 28)])
    await write(any_db, t.lesson, course_id=ID.reading, day=sept(21), number=1)  # Pyotr's

    before = await _rows(any_db, sept(10), sept(10))
    after = await _rows(any_db, sept(20), sept(20))

    assert (before.before, before.after) == (sept(5), sept(14))
    assert (after.before, after.after) == (sept(18), sept(28))


async def test_an_absence_names_its_subject(any_db: Database) -> None:
    await fill(any_db)

    rows = await _rows(any_db, MONDAY, WEEK_END)

    assert [(item.category, item.subject, item.reason) for item in rows.attendance] == [
        ("ill", "", "Простуда"),
        ("late", "Физика", ""),
    ]


@pytest.mark.parametrize("days", [200, 4000])
async def test_a_day_costs_the_same_however_long_the_journal(db: Database, days: int) -> None:
    await fill(db)
    course = {"course_id": ID.algebra, "number": 1}
    long_ago = date(2010, 1, 1)
    await write_many(
        db, t.lesson, ({**course, "day": long_ago + timedelta(n)} for n in range(days))
    )
    async with db.read() as session:
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        raw = await session.get_raw_connection()
        assert raw.driver_connection is not None
        raw.driver_connection.set_progress_handler(count, 100)
        await diary.of_days(session, ID.anna, sept(16), sept(16), with_marks=True)
        raw.driver_connection.set_progress_handler(None, 0)

    assert steps < 40
