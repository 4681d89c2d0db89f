"""The students whom news is for, where it is not for all of its class or course."""

from datetime import date

import sqlalchemy as sa

from domain.announcing import STUDENTS, Audience, Choice
from domain.people import Name
from storage.database import Session
from storage.receipts import members
from storage.tables import announcement_student, person
from storage.upsert import upsert


async def choices(
    session: Session, news_id: int, audience: Audience, page: int, *, today: date
) -> tuple[list[Choice], bool]:
    """Return a page of the audience by family name, and whether there is more; one statement."""
    is_chosen = sa.exists().where(
        announcement_student.c.announcement_id == news_id,
        announcement_student.c.student_id == person.c.id,
    )
    rows = await session.execute(
        sa.select(
            person.c.id, person.c.given_name, person.c.family_name, is_chosen.label("is_chosen")
        )
        .where(person.c.active, person.c.id.in_(members(audience, today)))
        .order_by(person.c.family_name, person.c.given_name, person.c.id)
        .offset(page * STUDENTS)
        .limit(STUDENTS + 1)
    )
    found = [Choice(row.id, Name(row.given_name, row.family_name), row.is_chosen) for row in rows]
    return found[:STUDENTS], len(found) > STUDENTS


async def choose(
    session: Session, news_id: int, audience: Audience, student_id: int, *, on: bool, today: date
) -> None:
    """Choose a student of the audience, or no longer; nobody else's student is written."""
    c = announcement_student.c
    if not on:
        mine = (c.announcement_id == news_id, c.student_id == student_id)
        await session.execute(sa.delete(announcement_student).where(*mine))
        return
    there = sa.select(sa.literal(news_id), person.c.id).where(
        person.c.id == student_id, person.c.active, person.c.id.in_(members(audience, today))
    )
    names = ["announcement_id", "student_id"]
    insert = upsert(session, announcement_student).from_select(names, there)
    await session.execute(insert.on_conflict_do_nothing())


async def choose_all(session: Session, news_id: int) -> None:
    """Let the news be for the whole audience again."""
    mine = announcement_student.c.announcement_id == news_id
    await session.execute(sa.delete(announcement_student).where(mine))
