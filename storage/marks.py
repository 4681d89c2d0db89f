"""Marks of one student; every query starts from the student's own index."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.diary import Term
from domain.marks import Mark, Period
from storage.database import Session
from storage.tables import (
    academic_session,
    assessment,
    category,
    class_member,
    class_session,
    course,
    mark,
    subject,
)

WEIGHT = sa.func.coalesce(mark.c.weight, assessment.c.weight, category.c.weight)
"""The weight in force: the mark's own, else the work's, else the category's."""
COLUMNS = (
    mark.c.day,
    mark.c.course_id,
    subject.c.title.label("subject"),
    mark.c.value,
    mark.c.scale,
    mark.c.score,
    WEIGHT.label("weight"),
    assessment.c.title.label("work"),
    category.c.title.label("category"),
    mark.c.comment,
)
"""What :class:`domain.marks.Mark` needs, in its order."""


def of_student(student_id: int) -> sa.Select[Any]:
    """Select a student's marks with their subject, work and weight in force."""
    return (
        sa.select(*COLUMNS)
        .select_from(mark)
        .join(course, course.c.id == mark.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .outerjoin(assessment, assessment.c.id == mark.c.assessment_id)
        .outerjoin(category, category.c.id == assessment.c.category_id)
        .where(mark.c.student_id == student_id)
    )


def read(row: Any) -> Mark:
    """Return one row of :data:`COLUMNS` as a mark."""
    day, course_id, name, value, scale, score, weight, work, kind, comment = row
    return Mark(
        day, course_id, name, value, scale, score, weight, work or "", kind or "", comment
    )  # fmt: skip


async def latest(session: Session, student_id: int, *, skip: int, limit: int) -> list[Mark]:
    """Return the newest marks by their day."""
    query = of_student(student_id).order_by(mark.c.day.desc(), mark.c.id.desc())
    rows = await session.execute(query.offset(skip).limit(limit))
    return [read(row) for row in rows]


def class_periods(student_id: int) -> sa.Select[Any]:
    """Select the sessions of the student's class: id, title, kind, first and last day."""
    return (
        sa.select(
            academic_session.c.id,
            academic_session.c.title,
            academic_session.c.kind,
            academic_session.c.begins_on,
            academic_session.c.ends_on,
        )
        .select_from(class_member)
        .join(class_session, class_session.c.school_class_id == class_member.c.school_class_id)
        .join(academic_session, academic_session.c.id == class_session.c.academic_session_id)
        .where(
            class_member.c.person_id == student_id,
            class_member.c.role == "student",
            academic_session.c.active,
        )
    )


async def between(
    session: Session, student_id: int, first: date, last: date
) -> tuple[list[Mark], list[Period]]:
    """Return the marks of some days, the newest first, and the sessions of the student's class."""
    periods = class_periods(student_id).subquery()
    padded = sa.select(
        sa.literal("period"),
        periods.c.begins_on,
        periods.c.id,
        periods.c.title,
        periods.c.kind,
        sa.literal(""),
        *(sa.cast(sa.null(), kind) for kind in (sa.Float, sa.Float)),
        sa.cast(periods.c.ends_on, sa.Text),
        sa.literal(""),
        sa.literal(""),
    )
    marks = of_student(student_id).where(mark.c.day.between(first, last))
    found = marks.with_only_columns(sa.literal("mark").label("what"), *COLUMNS)
    rows = (await session.execute(sa.union_all(found, padded))).all()
    given = [read(row[1:]) for row in rows if row[0] == "mark"]
    given.sort(key=lambda one: (one.day, one.subject), reverse=True)
    return given, sorted(
        (
            Period(row[2], row[3], row[4], row[1], date.fromisoformat(row[8]))
            for row in rows
            if row[0] == "period"
        ),
        key=lambda period: (period.begins, period.ends),
    )


def terms(periods: list[Period]) -> tuple[Term, ...]:
    """Return the sessions as the rules of the calendar need them."""
    return tuple(Term(p.title, p.kind, p.begins, p.ends) for p in periods)
