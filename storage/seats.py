"""Which courses a student sits in, and from when to when."""

import sqlalchemy as sa

from storage.tables import course_member


def seat(student_id: int | sa.BindParameter[int]) -> sa.ColumnElement[bool]:
    """Return the condition that a course member is this student."""
    return sa.and_(course_member.c.person_id == student_id, course_member.c.role == "student")


def sits_on(day: sa.ColumnElement[object]) -> sa.ColumnElement[bool]:
    """Return the condition that the seat holds on a day; a seat without dates holds always."""
    return sa.and_(
        sa.or_(course_member.c.begins_on.is_(None), course_member.c.begins_on <= day),
        sa.or_(course_member.c.ends_on.is_(None), course_member.c.ends_on >= day),
    )
