"""Lessons as the deputy head changes them, and who could give them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.changes import CANCELLED, SUBSTITUTED, ChangeableLesson, SchoolTitle, Teacher, sortable
from domain.classes import ClassTitle
from domain.people import Name, Role
from storage.database import Session
from storage.grants import alive
from storage.tables import (
    access_grant,
    class_member,
    course,
    course_member,
    fact,
    journal_change,
    lesson,
    mark,
    person,
    person_role,
    school,
    school_class,
    subject,
)

CHANGED, BACK = "tt-", "back-"
"""Begin the names of the deputy head's batches: something is changed, or is as planned again."""
_MOST_CHANGED = 60


@dataclass(frozen=True, slots=True)
class Target:
    """A lesson about to be changed."""

    lesson: ChangeableLesson
    row: Mapping[str, Any]
    """As history keeps it."""
    original: Mapping[str, Any] | None
    """The row as it was before the deputy head's first change that still holds."""
    stand_in: Name | None = None
    """Whoever was asked for, where they teach at the school."""
    is_waiting: bool = False
    """Whether something about it waits to be told."""


async def deputys(
    session: Session, chat_id: int, *, now: datetime
) -> tuple[list[SchoolTitle], list[ClassTitle]]:
    """Return the schools whose deputy head the chat is, and their classes; one statement."""
    at_work = sa.and_(person.c.id == access_grant.c.person_id, person.c.active)
    mine = sa.and_(person_role.c.person_id == person.c.id, person_role.c.role == Role.DEPUTY_HEAD)
    classes = sa.and_(school_class.c.school_id == school.c.id, school_class.c.active)
    rows = await session.execute(
        sa.select(
            school.c.id.label("school_id"), school.c.title.label("school"),
            school_class.c.id, school_class.c.title, school_class.c.grade,
        )
        .select_from(access_grant.join(person, at_work).join(person_role, mine))
        .join(school, school.c.id == person_role.c.school_id)
        .outerjoin(school_class, classes)
        .where(access_grant.c.chat_id == chat_id, access_grant.c.role == Role.STAFF, alive(now))
        .distinct()
    )  # fmt: skip
    found = rows.all()
    schools = {row.school_id: SchoolTitle(row.school_id, row.school) for row in found}
    titles = sorted(
        (_grade(row.title), row.title, row.id) for row in found if row.id is not None
    )  # fmt: skip
    return list(schools.values()), [ClassTitle(number, title) for _g, title, number in titles]


def _grade(title: str) -> int:
    digits = title[: len(title) - len(title.lstrip("0123456789"))]
    return int(digits) if digits else 0


async def changed_on(
    session: Session, schools: Collection[int], day: date
) -> list[ChangeableLesson]:
    """Return the lessons of a day that are not held as planned."""
    query = _lessons().where(
        lesson.c.day == day,
        course.c.school_id.in_(schools),
        lesson.c.status.in_((CANCELLED, SUBSTITUTED)),
    )
    return [_lesson(row) for row in await session.execute(query.limit(_MOST_CHANGED))]


async def of_class(
    session: Session, class_id: int, day: date
) -> tuple[str, list[ChangeableLesson]]:
    """Return a class's title and the lessons that it, or some of it, has on a day."""
    pupils = (
        sa.select(course_member.c.course_id)
        .join(class_member, class_member.c.person_id == course_member.c.person_id)
        .where(
            class_member.c.school_class_id == class_id,
            class_member.c.role == "student",
            course_member.c.role == "student",
        )
    )
    home = course.alias("home")
    own = sa.union(pupils, sa.select(home.c.id).where(home.c.school_class_id == class_id))
    found = _lessons().where(lesson.c.day == day, lesson.c.course_id.in_(own)).subquery("found")
    rows = (
        await session.execute(
            sa.select(school_class.c.title.label("heading"), found)
            .select_from(school_class.outerjoin(found, sa.true()))
            .where(school_class.c.id == class_id)
            .order_by(found.c.number, found.c.subject, found.c.id)
        )
    ).all()
    return (
        rows[0].heading if rows else "",
        [_lesson(row) for row in rows if row.id is not None],
    )


async def one(session: Session, lesson_id: int) -> ChangeableLesson | None:
    """Return one lesson."""
    rows = await session.execute(_lessons().where(lesson.c.id == lesson_id))
    row = rows.one_or_none()
    return _lesson(row) if row else None


async def targets(
    session: Session, lessons: Collection[int], stand_in: int | None = None
) -> list[Target]:
    """Return lessons that are about to be changed, held until they are; one statement."""
    helper = person.alias("helper")
    names = [
        helper.c[name].label(f"helper_{name}")
        for name in ("given_name", "family_name", "middle_name")
    ]
    whole = [lesson.c[name].label(f"row_{name}") for name in _KEPT]
    may_help = sa.and_(
        helper.c.id == stand_in, helper.c.active, helper.c.id.in_(_teachers_of(course.c.school_id))
    )
    query = (
        _lessons()
        .add_columns(_original().label("original"), _waiting().label("waiting"), *names, *whole)
        .outerjoin(helper, may_help)
        .where(lesson.c.id.in_(lessons))
        .with_for_update(of=lesson)
    )
    return [_target(row) for row in await session.execute(query)]


_KEPT = tuple(column.name for column in lesson.c if column.name != "content_hash")


def _target(row: sa.Row[Any]) -> Target:
    kept = {name: getattr(row, f"row_{name}") for name in _KEPT}
    helper = row.helper_given_name is not None
    name = Name(row.helper_given_name, row.helper_family_name, row.helper_middle_name)
    return Target(_lesson(row), kept, row.original, name if helper else None, bool(row.waiting))


def _waiting() -> sa.Exists:
    things = [sa.literal(of) + sa.cast(lesson.c.id, sa.Text) for of in ("lesson:", "duty:")]
    return (
        sa.exists().where(fact.c.thing.in_(things), fact.c.planned_at.is_(None)).correlate(lesson)
    )


def _original() -> sa.ScalarSelect[Any]:
    """Select the row before the first change since it was last as planned."""
    of = journal_change.alias("of_deputy")
    last = journal_change.alias("last_back")
    mine = (of.c.thing == "lesson", of.c.thing_id == lesson.c.id, of.c.batch.like(f"{CHANGED}%"))
    back = sa.select(sa.func.coalesce(sa.func.max(last.c.id), 0)).where(
        last.c.thing == "lesson", last.c.thing_id == lesson.c.id, last.c.batch.like(f"{BACK}%")
    )
    return (
        sa.select(of.c.before)
        .where(*mine, of.c.id > back.correlate(lesson).scalar_subquery())
        .order_by(of.c.id)
        .limit(1)
        .correlate(lesson)
        .scalar_subquery()
    )


async def put(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what the lessons are from now on; one statement."""
    names = ("status", "teacher_id", "room", "note")
    await session.execute(
        sa.update(lesson)
        .where(lesson.c.id == sa.bindparam("of"))
        .values({name: sa.bindparam(f"new_{name}") for name in names}),
        [{"of": row["id"]} | {f"new_{name}": row[name] for name in names} for row in rows],
    )


async def of_school(session: Session, school_id: int) -> list[Teacher]:
    """Return a school's teachers by name."""
    query = sa.select(person, sa.literal("").label("busy_with"))
    return await _teachers(session, query, sa.literal(school_id))


async def for_lesson(session: Session, lesson_id: int) -> list[Teacher]:
    """Return the teachers of a lesson's school by name, and what they have at that hour."""
    wanted = lesson.alias("wanted")
    home = course.alias("home")
    school_id = (
        sa.select(home.c.school_id)
        .join(wanted, wanted.c.course_id == home.c.id)
        .where(wanted.c.id == lesson_id)
        .scalar_subquery()
    )
    busy = (
        sa.select(_gives().label("teacher_id"), _group().label("title"))
        .select_from(wanted)
        .join(lesson, sa.and_(lesson.c.day == wanted.c.day, lesson.c.number == wanted.c.number))
        .join(course, course.c.id == lesson.c.course_id)
        .outerjoin(school_class, school_class.c.id == course.c.school_class_id)
        .where(
            wanted.c.id == lesson_id, lesson.c.id != lesson_id, lesson.c.status != CANCELLED,
            course.c.school_id == school_id,
        )
        .subquery("busy")
    )  # fmt: skip
    with_class = sa.func.coalesce(sa.func.min(busy.c.title), "").label("busy_with")
    query = sa.select(person, with_class).select_from(
        person.outerjoin(busy, busy.c.teacher_id == person.c.id)
    )
    return await _teachers(session, query.group_by(person.c.id), school_id)


async def _teachers(
    session: Session, query: sa.Select[Any], school_id: sa.ColumnElement[int]
) -> list[Teacher]:
    at_work = person.c.id.in_(_teachers_of(school_id)), person.c.active
    found = [
        Teacher(row.id, Name(row.given_name, row.family_name, row.middle_name), row.busy_with)
        for row in await session.execute(query.where(*at_work))
    ]
    return sorted(found, key=lambda one: (sortable(one.name.family), one.name.given, one.id))


def _teachers_of(school_id: sa.ColumnElement[int]) -> sa.Select[tuple[int]]:
    """Select those who teach a course of a school."""
    taught = course.alias("taught")
    return (
        sa.select(course_member.c.person_id)
        .join(taught, taught.c.id == course_member.c.course_id)
        .where(course_member.c.role == "teacher", taught.c.active, taught.c.school_id == school_id)
    )


async def of_teacher(
    session: Session, school_id: int, person_id: int, first: date, last: date
) -> tuple[Name | None, list[ChangeableLesson]]:
    """Return a teacher's name and what they give in these days; one statement.

    A cancelled lesson counts as its teacher's still.
    """
    found = (
        _lessons()
        .where(
            lesson.c.day.between(first, last), course.c.school_id == school_id,
            _gives() == person_id,
        )
        .subquery("found")
    )  # fmt: skip
    names = [person.c[n].label(f"own_{n}") for n in ("given_name", "family_name", "middle_name")]
    query: sa.Select[Any] = (
        sa.select(*names, found)
        .select_from(person.outerjoin(found, sa.true()))
        .where(person.c.id == person_id, person.c.id.in_(_teachers_of(sa.literal(school_id))))
        .order_by(found.c.day, found.c.number, found.c.id)
    )
    rows = (await session.execute(query)).all()
    if not rows:
        return None, []
    name = Name(rows[0].own_given_name, rows[0].own_family_name, rows[0].own_middle_name)
    return name, [_lesson(row) for row in rows if row.id is not None]


def _gives() -> sa.ColumnElement[int]:
    """Who gives a lesson: its own teacher, else, if nobody stands in, one of the course's."""
    usual = sa.case((lesson.c.status != SUBSTITUTED, _usual()))
    return sa.func.coalesce(lesson.c.teacher_id, usual)


def _usual() -> sa.ScalarSelect[Any]:
    """Who teaches the course, the first of them where there are several."""
    teaches = course_member.alias("teaches")
    return (
        sa.select(sa.func.min(teaches.c.person_id))
        .where(teaches.c.course_id == lesson.c.course_id, teaches.c.role == "teacher")
        .correlate(lesson)
        .scalar_subquery()
    )


def _group() -> sa.ColumnElement[str]:
    return sa.func.coalesce(school_class.c.title, course.c.title)


def _lessons() -> sa.Select[Any]:
    giver = person.alias("giver")
    pupil = course_member.alias("pupil")
    marked = (
        sa.exists()
        .where(
            pupil.c.course_id == lesson.c.course_id, pupil.c.role == "student",
            mark.c.student_id == pupil.c.person_id, mark.c.course_id == lesson.c.course_id,
            mark.c.day == lesson.c.day,
        )
        .correlate(lesson)
    )  # fmt: skip
    return (
        sa.select(
            lesson.c.id, lesson.c.day, lesson.c.number, lesson.c.course_id, course.c.school_id,
            subject.c.title.label("subject"), _group().label("group_title"),
            course.c.school_class_id.label("class_id"), lesson.c.starts_at, lesson.c.ends_at,
            sa.func.coalesce(sa.func.nullif(lesson.c.room, ""), course.c.room).label("room"),
            lesson.c.status, lesson.c.note, giver.c.given_name, giver.c.family_name,
            giver.c.middle_name, marked.label("has_marks"),
            _original().is_not(None).label("is_changed"), _usual().label("usual_teacher"),
        )
        .select_from(lesson)
        .join(course, sa.and_(course.c.id == lesson.c.course_id, course.c.active))
        .join(subject, subject.c.id == course.c.subject_id)
        .outerjoin(school_class, school_class.c.id == course.c.school_class_id)
        .outerjoin(giver, giver.c.id == _gives())
        .order_by(lesson.c.day, lesson.c.number, lesson.c.id)
    )  # fmt: skip


def _lesson(row: sa.Row[Any]) -> ChangeableLesson:
    known = row.given_name is not None
    name = Name(row.given_name, row.family_name, row.middle_name) if known else None
    return ChangeableLesson(
        row.id, row.day, row.number, row.course_id, row.school_id, row.subject, row.group_title,
        row.class_id, row.starts_at, row.ends_at, row.room, row.status, row.note, name,
        bool(row.has_marks), bool(row.is_changed) or row.status in (CANCELLED, SUBSTITUTED),
        usual_teacher=row.usual_teacher,
    )  # fmt: skip
