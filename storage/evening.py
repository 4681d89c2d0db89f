"""What the next day brings, for all students at once: by course, because courses are few."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time

import sqlalchemy as sa

from domain.people import Name, Role
from domain.works import is_control
from storage.database import Session
from storage.tables import (
    assessment,
    category,
    course,
    course_member,
    homework,
    lesson,
    person,
    subject,
)


@dataclass(frozen=True, slots=True)
class DayLesson:
    """One lesson of one course."""

    number: int
    starts_at: time | None
    room: str
    status: str
    note: str = ""
    stand_in: Name | None = None


@dataclass(slots=True)
class CourseDay:
    """All that a course has on one day."""

    subject: str
    room: str
    lessons: list[DayLesson] = field(default_factory=list)
    homework: list[str] = field(default_factory=list)
    works: list[str] = field(default_factory=list)


async def of_courses(session: Session, day: date) -> Mapping[int, CourseDay]:
    """Return course → its day, for courses that have lessons; three statements."""
    found = await _lessons(session, day)
    rows = await session.execute(
        sa.select(homework.c.course_id, homework.c.text)
        .join(course, course.c.id == homework.c.course_id)
        .where(homework.c.due_on == day)
        .order_by(homework.c.id)
    )
    for course_id, text in rows:
        if course_id in found:
            found[course_id].homework.append(text)
    for course_id, title in await _control_works(session, day):
        if course_id in found:
            found[course_id].works.append(title)
    return found


async def _lessons(session: Session, day: date) -> dict[int, CourseDay]:
    rows = await session.execute(
        sa.select(
            course.c.id, subject.c.title, course.c.room.label("home"),
            lesson.c.number, lesson.c.starts_at, lesson.c.room, lesson.c.status, lesson.c.note,
            person.c.given_name, person.c.family_name, person.c.middle_name,
        )
        .select_from(course)
        .join(subject, subject.c.id == course.c.subject_id)
        .join(lesson, sa.and_(lesson.c.course_id == course.c.id, lesson.c.day == day))
        .outerjoin(
            person, sa.and_(lesson.c.status == "substituted", person.c.id == lesson.c.teacher_id)
        )
        .where(course.c.active)
        .order_by(lesson.c.number, lesson.c.id)
    )  # fmt: skip
    found: dict[int, CourseDay] = {}
    for row in rows:
        place = found.setdefault(row.id, CourseDay(row.title, row.home))
        known = row.given_name is not None
        name = Name(row.given_name, row.family_name, row.middle_name) if known else None
        place.lessons.append(
            DayLesson(row.number, row.starts_at, row.room, row.status, row.note, name)
        )
    return found


async def _control_works(session: Session, day: date) -> list[tuple[int, str]]:
    weight = sa.func.coalesce(assessment.c.weight, category.c.weight, 1.0).label("weight")
    rows = await session.execute(
        sa.select(
            assessment.c.course_id, assessment.c.title, category.c.title.label("sort"), weight
        )
        .join(course, course.c.id == assessment.c.course_id)
        .outerjoin(category, category.c.id == assessment.c.category_id)
        .where(assessment.c.due_on == day)
        .order_by(assessment.c.id)
    )
    return [
        (row.course_id, row.title or row.sort)
        for row in rows
        if is_control(row.title, row.sort or "", row.weight)
    ]


async def courses_of(
    session: Session, students: Collection[int], day: date
) -> Mapping[int, list[int]]:
    """Return student → the courses they are in on that day."""
    member = course_member.c
    rows = await session.execute(
        sa.select(member.person_id, member.course_id)
        .where(
            member.person_id.in_(students),
            member.role == Role.STUDENT,
            sa.or_(member.begins_on.is_(None), member.begins_on <= day),
            sa.or_(member.ends_on.is_(None), member.ends_on >= day),
        )
        .distinct()
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for student_id, course_id in rows:
        found[student_id].append(course_id)
    return found
