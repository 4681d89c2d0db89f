"""The timetable as it is stored, and the lessons that are made of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import sqlalchemy as sa

from domain.diary import Term
from domain.timetable import Bell, CoursePlan, Entry, Holiday, Planned, by_course
from storage.database import Session
from storage.tables import (
    academic_session,
    attendance,
    bell,
    course,
    course_member,
    course_session,
    holiday,
    homework,
    journal_change,
    lesson,
    mark,
    timetable_entry,
)
from storage.upsert import upsert

SOURCE = "timetable"
"""Of lessons that are made here."""


@dataclass(frozen=True, slots=True)
class Made:
    """A lesson that stands in the diary."""

    id: int
    key: str
    """Its id in its source; empty where it is not the timetable's."""
    course_id: int
    day: date
    number: int
    starts: time | None
    ends: time | None
    room: str
    teacher_id: int | None
    is_changed: bool
    """Whether somebody has done something to it."""
    is_busy: bool
    """Whether its course has marks, absences or homework of its day."""

    @property
    def is_touched(self) -> bool:
        """Whether it is more than the timetable made of it."""
        return self.is_changed or self.is_busy

    @property
    def place(self) -> tuple[int, date, int]:
        """Course, day and number."""
        return self.course_id, self.day, self.number

    def is_at(self, planned: Planned) -> bool:
        """Tell whether the timetable wants it at its hour."""
        hour = planned.number, planned.starts, planned.ends
        return (self.number, self.starts, self.ends) == hour

    def is_as(self, planned: Planned) -> bool:
        """Tell whether the timetable wants it as it is."""
        held = planned.room, planned.teacher_id
        return self.is_at(planned) and (self.room, self.teacher_id) == held


async def plans(session: Session) -> list[CoursePlan]:
    """Return a plan for each course that has a timetable; four statements, one where none has."""
    e = timetable_entry.c
    rows = (
        await session.execute(
            sa.select(timetable_entry, course.c.school_id, course.c.school_class_id)
            .join(course, course.c.id == e.course_id)
            .where(course.c.active)
            .order_by(e.weekday, e.number, e.id)
        )
    ).all()
    if not rows:
        return []
    homes = {row.course_id: (row.school_id, row.school_class_id) for row in rows}
    taught: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        taught[row.school_id].add(row.weekday)
    terms, bells = await _terms(session), await _bells(session)
    of_school, of_class = await _holidays(session)
    return [
        CoursePlan(
            entries, terms.get(course_id, ()), bells.get(homes[course_id][0], ()),
            [*of_school.get(homes[course_id][0], ()), *of_class.get(homes[course_id][1] or 0, ())],
            taught[homes[course_id][0]],
        )
        for course_id, entries in by_course(map(_entry, rows)).items()
    ]  # fmt: skip


def _entry(row: sa.Row[Any]) -> Entry:
    return Entry(
        row.id, row.course_id, row.weekday, row.number, row.week, row.room, row.teacher_id,
        row.begins_on, row.ends_on,
    )  # fmt: skip


async def _terms(session: Session) -> Mapping[int, Sequence[Term]]:
    rows = await session.execute(
        sa.select(course_session.c.course_id, academic_session)
        .join(academic_session, academic_session.c.id == course_session.c.academic_session_id)
        .where(
            academic_session.c.active,
            course_session.c.course_id.in_(sa.select(timetable_entry.c.course_id)),
        )
    )
    found: defaultdict[int, list[Term]] = defaultdict(list)
    for row in rows:
        found[row.course_id].append(Term(row.title, row.kind, row.begins_on, row.ends_on))
    return found


async def _bells(session: Session) -> Mapping[int, Sequence[Bell]]:
    rows = await session.execute(sa.select(bell).order_by(bell.c.id))
    found: defaultdict[int, list[Bell]] = defaultdict(list)
    for row in rows:
        found[row.school_id].append(Bell(row.weekday, row.number, row.starts_at, row.ends_at))
    return found


async def _holidays(
    session: Session,
) -> tuple[Mapping[int, Sequence[Holiday]], Mapping[int, Sequence[Holiday]]]:
    """Return holidays by school, and by class."""
    schools: defaultdict[int, list[Holiday]] = defaultdict(list)
    classes: defaultdict[int, list[Holiday]] = defaultdict(list)
    for row in await session.execute(sa.select(holiday)):
        days = Holiday(row.begins_on, row.ends_on)
        if row.school_class_id is None:
            schools[row.school_id].append(days)
        else:
            classes[row.school_class_id].append(days)
    return schools, classes


async def has_lessons(session: Session, first: date) -> bool:
    """Tell whether lessons of a timetable stand in the diary from a day on."""
    own = sa.exists().where(lesson.c.source == SOURCE, lesson.c.day >= first)
    return bool(await session.scalar(sa.select(own)))


async def standing(session: Session, first: date, last: date) -> list[Made]:
    """Return the lessons of these days that are the timetable's or stand in its way.

    They are held until the transaction ends. Four statements.
    """
    busy = await _busy(session, first)
    own = lesson.c.source == SOURCE
    by_hand = sa.or_(lesson.c.status != "", lesson.c.topic != "", lesson.c.note != "")
    history = sa.exists().where(
        journal_change.c.thing == "lesson", journal_change.c.thing_id == lesson.c.id
    )
    named = sa.exists().where(mark.c.lesson_id == lesson.c.id)
    rows = await session.execute(
        sa.select(lesson, own.label("own"), sa.or_(by_hand, history, named).label("changed"))
        .where(
            lesson.c.day.between(first, last),
            sa.or_(own, lesson.c.course_id.in_(sa.select(timetable_entry.c.course_id))),
        )
        .order_by(lesson.c.id)
        .with_for_update(of=lesson)
    )
    return [
        Made(
            row.id, row.sourced_id if row.own else "", row.course_id, row.day, row.number,
            row.starts_at, row.ends_at, row.room, row.teacher_id,
            bool(row.changed), (row.course_id, row.day) in busy,
        )
        for row in rows
    ]  # fmt: skip


async def _busy(session: Session, first: date) -> set[tuple[int, date]]:
    """Return the courses and days from ``first`` on that have marks, absences or homework given."""
    queries = (
        sa.select(mark.c.course_id, mark.c.day)
        .join(
            course_member,
            sa.and_(
                course_member.c.person_id == mark.c.student_id,
                course_member.c.course_id == mark.c.course_id,
            ),
        )
        .where(mark.c.day >= first, course_member.c.role == "student"),
        sa.select(attendance.c.course_id, attendance.c.day).where(
            attendance.c.day >= first, attendance.c.course_id.is_not(None)
        ),
        sa.select(homework.c.course_id, homework.c.assigned_on).where(
            homework.c.assigned_on >= first
        ),
    )
    return {
        (row[0], row[1]) for query in queries for row in await session.execute(query.distinct())
    }


async def add(session: Session, lessons: Collection[Planned]) -> None:
    """Write new lessons; one statement, whatever their number."""
    rows = [
        {"source": SOURCE, "sourced_id": one.key, "course_id": one.course_id, **_values(one)}
        for one in lessons
    ]
    if rows:
        insert = upsert(session, lesson)
        await session.execute(
            insert.on_conflict_do_nothing(index_elements=["source", "sourced_id"]), rows
        )


async def change(session: Session, lessons: Mapping[int, Planned]) -> None:
    """Give untouched lessons another number, hour, room or teacher; one statement."""
    if lessons:
        values = ("number", "starts_at", "ends_at", "room", "teacher_id")
        changed = (
            sa.update(lesson)
            .where(lesson.c.id == sa.bindparam("of"), *_untouched())
            .values({name: sa.bindparam(f"new_{name}") for name in values})
        )
        given = {number: _values(one) for number, one in lessons.items()}
        await session.execute(
            changed,
            [
                {"of": number} | {f"new_{name}": row[name] for name in values}
                for number, row in given.items()
            ],
        )


async def remove(session: Session, lessons: Iterable[int]) -> None:
    """Take untouched lessons out of the diary; one statement."""
    gone = [{"of": number} for number in lessons]
    if gone:
        one = sa.delete(lesson).where(lesson.c.id == sa.bindparam("of"), *_untouched())
        await session.execute(one, gone)


def _untouched() -> tuple[sa.ColumnElement[bool], ...]:
    return lesson.c.status == "", lesson.c.topic == "", lesson.c.note == ""


def _values(one: Planned) -> dict[str, Any]:
    return {
        "day": one.day, "number": one.number, "starts_at": one.starts, "ends_at": one.ends,
        "room": one.room, "teacher_id": one.teacher_id,
    }  # fmt: skip
