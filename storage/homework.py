"""Homework beyond one day."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.diary import Homework
from storage.database import Session
from storage.seats import seat, sits_on
from storage.tables import attachment, course, course_member, homework, subject


def _of_student(student_id: int) -> sa.Select[Any]:
    return (
        sa.select(
            homework.c.id,
            homework.c.course_id,
            subject.c.title,
            homework.c.text,
            homework.c.assigned_on,
            homework.c.due_on,
            homework.c.hand_in,
            files_of_homework(),
        )
        .select_from(course_member)
        .join(course, sa.and_(course.c.id == course_member.c.course_id, course.c.active))
        .join(subject, subject.c.id == course.c.subject_id)
        .join(homework, homework.c.course_id == course.c.id)
        .where(seat(student_id), sits_on(homework.c.due_on))
    )


def files_of_homework() -> sa.ScalarSelect[Any]:
    """Count the files of each homework."""
    return (
        sa.select(sa.func.count())
        .where(attachment.c.homework_id == homework.c.id)
        .correlate(homework)
        .scalar_subquery()
    )


async def due_from(
    session: Session, student_id: int, first: date, *, skip: int, limit: int
) -> list[Homework]:
    """Return what is due on ``first`` or later, the soonest first."""
    query = _of_student(student_id).where(homework.c.due_on >= first)
    query = query.order_by(homework.c.due_on, subject.c.title, homework.c.id)
    rows = await session.execute(query.offset(skip).limit(limit))
    return [Homework(*row) for row in rows]


async def one(session: Session, student_id: int, homework_id: int) -> Homework | None:
    """Return one homework of a course that the student sits in."""
    query = _of_student(student_id).where(homework.c.id == homework_id).limit(1)
    row = (await session.execute(query)).one_or_none()
    return Homework(*row) if row else None
