"""Homework as its teacher gives it, and what students hand in."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.homework import Given, Submission, WorkLine, WorkState
from domain.people import Role
from storage import attachments
from storage.attachments import Owner
from storage.database import Session
from storage.grants import alive
from storage.homework import files_of_homework
from storage.marking import kept, on
from storage.tables import (
    academic_session,
    access_grant,
    course,
    course_member,
    course_session,
    homework,
    lesson,
    person,
    school_class,
    subject,
    submission,
)
from storage.upsert import upsert


def _given(today: date) -> sa.Select[Any]:
    group = sa.func.coalesce(school_class.c.title, course.c.title)
    done = sa.select(sa.func.count()).where(submission.c.homework_id == homework.c.id)
    members = sa.select(sa.func.count()).where(
        course_member.c.course_id == homework.c.course_id, course_member.c.role == "student",
        on(course_member, today),
    )  # fmt: skip
    return (
        sa.select(
            homework, subject.c.title.label("subject"), group.label("group"),
            done.correlate(homework).scalar_subquery().label("done"),
            members.correlate(homework).scalar_subquery().label("members"),
            files_of_homework().label("files"),
        )
        .join(course, course.c.id == homework.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .outerjoin(school_class, school_class.c.id == course.c.school_class_id)
    )  # fmt: skip


def _made(row: Any) -> Given:
    return Given(
        row.id, row.course_id, row.subject, row.group, row.text, row.assigned_on, row.due_on,
        row.hand_in, row.files, row.done, row.members,
    )  # fmt: skip


async def of_lesson(
    session: Session, lesson_id: int, *, today: date
) -> tuple[int, str, list[Given]] | None:
    """Return the course and title of a lesson, and what was given or is due at it."""
    group = sa.func.coalesce(school_class.c.title, course.c.title)
    at = sa.and_(
        homework.c.course_id == lesson.c.course_id,
        sa.or_(homework.c.assigned_on == lesson.c.day, homework.c.due_on == lesson.c.day),
    )
    here = _given(today).where(
        homework.c.course_id
        == sa.select(lesson.c.course_id).where(lesson.c.id == lesson_id).scalar_subquery()
    )
    items = here.subquery("items")
    rows = await session.execute(
        sa.select(
            lesson.c.course_id.label("of_course"), subject.c.title.label("of_subject"),
            group.label("of_group"), items,
        )
        .select_from(lesson)
        .join(course, course.c.id == lesson.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .outerjoin(school_class, school_class.c.id == course.c.school_class_id)
        .outerjoin(homework, at)
        .outerjoin(items, items.c.id == homework.c.id)
        .where(lesson.c.id == lesson_id)
        .order_by(items.c.due_on, items.c.id)
    )  # fmt: skip
    found = rows.all()
    if not found:
        return None
    first = found[0]
    made = [_made(row) for row in found if row.id is not None]
    return first.of_course, f"{first.of_subject}, {first.of_group}", made


async def of_course(
    session: Session, course_id: int, *, today: date, skip: int, limit: int
) -> list[Given]:
    """Return a part of a course's homework, the last due first."""
    rows = await session.execute(
        _given(today)
        .where(homework.c.course_id == course_id)
        .order_by(homework.c.due_on.desc(), homework.c.id.desc())
        .offset(skip)
        .limit(limit)
    )
    return [_made(row) for row in rows]


async def one(
    session: Session, homework_id: int, *, today: date, lessons: int
) -> tuple[Given, list[date]] | None:
    """Return a homework and the days of its course's next lessons that are held; one statement."""
    days = (
        sa.select(lesson.c.day)
        .where(
            lesson.c.course_id == homework.c.course_id, lesson.c.status != "cancelled",
            lesson.c.day > homework.c.assigned_on, lesson.c.day >= today,
        )
        .group_by(lesson.c.day)
        .order_by(lesson.c.day)
        .limit(lessons)
        .correlate(homework)
        .subquery("days")
    )  # fmt: skip
    text = sa.func.aggregate_strings(sa.cast(days.c.day, sa.Text), ",")
    following = sa.select(text).scalar_subquery().label("following")
    query = _given(today).add_columns(following).where(homework.c.id == homework_id)
    found = (await session.execute(query)).first()
    if found is None:
        return None
    listed = (found.following or "").split(",")
    return _made(found), sorted(date.fromisoformat(day) for day in listed if day)


async def row(session: Session, homework_id: int) -> dict[str, Any]:
    """Return a homework's row as history keeps it."""
    found = await session.execute(sa.select(homework).where(homework.c.id == homework_id))
    return kept("homework", dict(found.mappings().one()))


async def add(session: Session, **values: Any) -> int:
    """Write a homework and return its row."""
    made = {"source": "local", "sourced_id": uuid4().hex, **values}
    written = await session.execute(sa.insert(homework).values(made).returning(homework.c.id))
    return int(written.scalar_one())


async def change(session: Session, homework_id: int, **values: Any) -> None:
    """Give a homework other values."""
    await session.execute(sa.update(homework).where(homework.c.id == homework_id).values(**values))


async def remove(session: Session, homework_id: int) -> None:
    """Take a homework back, with what was handed in."""
    await session.execute(sa.delete(homework).where(homework.c.id == homework_id))


async def next_lessons(session: Session, course_id: int, after: date, limit: int) -> list[date]:
    """Return the days of the course's next lessons that are held."""
    rows = await session.execute(
        sa.select(lesson.c.day)
        .where(
            lesson.c.course_id == course_id, lesson.c.day > after, lesson.c.status != "cancelled"
        )
        .group_by(lesson.c.day)
        .order_by(lesson.c.day)
        .limit(limit)
    )
    return list(rows.scalars())


async def year_end(session: Session, course_id: int) -> date | None:
    """Return the last day of the course's sessions."""
    found = await session.execute(
        sa.select(sa.func.max(academic_session.c.ends_on))
        .join(course_session, course_session.c.academic_session_id == academic_session.c.id)
        .where(course_session.c.course_id == course_id, academic_session.c.active)
    )
    last: date | None = found.scalar_one_or_none()
    return last


async def works(session: Session, given: Given, *, now: datetime, today: date) -> list[WorkLine]:
    """Return every student of the course with what they handed in; one statement."""
    linked = sa.exists().where(
        access_grant.c.student_id == person.c.id, access_grant.c.role == Role.STUDENT, alive(now)
    )
    rows = await session.execute(
        sa.select(
            person.c.id, person.c.given_name, person.c.family_name,
            submission.c.id.label("submission"), submission.c.state, submission.c.handed_in_at,
            linked.label("linked"),
        )
        .select_from(course_member)
        .join(person, sa.and_(person.c.id == course_member.c.person_id, person.c.active))
        .outerjoin(
            submission,
            sa.and_(
                submission.c.student_id == person.c.id, submission.c.homework_id == given.id
            ),
        )
        .where(
            course_member.c.course_id == given.course_id, course_member.c.role == "student",
            on(course_member, today),
        )
        .order_by(person.c.family_name, person.c.given_name, person.c.id)
    )  # fmt: skip
    return [
        WorkLine(
            row.id, f"{row.family_name} {row.given_name}".strip(), row.submission,
            WorkState(row.state) if row.state else None, row.handed_in_at, row.linked,
        )
        for row in rows
    ]  # fmt: skip


async def handed_in(session: Session, homework_id: int, student_id: int) -> Submission | None:
    """Return what a student handed in for a homework."""
    mine = (submission.c.homework_id == homework_id, submission.c.student_id == student_id)
    return await _submission(session, *mine)


async def submitted(session: Session, submission_id: int) -> Submission | None:
    """Return handed-in work by its row."""
    return await _submission(session, submission.c.id == submission_id)


async def _submission(session: Session, *conditions: sa.ColumnElement[bool]) -> Submission | None:
    found = (await session.execute(sa.select(submission).where(*conditions))).first()
    if found is None:
        return None
    files = await attachments.of(session, Owner.SUBMISSION, [found.id])
    return Submission(
        found.id, found.homework_id, found.student_id, found.text, WorkState(found.state),
        found.comment, found.handed_in_at, files.get(found.id, ()),
    )  # fmt: skip


async def hand_in(
    session: Session, homework_id: int, student_id: int, chat_id: int, text: str, now: datetime
) -> int:
    """Write handed-in work in place of what was there; returns its row. The files are gone."""
    insert = upsert(session, submission).values(
        homework_id=homework_id, student_id=student_id, chat_id=chat_id, text=text,
        state=WorkState.HANDED_IN.value, comment="", handed_in_at=now,
    )  # fmt: skip
    fresh = ("chat_id", "text", "state", "comment", "handed_in_at")
    put = insert.on_conflict_do_update(
        index_elements=["homework_id", "student_id"],
        set_={name: insert.excluded[name] for name in fresh} | {"looked_at": None},
    )
    number = int((await session.execute(put.returning(submission.c.id))).scalar_one())
    await attachments.drop(session, Owner.SUBMISSION, number)
    return number


async def take_back(session: Session, homework_id: int, student_id: int) -> int:
    """Remove handed-in work; returns how many rows that were."""
    mine = (submission.c.homework_id == homework_id, submission.c.student_id == student_id)
    return (await session.execute(sa.delete(submission).where(*mine))).rowcount


async def answer(session: Session, submission_id: int, **values: Any) -> None:
    """Write what the teacher says to it."""
    await session.execute(
        sa.update(submission).where(submission.c.id == submission_id).values(**values)
    )


async def lesson_for_mark(session: Session, given: Given, *, today: date) -> int | None:
    """Return the lesson for a mark of the homework: of its due day, else the last before."""
    found = await session.execute(
        sa.select(lesson.c.id)
        .where(
            lesson.c.course_id == given.course_id, lesson.c.status != "cancelled",
            lesson.c.day <= min(given.due_on, today),
        )
        .order_by(lesson.c.day.desc(), lesson.c.number.desc())
        .limit(1)
    )  # fmt: skip
    return found.scalar_one_or_none()
