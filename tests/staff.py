"""Administrators of the small school, and more people to look after."""

import sqlalchemy as sa
from aiogram import Dispatcher

from storage import tables as t
from storage.database import Database
from tests.handlers.test_classes import link_staff
from tests.person import Person, buttons

ADMIN, HEAD = 1006, 1008
"""Telegram ids: an administrator whom a code linked, and one who holds the post."""
BELOVA, HEADS_PERSON = 50, 60


async def admin_by_code(bot: Dispatcher, db: Database) -> Person:
    """Link an administrator of every school."""
    await link_staff(db, ADMIN, "school_admin", None, "Вера")
    return Person(bot, ADMIN)


async def admin_by_post(bot: Dispatcher, db: Database, school_id: int = 1) -> Person:
    """Link an administrator of one school."""
    await hire(db, HEADS_PERSON, "Орлова", "Инна", role="school_admin", school_id=school_id)
    await link_staff(db, HEAD, "staff", HEADS_PERSON)
    return Person(bot, HEAD)


async def hire(
    db: Database, person_id: int, family: str, given: str, *, role: str = "", school_id: int = 1
) -> None:
    """Write a person; with a post, or as a teacher of physics."""
    keys = {"source": "hired", "sourced_id": str(person_id)}
    async with db.begin() as session:
        names = {"id": person_id, "given_name": given, "family_name": family}
        await session.execute(sa.insert(t.person).values(**names, **keys))
        if role:
            post = {"person_id": person_id, "school_id": school_id, "role": role}
            await session.execute(sa.insert(t.person_role).values(**post, **keys))
        else:
            seat = {"course_id": 2, "person_id": person_id, "role": "teacher"}
            await session.execute(sa.insert(t.course_member).values(**seat, **keys))


async def second_school(db: Database) -> None:
    """Write another school, number 2, where nobody works yet."""
    async with db.begin() as session:
        keys = {"source": "test", "sourced_id": "other"}
        await session.execute(sa.insert(t.school).values(id=2, title="Лицей № 2", **keys))


def words(markup: object) -> list[list[str]]:
    """Return a keyboard's texts."""
    return [[text for text, _data in row] for row in buttons(markup)]  # type: ignore[arg-type]
