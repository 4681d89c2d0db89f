"""Reading the audit log and the journal's history as one list, the newest first.

Each of the two is cut to a page by its own index before they are put together and names are
looked up, so a page costs the same however long the school has been running.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.audit import ACTIONS, Actor, Cursor, Line, Scope, Topic, Wanted
from domain.people import Name, Role, Student
from storage import actors as naming
from storage.database import Session
from storage.grants import alive
from storage.standing import at_work
from storage.tables import (
    access_code,
    access_grant,
    announcement,
    audit_entry,
    course,
    journal_change,
    person,
    person_role,
    school,
    school_class,
    subject,
)
from storage.types import Id


async def scope(session: Session, chat_id: int, *, now: datetime) -> Scope | None:
    """Return which schools' entries an administrator reads; nothing for others. One statement.

    Who is administrator of the only school there is reads what belongs to none, too.
    """
    mine = (access_grant.c.chat_id == chat_id, alive(now))
    by_post = (
        sa.select(person_role.c.school_id)
        .select_from(
            access_grant.join(person, at_work()).join(
                person_role, person_role.c.person_id == person.c.id
            )
        )
        .where(person_role.c.role == Role.SCHOOL_ADMIN, person_role.c.school_id.is_not(None), *mine)
    )
    by_code = sa.select(sa.literal(None, Id)).where(
        sa.exists().where(access_grant.c.role == Role.SCHOOL_ADMIN, *mine)
    )
    others = sa.select(sa.func.count()).where(school.c.active, school.c.kind == "school")
    found = sa.union_all(by_post, by_code).subquery("found")
    query = sa.select(found.c[0], others.scalar_subquery())
    rows = (await session.execute(query)).all()
    if not rows:
        return None
    every = any(number is None or count <= 1 for number, count in rows)
    return Scope(tuple(sorted({number for number, _ in rows if number is not None})), every)


async def lines(
    session: Session,
    wanted: Wanted,
    within: Scope,
    *,
    since: datetime | None,
    after: Cursor | None = None,
    most: int,
) -> list[Line]:
    """Return entries in words that a person can read, the newest first; one statement."""
    found = _found(wanted, within, since, after, most)
    rows = await session.execute(_named(found).order_by(found.c.at.desc(), found.c.key.desc()))
    return [_line(row) for row in rows]


async def actors(
    session: Session, wanted: Wanted, within: Scope, *, since: datetime | None, looked_at: int
) -> list[Actor]:
    """Return who did something last, the latest first; one statement."""
    found = _found(wanted, within, since, None, looked_at)
    last = (
        sa.select(found.c.chat_id, sa.func.max(found.c.at).label("at"))
        .where(found.c.chat_id.is_not(None))
        .group_by(found.c.chat_id)
        .subquery("last")
    )
    query = naming.named(sa.select(last.c.chat_id).select_from(last), last.c.chat_id)
    rows = await session.execute(query.order_by(last.c.at.desc(), last.c.chat_id))
    return [naming.actor(row) for row in rows]


async def actor(session: Session, chat_id: int) -> Actor:
    """Return one chat by name; one statement."""
    one = sa.select(sa.literal(chat_id, Id).label("chat_id")).subquery("one")
    query = naming.named(sa.select(one.c.chat_id).select_from(one), one.c.chat_id)
    return naming.actor((await session.execute(query)).one())


def _found(
    wanted: Wanted, within: Scope, since: datetime | None, after: Cursor | None, most: int
) -> sa.Subquery:
    """Select the entries of a page."""
    branches = []
    if wanted.topic is not Topic.JOURNAL:
        branches.append(_entries(wanted.topic))
    if wanted.topic in (Topic.ALL, Topic.JOURNAL):
        branches.append(_changes())
    kept = [_cut(one, table, wanted, within, since, after, most) for one, table in branches]
    both = sa.union_all(*(sa.select(one) for one in kept)).subquery("both")
    page = sa.select(both).order_by(both.c.at.desc(), both.c.key.desc()).limit(most)
    return page.subquery("found")


def _cut(
    query: sa.Select[Any],
    table: sa.Table,
    wanted: Wanted,
    within: Scope,
    since: datetime | None,
    after: Cursor | None,
    most: int,
) -> sa.Subquery:
    key = query.selected_columns.key
    if not within.every:
        query = query.where(table.c.school_id.in_(within.schools))
    if wanted.who:
        query = query.where(table.c.chat_id == wanted.who)
    if since is not None:
        query = query.where(table.c.at >= since)
    if after is not None:
        earlier = sa.or_(table.c.at < after.at, key < after.key)
        query = query.where(table.c.at <= after.at, earlier)
    return query.order_by(table.c.at.desc(), table.c.id.desc()).limit(most).subquery()


def _entries(topic: Topic) -> tuple[sa.Select[Any], sa.Table]:
    """Select entries of the audit log; their keys are even."""
    a, detail = audit_entry.c, audit_entry.c.detail
    number = sa.func.coalesce(
        *(detail[name].as_integer() for name in ("count", "number", "lessons")), 1
    )
    query = sa.select(
        a.at, (a.id * 2).label("key"), a.id, a.chat_id, a.action, a.outcome,
        number.label("number"),
        *(detail[name].as_integer().label(f"of_{name}") for name in _NAMED),
    )  # fmt: skip
    if topic is not Topic.ALL:
        query = query.where(a.action.in_(ACTIONS[topic]))
    return query, audit_entry


_NAMED = ("student", "person", "class", "course", "news", "code")


def _changes() -> tuple[sa.Select[Any], sa.Table]:
    """Select what was saved of the journal, a line a save and thing; their keys are odd.

    What the deputy head does to lessons stands in the audit log itself.
    """
    j, other = journal_change.c, journal_change.alias("other")
    together = (other.c.batch == j.batch, other.c.thing == j.thing)
    is_first = ~sa.exists().where(*together, other.c.id < j.id)
    number = sa.select(sa.func.count()).where(*together).scalar_subquery()
    students = sa.select(sa.func.count(other.c.student_id.distinct())).where(*together)
    student = sa.case((students.scalar_subquery() == 1, j.student_id))
    nothing = sa.literal(None, Id)
    query = sa.select(
        j.at, (j.id * 2 + 1).label("key"), j.id, j.chat_id, j.thing.label("action"),
        sa.case((j.undone_at.is_not(None), "undone"), (_is_nothing(j.before), "added"),
                (_is_nothing(j.after), "removed"), else_="changed").label("outcome"),
        number.label("number"), student.label("of_student"), nothing.label("of_person"),
        nothing.label("of_class"), j.course_id.label("of_course"), nothing.label("of_news"),
        nothing.label("of_code"),
    ).where(is_first, ~j.batch.like("tt-%"), ~j.batch.like("back-%"))  # fmt: skip
    return query, journal_change


def _is_nothing(side: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Tell whether a side of a change is not there: written from Python it is JSON's null."""
    return sa.func.coalesce(sa.cast(side, sa.Text), "null") == "null"


_of_student, _member = person.alias("of_student"), person.alias("member")
_of_course_class = school_class.alias("of_course_class")


def _named(found: sa.Subquery) -> sa.Select[Any]:
    """Select entries with the names of what they are about."""
    f = found.c
    code = access_code
    # What is for a class, a course or some students is not an administrator's to read.
    headline = sa.case((announcement.c.school_id.is_not(None), announcement.c.title))
    student = sa.func.coalesce(f.of_student, code.c.student_id)
    query = (
        sa.select(
            found, code.c.role.label("gives"),
            _of_student.c.id.label("student_id"), _of_student.c.given_name.label("student_given"),
            _of_student.c.family_name.label("student_family"),
            _member.c.given_name.label("member_given"),
            _member.c.family_name.label("member_family"), code.c.holder_name.label("code_holder"),
            school_class.c.title.label("class_title"), subject.c.title.label("subject"),
            course.c.title.label("course_title"),
            _of_course_class.c.title.label("course_class"), headline.label("news"),
        )
        .select_from(found)
        .outerjoin(code, code.c.id == f.of_code)
        .outerjoin(_of_student, _of_student.c.id == student)
        .outerjoin(_member, _member.c.id == sa.func.coalesce(f.of_person, code.c.person_id))
        .outerjoin(school_class, school_class.c.id == f.of_class)
        .outerjoin(course, course.c.id == f.of_course)
        .outerjoin(subject, subject.c.id == course.c.subject_id)
        .outerjoin(_of_course_class, _of_course_class.c.id == course.c.school_class_id)
        .outerjoin(announcement, announcement.c.id == f.of_news)
    )  # fmt: skip
    return naming.named(query, f.chat_id)


def _line(row: Any) -> Line:
    odd = row.key % 2
    student = None
    if row.student_id is not None:
        student = Student(row.student_id, Name(row.student_given, row.student_family), "")
    member = Name(row.member_given, row.member_family) if row.member_given else None
    if member is None and row.code_holder:
        member = Name(row.code_holder, "")
    group = row.course_class or row.course_title
    return Line(
        Cursor(row.at, row.key), f"{'J' if odd else 'A'}{row.id}", naming.actor(row), row.action,
        row.outcome, row.number, student, member, row.class_title or "",
        f"{row.subject}, {group}" if row.subject else "", row.news or "",
        Role(row.gives) if row.gives else None,
    )  # fmt: skip
