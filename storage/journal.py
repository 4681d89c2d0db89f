"""The journal: lessons of a day, one lesson with its students, marks and attendance."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.journal import (
    MISSED,
    Category,
    Given,
    Lesson,
    LessonLine,
    OpenedLesson,
    Presence,
    Seat,
)
from domain.people import Name, Role
from domain.scales import Scale
from storage.database import Session
from storage.grants import alive
from storage.marking import kept, on
from storage.tables import (
    access_grant,
    assessment,
    attendance,
    category,
    course,
    course_member,
    homework,
    lesson,
    mark,
    person,
    school_class,
    subject,
)


async def of_teacher(
    session: Session, chat_id: int, day: date, *, now: datetime, today: date
) -> list[LessonLine]:
    """Return the lessons of a day that the chat's member of staff gives, in place of others too."""
    me = (
        sa.select(person.c.id)
        .join(access_grant, access_grant.c.person_id == person.c.id)
        .where(
            access_grant.c.chat_id == chat_id, access_grant.c.role == Role.STAFF, alive(now),
            person.c.active,
        )
    )  # fmt: skip
    mine = sa.select(course_member.c.course_id).where(
        course_member.c.person_id.in_(me),
        course_member.c.role == "teacher",
        on(course_member, today),
    )
    own = sa.select(lesson.c.id).where(lesson.c.course_id.in_(mine), lesson.c.day == day)
    others = sa.select(lesson.c.id).where(lesson.c.teacher_id.in_(me), lesson.c.day == day)
    return await _lines(session, sa.union(own, others))


async def of_class(session: Session, class_id: int, day: date) -> list[LessonLine]:
    """Return the lessons of a class on a day."""
    courses = sa.select(course.c.id).where(course.c.school_class_id == class_id, course.c.active)
    here = sa.select(lesson.c.id).where(lesson.c.course_id.in_(courses), lesson.c.day == day)
    return await _lines(session, here)


async def _lines(session: Session, ids: sa.SelectBase) -> list[LessonLine]:
    marks = (
        sa.select(sa.func.count())
        .select_from(course_member)
        .join(
            mark,
            sa.and_(
                mark.c.student_id == course_member.c.person_id,
                mark.c.course_id == lesson.c.course_id,
                mark.c.day == lesson.c.day,
            ),
        )
        .where(course_member.c.course_id == lesson.c.course_id, course_member.c.role == "student")
        .correlate(lesson)
        .scalar_subquery()
    )
    missed = (
        sa.select(sa.func.count(attendance.c.student_id.distinct()))
        .select_from(course_member)
        .join(attendance, sa.and_(attendance.c.student_id == course_member.c.person_id, noted_at()))
        .where(
            course_member.c.course_id == lesson.c.course_id,
            course_member.c.role == "student",
            attendance.c.category.in_(MISSED),
        )
        .correlate(lesson)
        .scalar_subquery()
    )
    # Subgroups of a class have the same subject at the same hour: own titles tell them apart.
    alike = (lesson.c.day, lesson.c.number, subject.c.id, school_class.c.id)
    is_one_of = sa.func.count().over(partition_by=alike) > 1
    rows = await session.execute(
        _titled(
            lesson.c.id, lesson.c.course_id, lesson.c.number, lesson.c.starts_at,
            lesson.c.room, lesson.c.status, lesson.c.topic, marks.label("marks"),
            missed.label("missed"), is_one_of.label("is_one_of"), course.c.title.label("own"),
        )
        .where(lesson.c.id.in_(ids))
        .order_by(lesson.c.number, lesson.c.starts_at, course.c.title, lesson.c.id)
    )  # fmt: skip
    return [
        LessonLine(
            row.id, row.course_id, row.number, row.starts_at, row.subject,
            _own(row) if row.is_one_of else row.group, row.room, row.status, row.topic, row.marks,
            row.missed,
        )
        for row in rows
    ]  # fmt: skip


def _own(row: Any) -> str:
    """Return a course's own title without its subject: "7Б, группа 1"."""
    title = str(row.own)
    return title.removeprefix(row.subject).strip(" ,") or title


def _titled(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Select lessons with their subject and group."""
    group = sa.func.coalesce(school_class.c.title, course.c.title)
    return (
        sa.select(*columns, subject.c.title.label("subject"), group.label("group"))
        .select_from(lesson)
        .join(course, course.c.id == lesson.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .outerjoin(school_class, school_class.c.id == course.c.school_class_id)
    )


def noted_at() -> sa.ColumnElement[bool]:
    """Return the condition that a note of attendance holds for a lesson: its own, or the day's."""
    return sa.and_(
        attendance.c.day == lesson.c.day,
        sa.or_(attendance.c.course_id.is_(None), attendance.c.course_id == lesson.c.course_id),
        sa.or_(attendance.c.number.is_(None), attendance.c.number == lesson.c.number),
    )


async def opened(session: Session, lesson_id: int, category_id: int = 0) -> OpenedLesson | None:
    """Return the lesson with its students as they were then, and the sort of work asked for.

    One statement.
    """
    sort = category.alias("sort")
    members = sa.and_(
        course_member.c.course_id == lesson.c.course_id,
        course_member.c.role == "student",
        on(course_member, lesson.c.day),
    )
    marks = sa.and_(
        mark.c.student_id == person.c.id,
        mark.c.course_id == lesson.c.course_id,
        mark.c.day == lesson.c.day,
        sa.or_(mark.c.lesson_id.is_(None), mark.c.lesson_id == lesson.c.id),
    )
    rows = await session.execute(
        _titled(
            *lesson.c, course.c.school_class_id, course_scale().label("scale"),
            _tasks().label("tasks"),
            person.c.id.label("student"), person.c.given_name, person.c.family_name,
            person.c.middle_name, mark.c.id.label("mark"), mark.c.value, mark.c.ordinal,
            mark.c.comment, assessment.c.category_id, category.c.title.label("category"),
            sa.func.coalesce(mark.c.weight, assessment.c.weight, category.c.weight).label("weight"),
            attendance.c.category.label("presence"), attendance.c.course_id.label("note_course"),
            attendance.c.number.label("note_number"), sort.c.id.label("sort_id"),
            sort.c.title.label("sort_title"), sort.c.weight.label("sort_weight"),
        )
        .outerjoin(course_member, members)
        .outerjoin(person, sa.and_(person.c.id == course_member.c.person_id, person.c.active))
        .outerjoin(mark, marks)
        .outerjoin(assessment, assessment.c.id == mark.c.assessment_id)
        .outerjoin(category, category.c.id == assessment.c.category_id)
        .outerjoin(attendance, sa.and_(attendance.c.student_id == person.c.id, noted_at()))
        .outerjoin(sort, sort.c.id == category_id)
        .where(lesson.c.id == lesson_id)
        .order_by(
            person.c.family_name, person.c.given_name, person.c.id, mark.c.ordinal, mark.c.id
        )
    )  # fmt: skip
    found = rows.all()
    if not found:
        return None
    first = found[0]
    known = first.sort_id is not None
    wanted = Category(first.sort_id, first.sort_title, first.sort_weight) if known else None
    return OpenedLesson(_lesson(first), tuple(_seats(found)), homework=first.tasks, sort=wanted)


def course_scale() -> sa.ColumnElement[str]:
    """Return the scale that the course's marks are given on: chosen, or as the last work's."""
    last = (
        sa.select(assessment.c.scale)
        .where(assessment.c.course_id == course.c.id, assessment.c.scale != "")
        .order_by(assessment.c.due_on.desc())
        .limit(1)
        .correlate(course)
        .scalar_subquery()
    )
    return sa.func.coalesce(sa.func.nullif(course.c.scale, ""), last, Scale.FIVE.value)


def _tasks() -> sa.ColumnElement[int]:
    return (
        sa.select(sa.func.count())
        .where(
            homework.c.course_id == lesson.c.course_id, homework.c.assigned_on == lesson.c.day
        )
        .correlate(lesson)
        .scalar_subquery()
    )  # fmt: skip


def _lesson(row: Any) -> Lesson:
    return Lesson(
        row.id, row.course_id, row.subject, row.group, row.day, row.number, row.starts_at,
        row.ends_at, row.room, row.status, row.topic, row.note, Scale(row.scale),
        row.school_class_id,
    )  # fmt: skip


def _seats(rows: Iterable[Any]) -> Iterable[Seat]:
    """Put together the rows of one student: each of their marks, each note of attendance."""
    people: dict[int, Any] = {}
    marks: dict[int, dict[int, Given]] = {}
    notes: dict[int, tuple[tuple[bool, bool], Presence]] = {}
    for row in rows:
        if row.student is None:
            continue
        people.setdefault(row.student, row)
        if row.mark is not None:
            marks.setdefault(row.student, {})[row.mark] = Given(
                row.mark, row.student, row.value, row.ordinal, row.category_id,
                row.category or "", row.weight, row.comment,
            )  # fmt: skip
        if row.presence is not None:
            closeness = (row.note_number is not None, row.note_course is not None)
            note = (closeness, Presence(row.presence))
            # The lesson's own note goes before the day's.
            notes[row.student] = max(notes.get(row.student, note), note, key=lambda one: one[0])
    for number, row in people.items():
        yield Seat(
            number, Name(row.given_name, row.family_name, row.middle_name),
            tuple(marks.get(number, {}).values()), notes[number][1] if number in notes else None,
        )  # fmt: skip


async def row(session: Session, lesson_id: int) -> dict[str, Any]:
    """Return the lesson's row as history keeps it."""
    found = await session.execute(sa.select(lesson).where(lesson.c.id == lesson_id))
    return kept("lesson", dict(found.mappings().one()))


async def set_topic(session: Session, lesson_id: int, topic: str) -> None:
    """Write what the lesson is about."""
    await session.execute(sa.update(lesson).where(lesson.c.id == lesson_id).values(topic=topic))


async def set_scale(session: Session, course_id: int, scale: Scale) -> None:
    """Choose the scale of a course's next marks."""
    await session.execute(sa.update(course).where(course.c.id == course_id).values(scale=scale))


async def categories(session: Session) -> tuple[Category, ...]:
    """Return the sorts of work, by title; those of the same title and weight once."""
    rows = await session.execute(
        sa.select(sa.func.min(category.c.id), category.c.title, category.c.weight)
        .group_by(category.c.title, category.c.weight)
        .order_by(category.c.title)
    )
    return tuple(Category(*row) for row in rows)
