"""Some days of a student's diary, in one statement."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.diary import DayAttendance, DayLesson, DayMark, Homework, Term
from storage.database import Session
from storage.tables import (
    academic_session,
    assessment,
    attendance,
    class_member,
    class_session,
    course,
    course_member,
    homework,
    lesson,
    mark,
    subject,
)


@dataclass(slots=True)
class Rows:
    """What the days hold, by noun."""

    lessons: list[DayLesson] = field(default_factory=list)
    homework: list[Homework] = field(default_factory=list)
    marks: list[DayMark] = field(default_factory=list)
    attendance: list[DayAttendance] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    before: date | None = None
    after: date | None = None


_NAMES = ("what", "day", "other", "id", "number", "a", "b", "c", "d", "starts", "ends")
_TYPES = (
    sa.Text, sa.Date, sa.Date, sa.BigInteger, sa.Integer, sa.Text, sa.Text, sa.Text, sa.Text,
    sa.Time, sa.Time,
)  # fmt: skip


def _row(what: str, **values: Any) -> list[sa.ColumnElement[Any]]:
    """Return one branch's columns, the same in every branch; what is not given is empty."""
    given = {"what": sa.literal(what), **values}
    return [
        sa.cast(given.get(name, sa.null()), kind).label(name)
        if name not in given or name == "what"
        else given[name].label(name)
        for name, kind in zip(_NAMES, _TYPES, strict=True)
    ]


async def of_days(
    session: Session, student_id: int, first: date, last: date, *, with_marks: bool
) -> Rows:
    """Return all that the days hold; every branch looks rows up by student or by course."""
    seat = sa.and_(course_member.c.person_id == student_id, course_member.c.role == "student")
    sits = sa.and_(
        sa.or_(course_member.c.begins_on.is_(None), course_member.c.begins_on <= lesson.c.day),
        sa.or_(course_member.c.ends_on.is_(None), course_member.c.ends_on >= lesson.c.day),
    )
    branches = [
        sa.select(
            *_row(
                "lesson", day=lesson.c.day, id=lesson.c.course_id, number=lesson.c.number,
                a=subject.c.title, b=lesson.c.topic,
                c=sa.func.coalesce(sa.func.nullif(lesson.c.room, ""), course.c.room),
                d=lesson.c.status, starts=lesson.c.starts_at, ends=lesson.c.ends_at,
            )
        )
        .select_from(course_member)
        .join(course, sa.and_(course.c.id == course_member.c.course_id, course.c.active))
        .join(subject, subject.c.id == course.c.subject_id)
        .join(lesson, lesson.c.course_id == course.c.id)
        .where(seat, sits, lesson.c.day.between(first, last)),
        sa.select(
            *_row(
                "homework", day=homework.c.due_on, other=homework.c.assigned_on,
                id=homework.c.course_id, number=sa.cast(homework.c.id, sa.Integer),
                a=subject.c.title, b=homework.c.text,
            )
        )
        .select_from(course_member)
        .join(course, sa.and_(course.c.id == course_member.c.course_id, course.c.active))
        .join(subject, subject.c.id == course.c.subject_id)
        .join(homework, homework.c.course_id == course.c.id)
        .where(seat, homework.c.due_on.between(first, last)),
        sa.select(
            *_row(
                "attendance", day=attendance.c.day, id=attendance.c.course_id,
                number=attendance.c.number, a=attendance.c.category, b=attendance.c.reason,
                c=sa.cast(attendance.c.minutes_late, sa.Text),
            )
        ).where(
            attendance.c.student_id == student_id,
            attendance.c.day.between(first, last),
            attendance.c.category != "present",
        ),
        sa.select(
            *_row(
                "term", day=academic_session.c.begins_on, other=academic_session.c.ends_on,
                a=academic_session.c.title, b=academic_session.c.kind,
            )
        )
        .select_from(class_member)
        .join(class_session, class_session.c.school_class_id == class_member.c.school_class_id)
        .join(academic_session, academic_session.c.id == class_session.c.academic_session_id)
        .where(
            class_member.c.person_id == student_id,
            class_member.c.role == "student",
            academic_session.c.active,
        ),
        *(
            sa.select(*_row(what, day=found))
            .select_from(course_member)
            .join(lesson, lesson.c.course_id == course_member.c.course_id)
            .where(seat, sits, beyond)
            for what, found, beyond in (
                ("before", sa.func.max(lesson.c.day), lesson.c.day < first),
                ("after", sa.func.min(lesson.c.day), lesson.c.day > last),
            )
        ),
    ]  # fmt: skip
    if with_marks:
        branches.append(_marks(student_id, first, last))
    rows = await session.execute(sa.union_all(*branches))
    return _sorted(rows.all())


def _marks(student_id: int, first: date, last: date) -> sa.Select[Any]:
    """Select the marks of the days, by the student's own index."""
    return (
        sa.select(
            *_row(
                "mark", day=mark.c.day, id=mark.c.course_id,
                number=sa.cast(mark.c.ordinal, sa.Integer), a=subject.c.title, b=mark.c.value,
                c=assessment.c.title, d=mark.c.comment,
            )
        )
        .select_from(mark)
        .join(course, course.c.id == mark.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .outerjoin(assessment, assessment.c.id == mark.c.assessment_id)
        .where(mark.c.student_id == student_id, mark.c.day.between(first, last))
    )  # fmt: skip


def _sorted(found: Any) -> Rows:
    rows = Rows()
    for row in found:
        _take(rows, row)
    rows.lessons.sort(key=lambda lesson: (lesson.day, lesson.number, lesson.subject))
    rows.homework.sort(key=lambda item: (item.due_on, item.subject, item.id))
    rows.marks.sort(key=lambda one: (one.day, one.subject))
    rows.terms.sort(key=lambda term: (term.begins, term.ends))
    return rows


def _take(rows: Rows, row: Any) -> None:
    match row.what:
        case "lesson":
            rows.lessons.append(
                DayLesson(
                    row.day, row.id, row.number, row.a, row.b, row.c or "", row.d, row.starts,
                    row.ends,
                )
            )  # fmt: skip
        case "homework":
            rows.homework.append(Homework(row.number, row.id, row.a, row.b, row.other, row.day))
        case "mark":
            rows.marks.append(DayMark(row.day, row.id, row.a, row.b, row.c or "", row.d))
        case "attendance":
            late = int(row.c) if row.c else None
            rows.attendance.append(DayAttendance(row.day, row.a, row.id, row.number, late, row.b))
        case "term":
            rows.terms.append(Term(row.a, row.b, row.day, row.other))
        case "before":
            rows.before = row.day
        case "after":
            rows.after = row.day
