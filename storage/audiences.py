"""Which chats hear of a fact, as one query for many facts of many kinds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from domain.people import Role
from domain.timing import Mode
from storage.tables import (
    access_grant,
    announcement_student,
    class_group,
    class_member,
    course,
    course_member,
    delivery,
    fact,
    person,
    person_role,
    preference,
    school_class,
)
from storage.types import Id

GROUP = "group"
"""Stands for a role where a Telegram group hears."""
IS_NEWS: sa.ColumnElement[str] = sa.literal_column("'news.posted'")
"""Literally so: SQLite uses an index over some rows only where the condition is spelt as there."""


class Group(StrEnum):
    """Whose families hear; the value is the key in the fact's payload that holds the id."""

    STUDENT = "student"
    COURSE = "course"
    SCHOOL_CLASS = "school_class"
    SCHOOL = "school"
    CHAT = "to_chat"
    """One chat, whatever it may see: an answer to its own question."""
    STAFF_OF_COURSE = "to_course"
    STAFF_OF_CLASS = "to_class"
    PERSON = "to_person"
    """One member of staff."""
    FORMER = "to_former"
    """One who was concerned before."""
    STAFF_OF_SCHOOL = "to_school"
    """Its deputy heads."""
    ADMINS = "to_admins"
    CLASS_GROUPS = "class_groups"
    """Telegram groups that are bound to the class of ``school_class``: news only, nobody's data."""
    CHOSEN = "chosen"
    """Students who were chosen one by one for an announcement, whose id it holds."""
    READERS = "announcement"
    """Chats that an announcement went out to, to change what they have."""


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
    reached by two ways, or seen by two grants of one chat, stands twice. Who hears for themselves
    (staff, one chat) has no student.
    """
    only = [fact.c.id.in_(facts)]
    if chats is not None:
        only.append(access_grant.c.chat_id.in_(chats))
    audiences = list(audiences)
    branches = [
        _branch(audience, group, start, at.now).where(*only)
        for audience in audiences
        for group in audience.groups
        for start in _starts(group, at.today)
    ]
    wanted = [fact.c.id.in_(facts)]
    for audience in audiences:
        mine = [*wanted, fact.c.kind.in_(audience.kinds)]
        if Group.CLASS_GROUPS in audience.groups:
            branches.append(_of_groups(chats).where(*mine))
        if Group.READERS in audience.groups:
            branches.append(_of_readers(chats).where(*mine))
    return sa.union_all(*branches).subquery("hearing")


@dataclass(frozen=True, slots=True)
class _Start:
    """How to come from a fact to grants."""

    tables: sa.FromClause
    grants: sa.ColumnElement[bool]
    """Joins ``access_grant``."""
    holds: Sequence[sa.ColumnElement[bool]] = ()
    of_student: bool = True
    """Whether the grants are to students; else the person of the grant hears for themselves."""


def _starts(group: Group, today: date) -> list[_Start]:
    key = fact.c.payload[group.value].as_integer()
    match group:
        case Group.STUDENT:
            return [_Start(fact, access_grant.c.student_id == key)]
        case Group.COURSE:
            return [_members(course_member, course_member.c.course_id == key, today)]
        case Group.SCHOOL_CLASS:
            return [_members(class_member, class_member.c.school_class_id == key, today)]
        case Group.SCHOOL:
            return [_of_classes(key, today), _of_courses(key, today)]
        case Group.CHOSEN:
            return [_of_chosen(key)]
        case Group.CHAT:
            return [_of_chat(key)]
        case Group.PERSON | Group.FORMER:
            return [_Start(fact, access_grant.c.person_id == key, of_student=False)]
        case Group.STAFF_OF_COURSE:
            return [_teachers(course_member, course_member.c.course_id == key, today)]
        case Group.STAFF_OF_CLASS:
            return [_teachers(class_member, class_member.c.school_class_id == key, today)]
        case Group.STAFF_OF_SCHOOL:
            return [_posts(key, Role.DEPUTY_HEAD)]
        case Group.ADMINS:
            return [_posts(key, Role.SCHOOL_ADMIN), _admins(key)]
        case Group.CLASS_GROUPS | Group.READERS:
            return []  # they have no grants: see hearing()


def _of_classes(key: sa.ColumnElement[Any], today: date) -> _Start:
    inside = class_member.c.school_class_id == school_class.c.id
    start = _members(class_member, inside, today, school_class, school_class.c.school_id == key)
    of_year = _is_year(school_class.c.grade)
    return replace(start, holds=(*start.holds, school_class.c.active, of_year))


def _of_courses(key: sa.ColumnElement[Any], today: date) -> _Start:
    """Those who are in no class hear the school's news through their courses."""
    inside = course_member.c.course_id == course.c.id
    start = _members(course_member, inside, today, course, course.c.school_id == key)
    return replace(start, holds=(*start.holds, course.c.active, _is_year(person.c.grade)))


def _is_year(grade: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Return the condition that the news of a school is for this year, or for all."""
    wanted = sa.func.coalesce(fact.c.payload["grade"].as_string(), "")
    return sa.or_(wanted == "", wanted == grade)


def _members(
    members: sa.Table,
    inside: sa.ColumnElement[bool],
    today: date,
    through: sa.Table | None = None,
    on: sa.ColumnElement[bool] | None = None,
) -> _Start:
    tables: sa.FromClause = fact if through is None or on is None else fact.join(through, on)
    here = (members.c.role == Role.STUDENT, *_today(members, today))
    return _Start(
        tables.join(members, inside), access_grant.c.student_id == members.c.person_id, here
    )


def _teachers(members: sa.Table, inside: sa.ColumnElement[bool], today: date) -> _Start:
    here = (members.c.role == "teacher", *_today(members, today))
    mine = access_grant.c.person_id == members.c.person_id
    return _Start(fact.join(members, inside), mine, here, of_student=False)


def _posts(key: sa.ColumnElement[Any], role: Role) -> _Start:
    """Start from who holds a post at the school."""
    post = sa.and_(person_role.c.school_id == key, person_role.c.role == role)
    mine = access_grant.c.person_id == person_role.c.person_id
    return _Start(fact.join(person_role, post), mine, of_student=False)


def _of_chosen(key: sa.ColumnElement[Any]) -> _Start:
    """Start from the students whom the news is for."""
    mine = announcement_student.c.announcement_id == key
    seen = access_grant.c.student_id == announcement_student.c.student_id
    return _Start(fact.join(announcement_student, mine), seen)


def _admins(key: sa.ColumnElement[Any]) -> _Start:
    """Start from administrators whom no row of the roster stands for."""
    nobody = access_grant.c.person_id.is_(None)
    mine = sa.and_(access_grant.c.role == Role.SCHOOL_ADMIN, nobody)
    return _Start(fact, mine, (key.is_not(None),), of_student=False)


def _of_chat(key: sa.ColumnElement[Any]) -> _Start:
    """Start from one chat; where the fact is about a student, it must still see them."""
    about = fact.c.payload["about"].as_integer()
    holds = (sa.or_(about.is_(None), access_grant.c.student_id == about),)
    return _Start(fact, access_grant.c.chat_id == key, holds, of_student=False)


def _today(members: sa.Table, today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        sa.or_(members.c.begins_on.is_(None), members.c.begins_on <= today),
        sa.or_(members.c.ends_on.is_(None), members.c.ends_on >= today),
    )


def _branch(audience: Audience, group: Group, start: _Start, now: datetime) -> sa.Select[Any]:
    # A fact about a chat (somebody was linked) is not told to that chat.
    itself = sa.func.coalesce(fact.c.payload["chat"].as_integer(), 0)
    holds = [
        *start.holds,
        fact.c.kind.in_(audience.kinds),
        access_grant.c.revoked_at.is_(None),
        sa.or_(access_grant.c.expires_at.is_(None), access_grant.c.expires_at > now),
        access_grant.c.chat_id != itself,
    ]
    if group is not Group.CHAT:
        holds.append(access_grant.c.role.in_(audience.roles))
    if audience.needs_marks:
        holds.append(access_grant.c.sees_marks)
    if group in _NEWS:
        holds.append(_is_hearer())
    tables = start.tables.join(access_grant, start.grants)
    of_family = start.of_student
    query = _of_student(tables) if of_family else _of_themselves(tables)
    return query.where(*holds)


_NEWS = (Group.SCHOOL, Group.SCHOOL_CLASS, Group.COURSE, Group.CHOSEN)


def _is_hearer() -> sa.ColumnElement[bool]:
    """Return the condition that the news is for this role; a trusted person stands for parents."""
    wanted = sa.func.coalesce(fact.c.payload["hearers"].as_string(), "")
    is_student = access_grant.c.role == Role.STUDENT
    return sa.case(
        (wanted == Role.STUDENT.value, is_student),
        (wanted == Role.GUARDIAN.value, ~is_student),
        else_=sa.true(),
    )


def _of_groups(chats: Collection[int] | None) -> sa.Select[Any]:
    """Select the groups of the class that the news is for."""
    here = class_group.c.school_class_id == fact.c.payload["school_class"].as_integer()
    query = _unnamed(class_group.c.chat_id, sa.literal(GROUP)).select_from(
        fact.join(class_group, here)
    )
    return query if chats is None else query.where(class_group.c.chat_id.in_(chats))


def _of_readers(chats: Collection[int] | None) -> sa.Select[Any]:
    """Select the chats, groups among them, that have a message about the announcement."""
    posted, told = fact.alias("posted"), delivery.alias("told")
    about = sa.and_(posted.c.thing == fact.c.thing, posted.c.kind == IS_NEWS)
    out = sa.and_(told.c.fact_id == posted.c.id, told.c.message_id > 0)
    query = _unnamed(told.c.chat_id, sa.literal("")).select_from(
        fact.join(posted, about).join(told, out)
    )
    return query if chats is None else query.where(told.c.chat_id.in_(chats))


def _unnamed(chat_id: sa.ColumnElement[int], role: sa.ColumnElement[str]) -> sa.Select[Any]:
    """Select a chat that hears of no child, and chose nothing."""
    return sa.select(
        fact.c.id.label("fact_id"),
        fact.c.kind,
        chat_id.label("chat_id"),
        sa.literal(None, Id).label("student_id"),
        role.label("role"),
        sa.literal("").label("given_name"),
        sa.literal("").label("family_name"),
        sa.literal(Mode.NOW.value).label("mode"),
        sa.true().label("breaks"),
    )


def _of_student(tables: sa.FromClause) -> sa.Select[Any]:
    chosen = sa.and_(
        preference.c.chat_id == access_grant.c.chat_id,
        preference.c.student_id == access_grant.c.student_id,
        preference.c.kind == fact.c.kind,
    )
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
        .select_from(
            tables.join(person, person.c.id == access_grant.c.student_id).outerjoin(
                preference, chosen
            )
        )
        .where(person.c.active)
    )


def _of_themselves(tables: sa.FromClause) -> sa.Select[Any]:
    """Select who hears of what is no child's: no name, no choice of kinds."""
    who = sa.func.coalesce(access_grant.c.person_id, access_grant.c.student_id)
    return (
        _unnamed(access_grant.c.chat_id, access_grant.c.role)
        .select_from(tables.outerjoin(person, person.c.id == who))
        .where(sa.or_(person.c.id.is_(None), person.c.active))
    )
