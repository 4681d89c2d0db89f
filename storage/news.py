"""News that concern a chat: its children's and, for staff, their own school, classes, courses."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.news import News
from domain.people import Role
from storage.database import Session
from storage.grants import alive
from storage.tables import (
    access_grant,
    announcement,
    announcement_student,
    attachment,
    class_member,
    course,
    course_member,
    person,
    person_role,
    receipt,
    school,
    school_class,
)


def _living(chat_id: int, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (access_grant.c.chat_id == chat_id, alive(now))


def _people(chat_id: int, now: datetime) -> sa.CTE:
    """Select the students and the member of staff whom the chat stands for."""
    who = sa.func.coalesce(access_grant.c.student_id, access_grant.c.person_id)
    return (
        sa.select(person.c.id)
        .select_from(access_grant)
        .join(person, sa.and_(person.c.id == who, person.c.active))
        .where(*_living(chat_id, now))
        .cte("people")
    )


def _concerning(chat_id: int, now: datetime) -> list[sa.Select[Any]]:
    """Return a select for each audience; each is a look-up by its own index."""
    people = _people(chat_id, now)
    them = sa.select(people.c.id)
    classes = (
        sa.select(class_member.c.school_class_id)
        .where(class_member.c.person_id.in_(them))
        .cte("classes")
    )
    theirs = sa.select(classes.c.school_class_id)
    schools = sa.union(
        sa.select(school_class.c.school_id).where(school_class.c.id.in_(theirs)),
        sa.select(person_role.c.school_id).where(person_role.c.person_id.in_(them)),
    ).cte("schools")
    courses = (
        sa.select(course_member.c.course_id)
        .where(course_member.c.person_id.in_(them))
        .cte("courses")
    )
    grades = sa.select(school_class.c.grade).where(school_class.c.id.in_(theirs))
    of_year = sa.or_(announcement.c.grade == "", announcement.c.grade.in_(grades))
    out = sa.and_(announcement.c.state == "posted", _hears(chat_id, now))
    return [
        _told(chat_id, school).where(
            out, of_year, announcement.c.school_id.in_(sa.select(schools.c.school_id))
        ),
        _told(chat_id, school_class).where(
            out, _chosen(them), announcement.c.school_class_id.in_(theirs)
        ),
        _told(chat_id, course).where(
            out, _chosen(them), announcement.c.course_id.in_(sa.select(courses.c.course_id))
        ),
    ]


def _told(chat_id: int, audience: sa.Table) -> sa.Select[Any]:
    """Select what a list shows of the news to one sort of audience."""
    a = announcement.c
    files = sa.select(sa.func.count()).where(attachment.c.announcement_id == a.id)
    confirmed = sa.select(receipt.c.confirmed_at).where(
        receipt.c.announcement_id == a.id, receipt.c.chat_id == chat_id
    )
    return sa.select(
        a.id, a.title, a.body, a.posted_at, audience.c.title.label("audience"), a.formatted,
        a.must_confirm, files.correlate(announcement).scalar_subquery().label("files"),
        confirmed.correlate(announcement).scalar_subquery().label("confirmed_at"),
    ).join(audience, audience.c.id == a[f"{audience.name}_id"])  # fmt: skip


def _hears(chat_id: int, now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition that the news is for what the chat is: parents, students, both."""
    roles = sa.select(access_grant.c.role).where(*_living(chat_id, now))
    wanted = announcement.c.hearers
    return sa.case(
        (wanted == Role.STUDENT.value, sa.literal(Role.STUDENT.value).in_(roles)),
        (
            wanted == Role.GUARDIAN.value,
            sa.exists(roles.where(access_grant.c.role != Role.STUDENT)),
        ),
        else_=sa.true(),
    )


def _chosen(them: sa.Select[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that the news is for all students, or for one of these."""
    chosen = announcement_student.c.announcement_id == announcement.c.id
    return sa.or_(
        ~sa.exists().where(chosen),
        sa.exists().where(chosen, announcement_student.c.student_id.in_(them)),
    )


async def of_chat(
    session: Session, chat_id: int, *, now: datetime, skip: int, limit: int
) -> list[News]:
    """Return a page of what concerns the chat; no audience is read further than the page."""
    branches = [
        query.order_by(announcement.c.posted_at.desc()).limit(skip + limit).subquery()
        for query in _concerning(chat_id, now)
    ]
    every = sa.union_all(*(sa.select(*branch.c) for branch in branches)).subquery()
    query = sa.select(every).order_by(every.c.posted_at.desc(), every.c.id.desc())
    rows = await session.execute(query.offset(skip).limit(limit))
    return [News(*row) for row in rows]


async def one(session: Session, chat_id: int, news_id: int, *, now: datetime) -> News | None:
    """Return an announcement that concerns the chat."""
    branches = [query.where(announcement.c.id == news_id) for query in _concerning(chat_id, now)]
    row = (await session.execute(sa.union_all(*branches).limit(1))).one_or_none()
    return News(*row) if row else None
