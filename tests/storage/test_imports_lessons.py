"""What families hear of lessons that an import changes, on both databases."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.clock import FixedClock
from domain.facts import LessonChanged
from storage.database import Database
from tests.sources.bundles import small
from tests.storage.importing import School

HEADER = "sourcedId,classSourcedId,date,number,room,teacherSourcedId,status\n"
TODAY, TOMORROW = date(2026, 9, 16), date(2026, 9, 17)
ALGEBRA: dict[str, Any] = {"course": 1, "subject": "Алгебра", "number": 2}


@pytest.fixture
async def school(any_db: Database, clock: FixedClock, tmp_path: Path) -> School:
    """Give a school with a lesson today, tomorrow and the day after, imported in silence."""
    made = School(any_db, clock, tmp_path)
    await made.take(small() | lessons("", "", ""))
    assert await made.facts() == []
    return made


def lessons(today: str, tomorrow: str, later: str) -> dict[str, str]:
    """Return the three lessons with these ends: room, teacher, status."""
    rows = [
        f"l{number},7b-alg,2026-09-{15 + number},2,{end or ',,'}\n"
        for number, end in enumerate((today, tomorrow, later), 1)
    ]
    return {"lessons.csv": HEADER + "".join(rows)}


async def test_a_cancelled_and_a_substituted_lesson_are_told(school: School) -> None:
    await school.take(lessons(",,cancelled", "204,teacher,substituted", ",,cancelled"))

    assert await school.facts() == [
        LessonChanged(**ALGEBRA, day=TODAY, status="cancelled", thing="lesson:1"),
        LessonChanged(
            **ALGEBRA, day=TOMORROW, status="substituted", teacher="Мария Сидорова", room="204",
            thing="lesson:2",
        ),
    ]  # fmt: skip


async def test_a_lesson_that_comes_cancelled_is_told_and_one_that_is_held_is_not(
    school: School,
) -> None:
    rows = HEADER + "l8,7b-alg,2026-09-17,3,,,cancelled\nl9,7b-alg,2026-09-17,4,,,held\n"

    await school.take({"lessons.csv": rows})

    assert await school.facts() == [
        LessonChanged(
            course=1, subject="Алгебра", number=3, day=TOMORROW, status="cancelled",
            thing="lesson:4",
        )
    ]  # fmt: skip


async def test_a_lesson_that_is_held_after_all_is_told(school: School) -> None:
    await school.take(lessons("", ",,cancelled", ""))
    await school.take(lessons("", ",,held", ""))

    assert (await school.facts())[1:] == [
        LessonChanged(**ALGEBRA, day=TOMORROW, before="cancelled", thing="lesson:2")
    ]


async def test_what_changes_no_lesson_for_a_family_is_not_told(school: School) -> None:
    await school.take(lessons(",teacher,held", "310,teacher,", ",,"))

    assert await school.facts() == []


async def test_a_first_import_tells_nobody(
    any_db: Database, clock: FixedClock, tmp_path: Path
) -> None:
    made = School(any_db, clock, tmp_path)

    await made.take(small() | lessons(",,cancelled", ",,cancelled", ""))

    assert await made.facts() == []


async def test_a_lesson_of_today_that_is_over_is_not_told(school: School) -> None:
    header = "sourcedId,classSourcedId,date,number,startTime,endTime,status\n"
    rows = (
        "l6,7b-alg,2026-09-16,6,11:00,11:45,cancelled\n"
        "l7,7b-alg,2026-09-16,7,12:00,12:45,cancelled\n"  # it is noon
    )

    await school.take({"lessons.csv": header + rows})

    assert [fact.thing for fact in await school.facts()] == ["lesson:5"]
