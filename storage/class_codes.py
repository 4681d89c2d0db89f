"""Codes of a whole class: who needs one, all written at once, those still unused."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.class_codes import CODES_ON_PAGE, ClassHead, LivingCode, Missing, Wanted
from domain.people import Name, Role, Student
from storage.classes import linked_chats, on_day
from storage.database import Session
from storage.tables import access_code, class_member, person, school, school_class


async def head(session: Session, class_id: int) -> ClassHead | None:
    """Return the class as its papers name it."""
    rows = await session.execute(_heads().where(school_class.c.id == class_id))
    row = rows.one_or_none()
    return ClassHead(row.id, row.title, row.school) if row else None


async def called(session: Session, title: str, of_school: str | None) -> list[ClassHead]:
    """Return the active classes of this title, of one school or of all."""
    query = _heads().where(school_class.c.title == title, school_class.c.active)
    if of_school is not None:
        query = query.where(school.c.title == of_school)
    rows = await session.execute(query.order_by(school.c.title, school_class.c.id))
    return [ClassHead(row.id, row.title, row.school) for row in rows]


async def missing(
    session: Session, class_id: int, *, now: datetime, today: date
) -> dict[Wanted, list[Missing]]:
    """Return for each wish whom it needs codes for, by family name; one statement."""
    guardians, own = (linked_chats(role, now) for role in (Role.GUARDIAN, Role.STUDENT))
    query = (
        sa.select(person, school_class.c.title, guardians.label("guardians"), own.label("own"))
        .select_from(person)
        .join(school_class, school_class.c.id == class_id)
        .where(person.c.active, person.c.id.in_(_members(class_id, today)))
        .order_by(person.c.family_name, person.c.given_name, person.c.id)
    )
    found: dict[Wanted, list[Missing]] = {wanted: [] for wanted in Wanted}
    for row in await session.execute(query):
        student = Student(row.id, _name(row), row.title, class_id)
        parents, self_ = Missing(student, Role.GUARDIAN), Missing(student, Role.STUDENT)
        found[Wanted.ALL] += [parents, self_]
        if not row.guardians:
            found[Wanted.PARENTS].append(parents)
        if not row.own:
            found[Wanted.STUDENTS].append(self_)
    return found


async def unused(session: Session, class_id: int, *, now: datetime, today: date) -> dict[Role, int]:
    """Count the class's living codes by what they give."""
    query = (
        sa.select(access_code.c.role, sa.func.count())
        .where(*_living(class_id, now, today))
        .group_by(access_code.c.role)
    )
    return {Role(role): count for role, count in await session.execute(query)}


async def revoke_unused(
    session: Session,
    class_id: int,
    *,
    now: datetime,
    today: date,
    roles: Sequence[Role] = (Role.GUARDIAN, Role.STUDENT),
    code_id: int | None = None,
) -> int:
    """Withdraw the class's living codes, or one of them; return how many."""
    conditions = [*_living(class_id, now, today), access_code.c.role.in_(roles)]
    if code_id is not None:
        conditions.append(access_code.c.id == code_id)
    written = await session.execute(
        sa.update(access_code).where(*conditions).values(revoked_at=now)
    )
    return written.rowcount


async def living(
    session: Session, class_id: int, page: int, *, now: datetime, today: date
) -> tuple[list[LivingCode], int]:
    """Return a page of the class's living codes by family name, and how many there are."""
    query = (
        sa.select(
            access_code.c.id.label("code_id"), access_code.c.role, access_code.c.issued_at,
            access_code.c.expires_at, person, school_class.c.title,
            sa.func.count().over().label("total"),
        )
        .join(person, person.c.id == access_code.c.student_id)
        .join(school_class, school_class.c.id == class_id)
        .where(*_living(class_id, now, today))
        .order_by(person.c.family_name, person.c.given_name, person.c.id, access_code.c.id)
        .limit(CODES_ON_PAGE)
        .offset(page * CODES_ON_PAGE)
    )  # fmt: skip
    rows = (await session.execute(query)).all()
    found = [
        LivingCode(
            row.code_id, Role(row.role), Student(row.id, _name(row), row.title, class_id),
            row.issued_at, row.expires_at,
        )
        for row in rows
    ]  # fmt: skip
    return found, rows[0].total if rows else 0


def _heads() -> sa.Select[tuple[int, str, str]]:
    return sa.select(school_class.c.id, school_class.c.title, school.c.title.label("school")).join(
        school, school.c.id == school_class.c.school_id
    )


def _members(class_id: int, today: date) -> sa.Select[tuple[int]]:
    return sa.select(class_member.c.person_id).where(
        class_member.c.school_class_id == class_id,
        class_member.c.role == "student",
        on_day(today),
    )


def _living(class_id: int, now: datetime, today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        access_code.c.student_id.in_(_members(class_id, today)),
        access_code.c.role.in_((Role.GUARDIAN, Role.STUDENT)),
        access_code.c.used_at.is_(None),
        access_code.c.revoked_at.is_(None),
        access_code.c.expires_at > now,
    )


def _name(row: sa.Row[Any]) -> Name:
    return Name(row.given_name, row.family_name, row.middle_name)
