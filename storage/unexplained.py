"""What students missed on some days, with the reasons that are known."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from domain.unexplained import Missed
from storage.database import Session
from storage.tables import attendance, course, subject


async def missed(
    session: Session, students: Collection[int], first: date, last: date
) -> list[Missed]:
    """Return what these students missed, explained or not, by day and lesson."""
    row = attendance.c
    rows = await session.execute(
        sa.select(
            row.student_id, row.day, row.category, row.reason, row.number,
            sa.func.coalesce(subject.c.title, ""),
        )
        .select_from(attendance)
        .outerjoin(course, course.c.id == row.course_id)
        .outerjoin(subject, subject.c.id == course.c.subject_id)
        .where(
            row.student_id.in_(students),
            row.day.between(first, last),
            row.category.in_(("absent", "excused", "ill")),
        )
        .order_by(row.student_id, row.day, row.number, row.id)
    )  # fmt: skip
    return [Missed(*values) for values in rows]
