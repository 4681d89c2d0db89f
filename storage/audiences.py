"""Which chats hear of a fact, as one query for many facts of many kinds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from domain.people import Role
from domain.timing import Mode
from storage.tables import (
    access_grant,
    class_member,
    course,
    course_member,
    fact,
    person,
    preference,
    school_class,
)


class Group(StrEnum):
    """Whose families hear; the value is the key in the fact's payload that holds the id."""

    STUDENT = "student"
    COURSE = "course"
    SCHOOL_CLASS = "school_class"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Audience:
    """Which grants hear of facts of these kinds."""

    kinds: tuple[str, ...]
    groups: tuple[Group, ...]
    roles: tuple[Role, ...]
    needs_marks: bool
    """Whether a trusted person without the right to see marks is left out."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When rights and memberships are looked at."""

    now: datetime
    today: date


def hearing(
    audiences: Iterable[Audience],
    at: Moment,
    facts: Collection[int],
    chats: Collection[int] | None = None,
) -> sa.Subquery:
    """Select (fact_id, kind, chat_id, student_id, role, given_name, family_name, mode, breaks).

    Of these facts, and of these chats if any are given. Mode is how soon the chat wants to hear of
    this kind about this student, breaks whether urgent facts come in quiet hours too. A student
    reached by two ways, or seen by two grants of one chat, stands twice.
    """
    only = [fact.c.id.in_(facts)]
    if chats is not None:
        only.append(access_grant.c.chat_id.in_(chats))
    branches = [
        _branch(audience, start, at.now).where(*only)
        for audience in audiences
        for group in audience.groups
        for start in _starts(group, at.today)
    ]
    return sa.union_all(*branches).subquery("hearing")


@dataclass(frozen=True, slots=True)
class _Start:
    """How to come from a fact to students."""

    tables: sa.FromClause
    student: sa.ColumnElement[Any]
    holds: Sequence[sa.ColumnElement[bool]] = ()


def _starts(group: Group, today: date) -> list[_Start]:
    key = fact.c.payload[group.value].as_integer()
    match group:
        case Group.STUDENT:
            return [_Start(fact, key)]
        case Group.COURSE:
            return [_members(course_member, course_member.c.course_id == key, today)]
        case Group.SCHOOL_CLASS:
            return [_members(class_member, class_member.c.school_class_id == key, today)]
        case Group.SCHOOL:
            return [_of_classes(key, today), _of_courses(key, today)]


def _of_classes(key: sa.ColumnElement[Any], today: date) -> _Start:
    inside = class_member.c.school_class_id == school_class.c.id
    start = _members(class_member, inside, today, school_class, school_class.c.school_id == key)
    return _Start(start.tables, start.student, (*start.holds, school_class.c.active))


def _of_courses(key: sa.ColumnElement[Any], today: date) -> _Start:
    """Those who are in no class hear the school's news through their courses."""
    inside = course_member.c.course_id == course.c.id
    start = _members(course_member, inside, today, course, course.c.school_id == key)
    return _Start(start.tables, start.student, (*start.holds, course.c.active))


def _members(
    members: sa.Table,
    inside: sa.ColumnElement[bool],
    today: date,
    through: sa.Table | None = None,
    on: sa.ColumnElement[bool] | None = None,
) -> _Start:
    tables: sa.FromClause = fact if through is None or on is None else fact.join(through, on)
    here = (
        members.c.role == Role.STUDENT,
        sa.or_(members.c.begins_on.is_(None), members.c.begins_on <= today),
        sa.or_(members.c.ends_on.is_(None), members.c.ends_on >= today),
    )
    return _Start(tables.join(members, inside), members.c.person_id, here)


def _branch(audience: Audience, start: _Start, now: datetime) -> sa.Select[Any]:
    tables = (
        start.tables.join(access_grant, access_grant.c.student_id == start.student)
        .join(person, person.c.id == access_grant.c.student_id)
        .outerjoin(
            preference,
            sa.and_(
                preference.c.chat_id == access_grant.c.chat_id,
                preference.c.student_id == access_grant.c.student_id,
                preference.c.kind == fact.c.kind,
            ),
        )
    )
    # A fact about a chat (somebody was linked) is not told to that chat.
    itself = sa.func.coalesce(fact.c.payload["chat"].as_integer(), 0)
    holds = [
        *start.holds,
        fact.c.kind.in_(audience.kinds),
        access_grant.c.role.in_(audience.roles),
        access_grant.c.revoked_at.is_(None),
        sa.or_(access_grant.c.expires_at.is_(None), access_grant.c.expires_at > now),
        access_grant.c.chat_id != itself,
        person.c.active,
    ]
    if audience.needs_marks:
        holds.append(access_grant.c.sees_marks)
    return (
        sa.select(
            fact.c.id.label("fact_id"),
            fact.c.kind,
            access_grant.c.chat_id,
            access_grant.c.student_id,
            access_grant.c.role,
            person.c.given_name,
            person.c.family_name,
            sa.func.coalesce(preference.c.mode, Mode.NOW.value).label("mode"),
            sa.func.coalesce(preference.c.breaks, sa.true()).label("breaks"),
        )
        .select_from(tables)
        .where(*holds)
    )
