"""Marks and absences of a span of days, for many students at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from storage.database import Session
from storage.tables import assessment, attendance, category, course, mark, subject


@dataclass(frozen=True, slots=True)
class WeekMark:
    """One mark with all that an average needs."""

    subject: str
    value: str
    score: float | None
    weight: float
    scale: str


async def marks(
    session: Session, students: Collection[int], first: date, last: date
) -> Mapping[int, list[WeekMark]]:
    """Return student → marks of these days, by subject and day."""
    weight = sa.func.coalesce(mark.c.weight, assessment.c.weight, category.c.weight, 1.0)
    rows = await session.execute(
        sa.select(
            mark.c.student_id, subject.c.title, mark.c.value, mark.c.score, weight, mark.c.scale
        )
        .join(course, course.c.id == mark.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .outerjoin(assessment, assessment.c.id == mark.c.assessment_id)
        .outerjoin(category, category.c.id == assessment.c.category_id)
        .where(mark.c.student_id.in_(students), mark.c.day.between(first, last))
        .order_by(mark.c.student_id, subject.c.title, mark.c.day, mark.c.id)
    )
    found: defaultdict[int, list[WeekMark]] = defaultdict(list)
    for student_id, *values in rows:
        found[student_id].append(WeekMark(*values))
    return found


async def missed(
    session: Session, students: Collection[int], first: date, last: date
) -> Mapping[int, tuple[int, int]]:
    """Return student → (absences, times late) of these days; without either none."""
    late = sa.func.sum(sa.case((attendance.c.category == "late", 1), else_=0))
    rows = await session.execute(
        sa.select(attendance.c.student_id, sa.func.count(), late)
        .where(
            attendance.c.student_id.in_(students),
            attendance.c.day.between(first, last),
            attendance.c.category != "present",
        )
        .group_by(attendance.c.student_id)
    )
    return {student_id: (every - lates, lates) for student_id, every, lates in rows}
