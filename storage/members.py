"""Members of a school's staff: what they are there today, their chats, their unused codes.

Who works at a school follows from the roster at every call: a class or a course that they teach
there today, or a post. Each branch starts from the school's own rows, or from the one person.
"""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from domain.changes import SchoolTitle, sortable
from domain.members import Member, MemberCard, MemberChat, Staff
from domain.people import FAMILY_ROLES, Name, Role
from storage.database import Session
from storage.grants import alive
from storage.tables import (
    access_code,
    access_grant,
    class_member,
    course,
    course_member,
    person,
    person_role,
    school,
    school_class,
)
from storage.types import Utc

_POSTS = [role for role in Role if role not in FAMILY_ROLES]
_SCHOOL_WIDE = (Role.DEPUTY_HEAD, Role.SCHOOL_ADMIN)
_CLASS, _COURSES, _CHAT, _CODE = "class", "courses", "chat", "code"
"""What a row tells of a person; any other word is a post."""


async def schools(
    session: Session, chat_id: int, *, now: datetime
) -> tuple[list[SchoolTitle], bool]:
    """Return the schools whose administrator the chat is, by title; and whether of every one."""
    query = sa.select(school.c.id, school.c.title, opens_every(chat_id, now).label("is_every"))
    mine = school.c.id.in_(_administered(chat_id, now))
    rows = (await session.execute(query.where(school.c.active, mine))).all()
    found = (SchoolTitle(row.id, row.title) for row in rows)
    by_title = sorted(found, key=lambda one: (sortable(one.title), one.id))
    return by_title, bool(rows and rows[0].is_every)


async def of_school(
    session: Session, chat_id: int, school_id: int, *, now: datetime, today: date
) -> Staff | None:
    """Return a school's staff by family name, as this administrator sees it; one statement."""
    other = school.alias("other")
    number = (
        sa.select(sa.func.count())
        .select_from(other)
        .where(other.c.active, other.c.id.in_(_administered(chat_id, now)))
        .scalar_subquery()
    )
    found = sa.union_all(*_seats(school_id, today)).subquery("found")
    every = opens_every(chat_id, now).label("is_every")
    query = _of_school(chat_id, school_id, now, found, number.label("number_of"), every)
    rows = (await session.execute(query)).all()
    if not rows:
        return None
    title = SchoolTitle(school_id, rows[0].school)
    return Staff(title, _members(rows), rows[0].number_of < 2, bool(rows[0].is_every))


async def one(
    session: Session, chat_id: int, school_id: int, person_id: int, *, now: datetime, today: date
) -> MemberCard | None:
    """Return a member of a school's staff with their chats and codes; one statement.

    Nothing where they are not of that school's staff, or not any more.
    """
    parts = (
        *_seats(school_id, today, person_id),
        _about(
            access_grant.c.person_id, _CHAT, number=access_grant.c.id,
            chat=access_grant.c.chat_id, at=access_grant.c.granted_at,
        ).where(access_grant.c.person_id == person_id, _is_staffs(now)),
        _about(
            access_code.c.person_id, _CODE, number=access_code.c.id, at=access_code.c.expires_at
        ).where(access_code.c.person_id == person_id, is_unused(now)),
    )  # fmt: skip
    found = sa.union_all(*parts).subquery("found")
    rows = (await session.execute(_of_school(chat_id, school_id, now, found))).all()
    members = _members(rows)
    if not members:
        return None
    chats = sorted((row.at, row.number, row.chat) for row in rows if row.what == _CHAT)
    return MemberCard(
        SchoolTitle(school_id, rows[0].school),
        members[0],
        tuple(MemberChat(number, chat, at) for at, number, chat in chats),
        tuple(sorted(row.at for row in rows if row.what == _CODE)),
        chat_id,
    )


def is_unused(now: datetime, role: Role = Role.STAFF) -> sa.ColumnElement[bool]:
    """Return the condition that a code gives this and could still be used."""
    return sa.and_(
        access_code.c.role == role,
        access_code.c.used_at.is_(None),
        access_code.c.revoked_at.is_(None),
        access_code.c.expires_at > now,
    )


def opens_every(chat_id: int, now: datetime) -> sa.Exists:
    """Return the condition that an administrator's code opened every school to the chat."""
    return sa.exists().where(*_by_code(chat_id, now))


def _by_code(chat_id: int, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return access_grant.c.chat_id == chat_id, access_grant.c.role == Role.SCHOOL_ADMIN, alive(now)


def _administered(chat_id: int, now: datetime) -> sa.CompoundSelect[Any]:
    """Select the ids of schools that the chat administers, as ``storage.standing`` reads it."""
    at_work = sa.and_(person.c.id == access_grant.c.person_id, person.c.active)
    post = sa.and_(person_role.c.person_id == person.c.id, person_role.c.role == Role.SCHOOL_ADMIN)
    every = school.alias("every")
    return sa.union_all(
        sa.select(person_role.c.school_id.label("id"))
        .select_from(access_grant.join(person, at_work).join(person_role, post))
        .where(
            access_grant.c.chat_id == chat_id, access_grant.c.role == Role.STAFF, alive(now),
            # What is not in a list with a NULL in it, SQL does not know.
            person_role.c.school_id.is_not(None),
        ),
        sa.select(every.c.id)
        .select_from(access_grant.join(every, sa.true()))
        .where(*_by_code(chat_id, now)),
    )  # fmt: skip


def _of_school(
    chat_id: int,
    school_id: int,
    now: datetime,
    found: sa.Subquery,
    *columns: sa.ColumnElement[Any],
) -> sa.Select[Any]:
    """Select what was found of whom, beside the school's title, which is there for nobody too."""
    chats = sa.select(sa.func.count(access_grant.c.chat_id.distinct())).where(
        access_grant.c.person_id == person.c.id, _is_staffs(now)
    )
    codes = sa.select(sa.func.count()).where(
        access_code.c.person_id == person.c.id, is_unused(now)
    )  # fmt: skip
    there = sa.and_(person.c.id == found.c.person_id, person.c.active)
    return (
        sa.select(
            school.c.title.label("school"), *columns, found,
            person.c.id, person.c.given_name, person.c.family_name, person.c.middle_name,
            chats.correlate(person).scalar_subquery().label("chats"),
            codes.correlate(person).scalar_subquery().label("unused"),
            _is_beyond(chat_id, now).label("is_beyond"),
        )
        .select_from(school.outerjoin(found, sa.true()).outerjoin(person, there))
        .where(school.c.id == school_id, school.c.active)
    )  # fmt: skip


def _seats(school_id: int, today: date, person_id: int | None = None) -> tuple[sa.Select[Any], ...]:
    """Select a row for each class, each post, and all the courses of each member of staff."""

    def of(table: sa.Table) -> sa.ColumnElement[bool]:
        return sa.true() if person_id is None else table.c.person_id == person_id

    taught = sa.func.count(course.c.id.distinct())
    of_class = class_member.c.school_class_id == school_class.c.id
    return (
        _about(class_member.c.person_id, _CLASS, title=school_class.c.title)
        .join(school_class, of_class)
        .where(
            school_class.c.school_id == school_id, school_class.c.active, of(class_member),
            class_member.c.role == "teacher", _holds(class_member, today),
        ),
        _about(course_member.c.person_id, _COURSES, number=taught)
        .join(course, course.c.id == course_member.c.course_id)
        .where(
            course.c.school_id == school_id, course.c.active, of(course_member),
            course_member.c.role == "teacher", _holds(course_member, today),
        )
        .group_by(course_member.c.person_id),
        _about(person_role.c.person_id, person_role.c.role).where(
            person_role.c.school_id == school_id, person_role.c.role.in_(_POSTS), of(person_role)
        ),
    )  # fmt: skip


def _about(
    whom: sa.Column[Any],
    what: str | sa.Column[Any],
    *,
    title: sa.ColumnElement[str] | None = None,
    number: sa.ColumnElement[int] | None = None,
    chat: sa.ColumnElement[int] | None = None,
    at: sa.ColumnElement[Any] | None = None,
) -> sa.Select[Any]:
    """Select one thing about somebody, from the table that names them."""
    return sa.select(
        whom.label("person_id"),
        (sa.literal(what) if isinstance(what, str) else what).label("what"),
        (sa.literal("") if title is None else title).label("title"),
        (sa.literal(1) if number is None else number).label("number"),
        (sa.literal(None, sa.Integer) if chat is None else chat).label("chat"),
        (sa.literal(None, Utc) if at is None else at).label("at"),
    ).select_from(whom.table)


def _is_staffs(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(access_grant.c.role == Role.STAFF, alive(now))


def _is_beyond(chat_id: int, now: datetime) -> sa.Exists:
    """Return the condition that a person has a post at a school which is not the chat's."""
    held = person_role.alias("held")
    return (
        sa.exists()
        .where(
            held.c.person_id == person.c.id,
            held.c.role.in_(_SCHOOL_WIDE),
            held.c.school_id.not_in(_administered(chat_id, now)),
        )
        .correlate(person)
    )


def _holds(members: sa.Table, today: date) -> sa.ColumnElement[bool]:
    """Return the condition that a membership holds today."""
    return sa.and_(
        sa.or_(members.c.begins_on.is_(None), members.c.begins_on <= today),
        sa.or_(members.c.ends_on.is_(None), members.c.ends_on >= today),
    )


def _members(rows: Iterable[sa.Row[Any]]) -> tuple[Member, ...]:
    """Return everybody of whom a row says what they are; a chat or a code alone does not."""
    there = sorted((row for row in rows if row.id is not None), key=lambda row: row.id)
    found = [_member(list(about)) for _id, about in groupby(there, key=lambda row: row.id)]
    known = (one for one in found if one is not None)
    return tuple(sorted(known, key=lambda one: (sortable(one.name.family), one.name.given, one.id)))


def _member(rows: list[sa.Row[Any]]) -> Member | None:
    seats = [row for row in rows if row.what not in (_CHAT, _CODE)]
    if not seats:
        return None
    first = seats[0]
    classes = {row.title for row in seats if row.what == _CLASS}
    return Member(
        first.id,
        Name(first.given_name, first.family_name, first.middle_name),
        first.chats,
        first.unused,
        bool(first.is_beyond),
        frozenset(Role(row.what) for row in seats if row.what not in (_CLASS, _COURSES)),
        tuple(sorted(classes)),
        sum(row.number for row in seats if row.what == _COURSES),
    )
