"""Means of the grading period under way, for many students at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from domain.low_average import LEAST, Mean
from domain.scales import Scale
from storage.database import Session
from storage.tables import academic_session, assessment, category, course_session, mark, subject
from storage.tables import course as course_table

_COUNTING = tuple(scale.value for scale in Scale if scale.counts)


@dataclass(frozen=True, slots=True)
class CoursePeriod:
    """A course in the grading period around a day."""

    subject: str
    session_id: int
    session: str


async def periods(session: Session, day: date) -> Mapping[int, CoursePeriod]:
    """Return course → its grading period; a course between two periods is not there."""
    around = _around(day)
    rows = await session.execute(
        sa.select(around.c.course_id, subject.c.title, around.c.session_id, around.c.title)
        .join(course_table, course_table.c.id == around.c.course_id)
        .join(subject, subject.c.id == course_table.c.subject_id)
        .where(around.c.place == 1)
    )
    return {course_id: CoursePeriod(*values) for course_id, *values in rows}


async def means(session: Session, students: Collection[int], day: date) -> list[Mean]:
    """Return the means so far of these students; a course with marks of two scales has none."""
    around = _around(day)
    weight = sa.func.coalesce(mark.c.weight, assessment.c.weight, category.c.weight, 1.0)
    total = sa.func.sum(mark.c.score * weight) / sa.func.nullif(sa.func.sum(weight), 0)
    rows = await session.execute(
        sa.select(
            mark.c.student_id, mark.c.course_id, sa.func.min(mark.c.scale),
            # Weights of nothing but zero say that nothing counts more than the rest.
            sa.func.coalesce(total, sa.func.avg(mark.c.score)), sa.func.count(),
        )
        .select_from(mark)
        .join(around, sa.and_(around.c.course_id == mark.c.course_id, around.c.place == 1))
        .outerjoin(assessment, assessment.c.id == mark.c.assessment_id)
        .outerjoin(category, category.c.id == assessment.c.category_id)
        .where(
            mark.c.student_id.in_(students),
            mark.c.day.between(around.c.begins_on, day),
            mark.c.score.is_not(None),
            mark.c.scale.in_(_COUNTING),
        )
        .group_by(mark.c.student_id, mark.c.course_id)
        .having(
            sa.func.count() >= LEAST, sa.func.min(mark.c.scale) == sa.func.max(mark.c.scale)
        )
        .order_by(mark.c.student_id, mark.c.course_id)
    )  # fmt: skip
    return [Mean(*row) for row in rows]


def _around(day: date) -> sa.Subquery:
    """Select each course's sessions around a day, the narrowest in place 1.

    As :func:`domain.marks.narrowest` has it: the one that begins last, and never the whole year.
    """
    term = academic_session.c
    order = sa.func.row_number().over(
        partition_by=course_session.c.course_id,
        order_by=(term.begins_on.desc(), term.ends_on, term.id),
    )
    return (
        sa.select(
            course_session.c.course_id, term.id.label("session_id"), term.title, term.begins_on,
            order.label("place"),
        )
        .join(academic_session, term.id == course_session.c.academic_session_id)
        .join(course_table, course_table.c.id == course_session.c.course_id)
        .where(
            term.begins_on <= day, term.ends_on >= day, term.kind != "schoolYear", term.active,
            course_table.c.active,
        )
        .subquery("around")
    )  # fmt: skip
