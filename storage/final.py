"""Final marks of one student, with the marks that their averages need, in one statement."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.final import FinalMark
from domain.marks import Mark
from storage import marks
from storage.database import Session
from storage.tables import academic_session, course, final_mark, mark, subject


async def of_year(
    session: Session, student_id: int, first: date, last: date
) -> tuple[list[FinalMark], list[Mark]]:
    """Return final marks of sessions that begin in these days, and the marks of these days."""
    number, no_score = sa.cast(sa.null(), sa.Integer), sa.cast(sa.null(), sa.Float)
    finals: list[Any] = [
        sa.literal("final").label("what"), academic_session.c.begins_on.label("day"),
        final_mark.c.course_id, subject.c.title.label("subject"), final_mark.c.value,
        academic_session.c.title.label("a"), academic_session.c.kind.label("b"),
        final_mark.c.lessons_missed.label("missed"), no_score.label("score"),
        no_score.label("weight"),
    ]  # fmt: skip
    given: list[Any] = [
        sa.literal("mark"), mark.c.day, mark.c.course_id, subject.c.title, mark.c.value,
        mark.c.scale, sa.literal(""), number, mark.c.score, marks.WEIGHT,
    ]  # fmt: skip
    query = sa.union_all(
        sa.select(*finals)
        .select_from(final_mark)
        .join(course, course.c.id == final_mark.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .join(academic_session, academic_session.c.id == final_mark.c.academic_session_id)
        .where(
            final_mark.c.student_id == student_id,
            academic_session.c.begins_on.between(first, last),
        ),
        marks.of_student(student_id)
        .where(mark.c.day.between(first, last))
        .with_only_columns(*given),
    )
    rows = (await session.execute(query)).all()
    return (
        [
            FinalMark(r.subject, r.course_id, r.a, r.b, r.day, r.value, r.missed)
            for r in rows
            if r.what == "final"
        ],
        [
            Mark(r.day, r.course_id, r.subject, r.value, r.a, r.score, r.weight)
            for r in rows
            if r.what == "mark"
        ],
    )
