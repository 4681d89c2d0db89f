"""The deputy head of the small school at the phone, and what came of it."""

import sqlalchemy as sa
from aiogram import Dispatcher

from domain.facts import Fact, LessonDuty, load
from storage import tables as t
from storage.database import Database
from tests.handlers.test_classes import link_staff
from tests.person import Person, buttons
from tests.school import SmallSchool

DEPUTY = 1006


async def deputy_of(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    """Link the deputy head; a second teacher, Yolkin, has physics."""
    await link_staff(db, DEPUTY, "staff", school.deputy)
    async with db.begin() as session:
        await session.execute(sa.update(t.person_role).values(school_id=school.school))
        # A second teacher, who has physics.
        await session.execute(
            sa.insert(t.person).values(
                id=40, source="test", sourced_id="t40", given_name="Пётр", family_name="Ёлкин",
                middle_name="Ильич",
            )
        )  # fmt: skip
        await session.execute(
            sa.insert(t.course_member).values(
                source="test", sourced_id="cm40", course_id=2, person_id=40, role="teacher"
            )
        )
    return Person(bot, DEPUTY)


async def facts(db: Database) -> list[Fact]:
    """Return what families are about to hear."""
    return [one for one in await _facts(db) if not isinstance(one, LessonDuty)]


async def duties(db: Database) -> list[LessonDuty]:
    """Return what teachers are about to hear of their own lessons."""
    return [one for one in await _facts(db) if isinstance(one, LessonDuty)]


async def _facts(db: Database) -> list[Fact]:
    async with db.read() as session:
        rows = await session.execute(
            sa.select(t.fact).where(t.fact.c.planned_at.is_(None)).order_by(t.fact.c.id)
        )
        return [load(row.kind, row.payload) for row in rows]


async def row(db: Database, lesson_id: int) -> tuple[str, int | None, str, str]:
    async with db.read() as session:
        found = (await session.execute(sa.select(t.lesson).where(t.lesson.c.id == lesson_id))).one()
    return found.status, found.teacher_id, found.room, found.note


def texts(markup: object) -> list[list[str]]:
    return [[text for text, _data in line] for line in buttons(markup)]  # type: ignore[arg-type]
