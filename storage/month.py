"""On which days of a month a student has lessons and marks."""

from datetime import date

import sqlalchemy as sa

from storage.database import Session
from storage.seats import seat, sits_on
from storage.tables import course, course_member, lesson, mark


async def of_month(
    session: Session, student_id: int, first: date, until: date, *, with_marks: bool
) -> tuple[frozenset[date], frozenset[date]]:
    """Return the days of lessons and the days of marks from ``first`` to before ``until``."""
    taught = (
        sa.select(sa.literal("lesson").label("what"), lesson.c.day)
        .select_from(course_member)
        .join(course, sa.and_(course.c.id == course_member.c.course_id, course.c.active))
        .join(lesson, lesson.c.course_id == course.c.id)
        .where(seat(student_id), sits_on(lesson.c.day))
        .where(lesson.c.day >= first, lesson.c.day < until)
        .distinct()
    )
    marked = (
        sa.select(sa.literal("mark"), mark.c.day)
        .where(mark.c.student_id == student_id, mark.c.day >= first, mark.c.day < until)
        .distinct()
    )
    rows = await session.execute(sa.union_all(taught, marked) if with_marks else taught)
    found: dict[str, set[date]] = {"lesson": set(), "mark": set()}
    for what, day in rows:
        found[what].add(day)
    return frozenset(found["lesson"]), frozenset(found["mark"])
