"""People of the roster, as the operator and the school name them: by sourcedId."""

from dataclasses import dataclass

import sqlalchemy as sa

from domain.people import FAMILY_ROLES, Name
from storage.database import Session
from storage.tables import class_member, course_member, guardianship, person, person_role


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of one source."""

    id: int
    source: str
    name: Name
    is_student: bool
    is_staff: bool


async def called(
    session: Session, sourced_id: str, *, source: str | None = None
) -> list[KnownPerson]:
    """Return those who are at school and whom some source calls so; several sources may."""
    query = sa.select(
        person.c.id,
        person.c.source,
        person.c.given_name,
        person.c.family_name,
        person.c.middle_name,
        sa.or_(_sits("student"), _has_role(person_role.c.role == "student")).label("studies"),
        sa.or_(_sits("teacher"), _has_role(person_role.c.role.not_in(FAMILY_ROLES))).label("works"),
    ).where(person.c.sourced_id == sourced_id, person.c.active)
    if source is not None:
        query = query.where(person.c.source == source)
    rows = await session.execute(query.order_by(person.c.source))
    return [
        KnownPerson(
            row.id,
            row.source,
            Name(row.given_name, row.family_name, row.middle_name),
            bool(row.studies),
            bool(row.works),
        )
        for row in rows
    ]


async def guards(session: Session, guardian_id: int, student_id: int) -> bool:
    """Tell whether the roster knows the one as the other's guardian."""
    found = await session.execute(
        sa.select(guardianship.c.id)
        .where(guardianship.c.student_id == student_id, guardianship.c.guardian_id == guardian_id)
        .limit(1)
    )
    return found.first() is not None


def _sits(role: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        *(
            sa.exists().where(table.c.person_id == person.c.id, table.c.role == role)
            for table in (class_member, course_member)
        )
    )


def _has_role(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(person_role.c.person_id == person.c.id, condition)
