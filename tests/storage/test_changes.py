"""Lessons as the deputy head reads and changes them, on both databases."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.people import Name
from storage import changes
from storage import tables as t
from storage.database import Database, Session
from storage.marking import Change, note
from tests.counting import executed
from tests.handlers.test_classes import link_staff
from tests.journal import write
from tests.school import MONDAY, SmallSchool, fill, sept

ALGEBRA, PHYSICS = 10, 11
MARIA = Name("Мария", "Сидорова", "Петровна")


@pytest.fixture
async def school(any_db: Database) -> SmallSchool:
    """Fill each database with the small school."""
    return await fill(any_db)


async def test_the_deputy_heads_classes_are_those_of_the_school(
    any_db: Database, school: SmallSchool, clock: FixedClock
) -> None:
    await link_staff(any_db, 1006, "staff", school.deputy)

    async with any_db.read() as session:
        schools, classes = await changes.deputys(session, 5, now=clock.now())
        others = await changes.deputys(session, school.teacher_chat, now=clock.now())

    assert [one.title for one in schools] == ["Школа № 1234"]
    assert [one.title for one in classes] == ["3А", "7Б"]
    assert others == ([], [])


async def test_a_day_and_a_class_and_a_lesson(any_db: Database, school: SmallSchool) -> None:
    async with any_db.read() as session:
        changed = await changes.changed_on(session, [school.school], sept(17))
        title, lessons = await changes.of_class(session, school.class_7, sept(17))
        empty = await changes.of_class(session, school.class_7, sept(20))
        none = await changes.of_class(session, 404, sept(17))
        one = await changes.one(session, ALGEBRA)
        of_monday = await changes.one(session, 1)

    assert [(lesson.id, lesson.group) for lesson in changed] == [(PHYSICS, "7Б")]
    assert (title, [lesson.id for lesson in lessons]) == ("7Б", [ALGEBRA, PHYSICS])
    assert (empty, none) == (("7Б", []), ("", []))
    assert one is not None
    assert of_monday is not None
    assert (one.teacher, one.room, one.has_marks, one.is_changed) == (MARIA, "204", False, False)
    assert of_monday.day == MONDAY


async def test_a_group_of_several_classes_is_each_ones(
    any_db: Database, school: SmallSchool
) -> None:
    async with any_db.begin() as session:
        await session.execute(
            sa.update(t.course).where(t.course.c.id == school.algebra).values(school_class_id=None)
        )
    async with any_db.read() as session:
        _title, lessons = await changes.of_class(session, school.class_7, sept(17))

    assert [(one.group, one.class_id) for one in lessons] == [("Алгебра 7Б", None), ("7Б", 1)]


async def test_teachers_with_what_they_have_at_the_hour(
    any_db: Database, school: SmallSchool
) -> None:
    await write(
        any_db, t.course_member, course_id=school.reading, person_id=school.deputy, role="teacher"
    )

    async with any_db.read() as session:
        every = await changes.of_school(session, school.school)
        at_algebra = await changes.for_lesson(session, ALGEBRA)
        at_physics = await changes.for_lesson(session, PHYSICS)
        other = await changes.of_school(session, 404)

    assert [(one.name.family, one.busy_with) for one in every] == [
        ("Кузнецов", ""),
        ("Сидорова", ""),
    ]
    # Reading in 3А is at the hour of algebra; nobody has anything at the hour of physics.
    assert [one.busy_with for one in at_algebra] == ["3А", ""]
    assert [one.busy_with for one in at_physics] == ["", ""]
    assert other == []


async def test_a_teachers_lessons_are_own_ones_and_those_they_stand_in_for(
    any_db: Database, school: SmallSchool
) -> None:
    await write(
        any_db, t.lesson, course_id=school.physics, day=sept(17), number=5,
        teacher_id=school.teacher, status="substituted",
    )  # fmt: skip

    async with any_db.read() as session:
        days = sept(17), sept(17) + timedelta(days=1)
        name, lessons = await changes.of_teacher(session, school.school, school.teacher, *days)
        nobody = await changes.of_teacher(session, school.school, school.mother, *days)

    assert name == MARIA
    assert [(one.day, one.number) for one in lessons] == [
        (sept(17), 1), (sept(17), 5), (sept(18), 1),
    ]  # fmt: skip
    assert nobody == (None, [])


async def test_what_a_lesson_was_before_it_was_changed(
    any_db: Database, school: SmallSchool, clock: FixedClock
) -> None:
    batches = ("tt-1", "tt-2", "back-3", "tt-4", "topic")
    async with any_db.begin() as session:
        (target,) = await changes.targets(session, [ALGEBRA], school.teacher)
        assert (target.original, target.stand_in) == (None, MARIA)
        for number, batch in enumerate(batches):
            row = {**target.row, "room": f"до {number}"}
            change = Change("lesson", row, dict(target.row))
            await note(session, [change], chat_id=1, batch=batch, now=clock.now())
        (target,) = await changes.targets(session, [ALGEBRA], school.mother)
        await changes.put(session, [{**target.row, "status": "cancelled", "note": "Болезнь"}])
        found = await changes.one(session, ALGEBRA)

    assert target.original is not None
    assert target.original["room"] == "до 3"
    assert target.stand_in is None
    assert found is not None
    assert (found.status, found.note, found.is_changed) == ("cancelled", "Болезнь", True)


ID = SmallSchool()
QUERIES: dict[str, Callable[[Session], Awaitable[object]]] = {
    "day": lambda s: changes.changed_on(s, [ID.school], sept(17)),
    "class": lambda s: changes.of_class(s, ID.class_7, sept(17)),
    "lesson": lambda s: changes.one(s, ALGEBRA),
    "stand-ins": lambda s: changes.for_lesson(s, ALGEBRA),
    "teachers": lambda s: changes.of_school(s, ID.school),
    "teacher": lambda s: changes.of_teacher(s, ID.school, ID.teacher, sept(17), sept(18)),
    "change": lambda s: changes.targets(s, [ALGEBRA, PHYSICS], ID.teacher),
}


@pytest.mark.parametrize("name", QUERIES)
async def test_no_question_looks_through_all_lessons_or_marks(db: Database, name: str) -> None:
    await fill(db)
    async with db.read() as session:
        with executed(db) as seen:
            await QUERIES[name](session)
        ((statement, parameters),) = seen
        plan = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [str(row.detail) for row in plan]

    scanned = {step.split()[1] for step in steps if step.startswith("SCAN")}
    assert scanned & {"lesson", "mark", "journal_change"} == set()
