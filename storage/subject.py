"""One course of one student, in one statement."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.marks import Mark, Period
from domain.subject import CourseLine, SubjectDay
from storage import marks
from storage.database import Session
from storage.tables import (
    academic_session,
    assessment,
    attendance,
    category,
    course,
    course_member,
    course_session,
    homework,
    lesson,
    mark,
    subject,
)


@dataclass(slots=True)
class Rows:
    """What the course holds in the session."""

    course: CourseLine | None = None
    periods: list[Period] = field(default_factory=list)
    days: dict[date, SubjectDay] = field(default_factory=dict)
    chosen: int | None = None


async def courses_of(session: Session, student_id: int, today: date) -> list[CourseLine]:
    """Return the courses that the student sits in on a day; all of them outside every session."""
    held = (
        sa.select(course_session.c.course_id)
        .join(academic_session, academic_session.c.id == course_session.c.academic_session_id)
        .where(
            course_session.c.course_id == course.c.id,
            academic_session.c.kind != "schoolYear",
            academic_session.c.begins_on <= today,
            academic_session.c.ends_on >= today,
        )
        .exists()
    )
    rows = await session.execute(
        sa.select(course.c.id, subject.c.title, course.c.title, held)
        .select_from(course_member)
        .join(course, sa.and_(course.c.id == course_member.c.course_id, course.c.active))
        .join(subject, subject.c.id == course.c.subject_id)
        .where(course_member.c.person_id == student_id, course_member.c.role == "student")
        .order_by(subject.c.title, course.c.id)
    )
    found = rows.all()
    now = [row for row in found if row[3]] or found
    return [CourseLine(*row[:3]) for row in now]


def _picked(course_id: int, session_id: int, today: date) -> sa.CTE:
    """Pick the asked session, else the narrowest around today, else the last that began."""
    begins, ends = academic_session.c.begins_on, academic_session.c.ends_on
    rank = sa.case(
        (academic_session.c.id == session_id, 0),
        (academic_session.c.kind == "schoolYear", 4),
        (sa.and_(begins <= today, ends >= today), 1),
        (begins <= today, 2),
        else_=3,
    )
    return (
        sa.select(academic_session.c.id, begins, ends)
        .join(course_session, course_session.c.academic_session_id == academic_session.c.id)
        .where(course_session.c.course_id == course_id, academic_session.c.active)
        .order_by(rank, begins.desc(), ends)
        .limit(1)
        .cte("picked")
    )


_NOTHING, _NO_DAY = sa.cast(sa.null(), sa.BigInteger), sa.cast(sa.null(), sa.Date)
_NO_SCORE = (sa.cast(sa.null(), sa.Float), sa.cast(sa.null(), sa.Float))
_TEXTS = ("a", "b", "c", "d")


def _branch(what: str, day: Any, number: Any, *values: Any, score: Any = _NO_SCORE) -> list[Any]:
    """Return one branch's columns, the same in every branch; what is not given is empty."""
    padded = [*values, *[sa.literal("")] * (len(_TEXTS) - len(values))]
    return [
        sa.literal(what).label("what"), day.label("day"), number.label("number"),
        *(value.label(name) for name, value in zip(_TEXTS, padded, strict=True)),
        score[0].label("score"), score[1].label("weight"),
    ]  # fmt: skip


async def of_course(
    session: Session, student_id: int, course_id: int, session_id: int, today: date
) -> Rows:
    """Return the course's session with all its days; no course where the student sits elsewhere."""
    picked = _picked(course_id, session_id, today)
    seat = sa.exists().where(
        course_member.c.course_id == course_id,
        course_member.c.person_id == student_id,
        course_member.c.role == "student",
    )
    branches = [*_named(course_id, picked), *_days(student_id, course_id, picked)]
    query = sa.union_all(*(branch.where(seat) for branch in branches))
    return _read((await session.execute(query)).all())


def _named(course_id: int, picked: sa.CTE) -> list[sa.Select[Any]]:
    """Select the course and its sessions, the picked one with a sign."""
    is_picked = academic_session.c.id == sa.select(picked.c.id).scalar_subquery()
    return [
        sa.select(*_branch("course", _NO_DAY, course.c.id, subject.c.title, course.c.title))
        .join(subject, subject.c.id == course.c.subject_id)
        .where(course.c.id == course_id, course.c.active),
        sa.select(
            *_branch(
                "period", academic_session.c.begins_on, academic_session.c.id,
                academic_session.c.title, academic_session.c.kind,
                sa.cast(academic_session.c.ends_on, sa.Text), sa.case((is_picked, "x"), else_=""),
            )
        )
        .join(course_session, course_session.c.academic_session_id == academic_session.c.id)
        .where(course_session.c.course_id == course_id, academic_session.c.active),
    ]  # fmt: skip


def _days(student_id: int, course_id: int, picked: sa.CTE) -> list[sa.Select[Any]]:
    """Select what happened in the picked session."""
    first = sa.select(picked.c.begins_on).scalar_subquery()
    last = sa.select(picked.c.ends_on).scalar_subquery()
    return [
        sa.select(*_branch("topic", lesson.c.day, _NOTHING, lesson.c.topic, lesson.c.status))
        .where(lesson.c.course_id == course_id, lesson.c.day.between(first, last)),
        sa.select(*_branch("homework", homework.c.due_on, _NOTHING, homework.c.text))
        .where(homework.c.course_id == course_id, homework.c.due_on.between(first, last)),
        sa.select(*_branch("absence", attendance.c.day, _NOTHING, attendance.c.category))
        .where(
            attendance.c.student_id == student_id, attendance.c.course_id == course_id,
            attendance.c.day.between(first, last), attendance.c.category != "present",
        ),
        marks.of_student(student_id)
        .where(mark.c.course_id == course_id, mark.c.day.between(first, last))
        .with_only_columns(
            *_branch(
                "mark", mark.c.day, _NOTHING, mark.c.value,
                sa.func.coalesce(assessment.c.title, category.c.title, ""), mark.c.comment,
                mark.c.scale, score=(mark.c.score, marks.WEIGHT),
            )
        ),
    ]  # fmt: skip


def _read(found: Any) -> Rows:
    rows = Rows()
    named = next((row for row in found if row.what == "course"), None)
    if named is None:
        return rows
    rows.course = CourseLine(named.number, named.a, named.b)
    for row in found:
        if row.what == "period":
            last = date.fromisoformat(row.c)
            rows.periods.append(Period(row.number, row.a, row.b, row.day, last))
            rows.chosen = row.number if row.d else rows.chosen
        elif row.what != "course":
            _add(rows.days.setdefault(row.day, SubjectDay(row.day)), row, rows.course)
    rows.periods.sort(key=lambda period: (period.begins, period.ends))
    return rows


def _add(day: SubjectDay, row: Any, line: CourseLine) -> None:
    match row.what:
        case "topic" if row.a and row.b != "cancelled":
            day.topics.append(row.a)
        case "homework":
            day.homework.append(row.a)
        case "absence":
            day.absence = row.a
        case "mark":
            day.marks.append(
                Mark(
                    row.day, line.id, line.subject, row.a, row.d, row.score, row.weight, row.b,
                    comment=row.c,
                )
            )  # fmt: skip
