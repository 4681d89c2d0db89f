"""Classes and the people in charge of them; every question starts from who asks."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.classes import PUPILS_ON_PAGE, ClassTitle, Pupil
from domain.people import Name, Role, Student
from storage.database import Session
from storage.grants import alive
from storage.tables import access_grant, class_member, person, person_role, school_class

_SCHOOL_WIDE = (Role.DEPUTY_HEAD, Role.SCHOOL_ADMIN)


async def in_charge(
    session: Session, chat_id: int, *, now: datetime, today: date
) -> list[ClassTitle]:
    """Return the classes that the chat is in charge of, by title; one statement."""
    found = (await session.execute(_charge(chat_id, now, today))).all()
    # Whoever is several things there reads if one of them does.
    by_right = sorted(found, key=lambda row: row.reads)
    classes = {row.id: _class(row) for row in by_right}
    return sorted(classes.values(), key=lambda one: (_grade(one.title), one.title))


async def one_in_charge(
    session: Session, chat_id: int, class_id: int, *, now: datetime, today: date
) -> tuple[ClassTitle, bool] | None:
    """Return the class if the chat is in charge of it, and whether it is the only one."""
    wanted = _charge(chat_id, now, today, school_class.c.id == class_id).subquery("wanted")
    others = _charge(chat_id, now, today, school_class.c.id != class_id).subquery("others")
    more = sa.exists().select_from(others).label("more")
    query = sa.select(wanted, more).order_by(wanted.c.reads.desc()).limit(1)
    row = (await session.execute(query)).first()
    return (_class(row), not row.more) if row else None


async def pupil_in_charge(
    session: Session, chat_id: int, student_id: int, *, now: datetime, today: date
) -> Student | None:
    """Return the student if they are at school, in a class that the chat is in charge of."""
    classes = sa.select(class_member.c.school_class_id).where(
        class_member.c.person_id == student_id, class_member.c.role == "student", on_day(today)
    )
    charge = _charge(chat_id, now, today, school_class.c.id.in_(classes)).subquery("charge")
    query = (
        sa.select(person, charge.c.id.label("class_id"), charge.c.title)
        .join(charge, sa.true())
        .where(person.c.id == student_id, person.c.active)
        .limit(1)
    )
    row = (await session.execute(query)).first()
    if row is None:
        return None
    name = Name(row.given_name, row.family_name, row.middle_name)
    return Student(row.id, name, row.title, row.class_id)


async def pupils(
    session: Session,
    class_id: int,
    page: int,
    *,
    now: datetime,
    today: date,
    without_guardian: bool = False,
) -> tuple[list[Pupil], int, int, int]:
    """Return a page of the class by family name, and of all pages: students, with guardian, linked.

    ``without_guardian`` leaves those on the page who have none; the counts stay the class's.

    One statement; a page beyond the last is empty, but then the counts are too.
    """
    linked = [linked_chats(role, now) for role in (Role.GUARDIAN, Role.STUDENT)]
    members = (
        sa.select(
            person.c.id,
            person.c.given_name,
            person.c.family_name,
            person.c.middle_name,
            linked[0].label("guardians"),
            linked[1].label("own"),
        )
        .join(class_member, class_member.c.person_id == person.c.id)
        .where(
            class_member.c.school_class_id == class_id,
            class_member.c.role == "student",
            person.c.active,
            on_day(today),
        )
        .distinct()
        .subquery("members")
    )
    counted = sa.select(
        members,
        sa.func.count().over().label("total"),
        _sum(members.c.guardians).label("with_guardian"),
        _sum(members.c.own).label("linked"),
    ).subquery("counted")
    shown = counted.c.guardians == 0 if without_guardian else sa.true()
    query = (
        sa.select(counted)
        .where(shown)
        .order_by(counted.c.family_name, counted.c.given_name, counted.c.id)
        .limit(PUPILS_ON_PAGE)
        .offset(page * PUPILS_ON_PAGE)
    )
    rows = (await session.execute(query)).all()
    found = [_pupil(row) for row in rows]
    first = rows[0] if rows else None
    return found, *((first.total, first.with_guardian, first.linked) if first else (0, 0, 0))


def _charge(
    chat_id: int, now: datetime, today: date, *conditions: sa.ColumnElement[bool]
) -> sa.CompoundSelect[Any]:
    """Select (id, title, reads) of active classes: as class teacher, by a post, as admin.

    ``reads`` is 1 where the journal may be read besides, 2 for its class teacher.

    Each branch starts from the chat's grants by their index: of a common table expression
    SQLite knows no size, and would rather walk through all members of all classes.
    """
    mine = (
        access_grant.c.chat_id == chat_id,
        access_grant.c.role.in_((Role.STAFF, Role.SCHOOL_ADMIN)),
        alive(now),
    )

    def columns(reads: sa.ColumnElement[int]) -> sa.Select[Any]:
        named = (school_class.c.id, school_class.c.title, reads.label("reads"))
        return sa.select(*named).select_from(access_grant)

    of_post = sa.case((person_role.c.role == Role.DEPUTY_HEAD, 1), else_=0)
    at_work = sa.and_(person.c.id == access_grant.c.person_id, person.c.active)
    teaching = sa.and_(class_member.c.person_id == person.c.id, class_member.c.role == "teacher")
    post = sa.and_(person_role.c.person_id == person.c.id, person_role.c.role.in_(_SCHOOL_WIDE))
    branches = (
        columns(sa.literal(2))
        .join(person, at_work)
        .join(class_member, sa.and_(teaching, on_day(today)))
        .join(school_class, school_class.c.id == class_member.c.school_class_id),
        columns(of_post)
        .join(person, at_work)
        .join(person_role, post)
        .join(school_class, school_class.c.school_id == person_role.c.school_id),
        columns(sa.literal(0)).join(school_class, access_grant.c.role == Role.SCHOOL_ADMIN),
    )
    return sa.union_all(
        *(branch.where(school_class.c.active, *mine, *conditions) for branch in branches)
    )


def linked_chats(role: Role, now: datetime) -> sa.ScalarSelect[Any]:
    """Count the chats that see the student as this."""
    return (
        sa.select(sa.func.count(access_grant.c.chat_id.distinct()))
        .where(access_grant.c.student_id == person.c.id, access_grant.c.role == role, alive(now))
        .correlate(person)
        .scalar_subquery()
    )


def _sum(column: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """Count over all rows those where the column is not zero."""
    return sa.func.sum(sa.case((column > 0, 1), else_=0)).over()


def on_day(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that a membership holds today."""
    return sa.and_(
        sa.or_(class_member.c.begins_on.is_(None), class_member.c.begins_on <= today),
        sa.or_(class_member.c.ends_on.is_(None), class_member.c.ends_on >= today),
    )


def _class(row: sa.Row[Any]) -> ClassTitle:
    return ClassTitle(row.id, row.title, reads=row.reads > 0, leads=row.reads > 1)


def _pupil(row: sa.Row[Any]) -> Pupil:
    name = Name(row.given_name, row.family_name, row.middle_name)
    return Pupil(row.id, name, row.guardians, row.own > 0)


def _grade(title: str) -> int:
    """Return the number a title begins with or ends with, so that 10А follows 9В."""
    digits = "".join(sign for sign in title if sign.isdigit())
    return int(digits) if digits else 0
