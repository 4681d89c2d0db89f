"""Some days of a student's diary, in one statement.

The statement is put together once: doing it anew cost a tap more than running it (9 ms to 0.5 ms).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.diary import DayAttendance, DayLesson, DayMark, Homework, Term
from domain.people import Name
from storage.database import Session
from storage.homework import files_of_homework
from storage.once import once
from storage.seats import seat, sits_on
from storage.tables import (
    academic_session,
    assessment,
    attendance,
    category,
    class_member,
    class_session,
    course,
    course_member,
    homework,
    lesson,
    mark,
    person,
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


_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "what": sa.Text(), "day": sa.Date(), "other": sa.Date(), "id": sa.BigInteger(),
    "course": sa.BigInteger(), "number": sa.Integer(), "a": sa.Text(), "b": sa.Text(),
    "c": sa.Text(), "d": sa.Text(), "e": sa.Text(), "f": sa.Text(), "g": sa.Text(),
    "starts": sa.Time(), "ends": sa.Time(),
}  # fmt: skip
"""The columns of every branch: a union wants them alike."""


def _row(what: str, **values: Any) -> list[sa.ColumnElement[Any]]:
    """Return one branch's columns; what is not given is empty."""
    given: dict[str, Any] = {"what": sa.cast(sa.literal_column(f"'{what}'"), sa.Text), **values}
    return [
        given.get(name, sa.cast(sa.null(), kind)).label(name) for name, kind in _COLUMNS.items()
    ]


_STUDENT = sa.bindparam("student", type_=sa.BigInteger)
_FIRST, _LAST = (sa.bindparam(name, type_=sa.Date) for name in ("first", "last"))


async def of_days(
    session: Session, student_id: int, first: date, last: date, *, with_marks: bool
) -> Rows:
    """Return all that the days hold; every branch looks rows up by student or by course."""
    given = {"student": student_id, "first": first, "last": last}
    return _sorted((await session.execute(_of_days(with_marks), given)).all())


@once
def _of_days(with_marks: bool) -> sa.CompoundSelect[Any]:
    branches = [
        _lessons(),
        _homework(),
        _attendance(),
        _terms(),
        _nearest("before", sa.func.max, lesson.c.day < _FIRST),
        _nearest("after", sa.func.min, lesson.c.day > _LAST),
    ]
    if with_marks:
        branches += [
            _marks(),
            _nearest_mark("before", sa.func.max, mark.c.day < _FIRST),
            _nearest_mark("after", sa.func.min, mark.c.day > _LAST),
        ]
    return sa.union_all(*branches)


def _lessons() -> sa.Select[Any]:
    """Select the lessons with who gives them: the lesson's own teacher, else one of the course.

    Whoever stands in is not the course's teacher, so there only the lesson's own counts.
    """
    teaches = course_member.alias("teaches")
    usual = (
        sa.select(sa.func.min(teaches.c.person_id))
        .where(teaches.c.course_id == course.c.id, teaches.c.role == "teacher")
        .scalar_subquery()
    )
    planned = sa.case((lesson.c.status != "substituted", usual))
    return (
        sa.select(
            *_row(
                "lesson", day=lesson.c.day, id=lesson.c.id, course=course.c.id,
                number=lesson.c.number, a=subject.c.title, b=lesson.c.topic,
                c=sa.func.coalesce(sa.func.nullif(lesson.c.room, ""), course.c.room),
                d=lesson.c.status, e=person.c.family_name,
                f=person.c.given_name + "\n" + person.c.middle_name, g=lesson.c.note,
                starts=lesson.c.starts_at, ends=lesson.c.ends_at,
            )
        )
        .select_from(course_member)
        .join(course, sa.and_(course.c.id == course_member.c.course_id, course.c.active))
        .join(subject, subject.c.id == course.c.subject_id)
        .join(lesson, lesson.c.course_id == course.c.id)
        .outerjoin(person, person.c.id == sa.func.coalesce(lesson.c.teacher_id, planned))
        .where(seat(_STUDENT), sits_on(lesson.c.day), lesson.c.day.between(_FIRST, _LAST))
    )  # fmt: skip


def _homework() -> sa.Select[Any]:
    return (
        sa.select(
            *_row(
                "homework", day=homework.c.due_on, other=homework.c.assigned_on,
                id=homework.c.id, course=course.c.id, number=files_of_homework(),
                a=subject.c.title, b=homework.c.text,
                c=sa.case((homework.c.hand_in, "hand in"), else_=""),
            )
        )
        .select_from(course_member)
        .join(course, sa.and_(course.c.id == course_member.c.course_id, course.c.active))
        .join(subject, subject.c.id == course.c.subject_id)
        .join(homework, homework.c.course_id == course.c.id)
        .where(seat(_STUDENT), sits_on(homework.c.due_on), homework.c.due_on.between(_FIRST, _LAST))
    )  # fmt: skip


def _attendance() -> sa.Select[Any]:
    return (
        sa.select(
            *_row(
                "attendance", day=attendance.c.day,
                id=sa.cast(attendance.c.minutes_late, sa.BigInteger),
                course=attendance.c.course_id, number=attendance.c.number,
                a=attendance.c.category, b=attendance.c.reason, c=subject.c.title,
            )
        )
        .select_from(attendance)
        .outerjoin(course, course.c.id == attendance.c.course_id)
        .outerjoin(subject, subject.c.id == course.c.subject_id)
        .where(
            attendance.c.student_id == _STUDENT,
            attendance.c.day.between(_FIRST, _LAST),
            attendance.c.category != "present",
        )
    )  # fmt: skip


def _terms() -> sa.Select[Any]:
    return (
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
            class_member.c.person_id == _STUDENT,
            class_member.c.role == "student",
            academic_session.c.active,
        )
    )  # fmt: skip


def _nearest(what: str, extreme: Any, beyond: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Select the nearest day with lessons: one step into the index a course, not a year of rows."""
    of_course = (
        sa.select(extreme(lesson.c.day))
        .where(lesson.c.course_id == course_member.c.course_id, beyond, sits_on(lesson.c.day))
        .correlate(course_member)
        .scalar_subquery()
    )
    return (
        sa.select(*_row(what, day=extreme(of_course)))
        .select_from(course_member)
        .join(course, sa.and_(course.c.id == course_member.c.course_id, course.c.active))
        .where(seat(_STUDENT))
    )


def _nearest_mark(what: str, extreme: Any, beyond: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Select the nearest day with marks: some schools enter marks and no lessons."""
    nearest = extreme(mark.c.day)
    return sa.select(*_row(what, day=nearest)).where(mark.c.student_id == _STUDENT, beyond)


def _marks() -> sa.Select[Any]:
    """Select the marks of the days, by the student's own index."""
    return (
        sa.select(
            *_row(
                "mark", day=mark.c.day, id=mark.c.lesson_id, course=mark.c.course_id,
                number=sa.cast(mark.c.ordinal, sa.Integer), a=subject.c.title, b=mark.c.value,
                c=sa.func.coalesce(sa.func.nullif(assessment.c.title, ""), category.c.title),
                d=mark.c.comment,
            )
        )
        .select_from(mark)
        .join(course, course.c.id == mark.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .outerjoin(assessment, assessment.c.id == mark.c.assessment_id)
        .outerjoin(category, category.c.id == assessment.c.category_id)
        .where(mark.c.student_id == _STUDENT, mark.c.day.between(_FIRST, _LAST))
    )  # fmt: skip


def _sorted(found: Any) -> Rows:
    rows = Rows()
    for row in found:
        _take(rows, row)
    rows.lessons.sort(key=lambda lesson: (lesson.day, lesson.number, lesson.subject))
    rows.homework.sort(key=lambda item: (item.due_on, item.subject, item.id))
    rows.marks.sort(key=lambda one: (one.day, one.subject, one.work, one.ordinal))
    rows.terms.sort(key=lambda term: (term.begins, term.ends))
    return rows


def _take(rows: Rows, row: Any) -> None:
    # Unpacked at once: asking a row for its columns by name is ten times slower.
    what, day, other, number_of, course, number, a, b, c, d, e, f, g, starts, ends = row
    match what:
        case "lesson":
            name = _teacher(e, f)
            lesson = DayLesson(
                day, course, number, a, b, c or "", d, starts, ends, number_of, name, g
            )  # fmt: skip
            rows.lessons.append(lesson)
        case "homework":
            rows.homework.append(Homework(number_of, course, a, b, other, day, bool(c), number))
        case "mark":
            rows.marks.append(DayMark(day, course, a, b, c or "", d, number_of, number))
        case "attendance":
            rows.attendance.append(DayAttendance(day, a, course, number, number_of, b, c or ""))
        case "term":
            rows.terms.append(Term(a, b, day, other))
        case "before" if day:
            rows.before = max(day, rows.before or day)
        case "after" if day:
            rows.after = min(day, rows.after or day)


def _teacher(family: str | None, rest: str | None) -> Name | None:
    given, _line, middle = (rest or "").partition("\n")
    return Name(given, family or "", middle) if family or given else None
