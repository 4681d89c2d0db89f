"""Final marks of a course: what they could be, what they are, written many at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from domain.course_finals import STUDENTS, CourseHead
from domain.journal import MISSED
from domain.marks import Average, Period
from domain.people import Name
from domain.scales import Scale, read
from storage.database import Session
from storage.journal import course_scale, noted_at
from storage.marking import LOCAL, kept
from storage.marks import WEIGHT
from storage.tables import (
    academic_session,
    assessment,
    attendance,
    category,
    course,
    course_member,
    course_session,
    final_mark,
    lesson,
    mark,
    person,
    school,
    school_class,
    subject,
)
from storage.upsert import upsert


async def head(session: Session, course_id: int) -> tuple[CourseHead, tuple[Period, ...]] | None:
    """Return the course with its sessions, the earliest first, longer before shorter."""
    group = sa.func.coalesce(school_class.c.title, course.c.title)
    term = academic_session.c
    rows = await session.execute(
        sa.select(
            subject.c.title.label("subject"), group.label("group"), course_scale().label("scale"),
            course.c.school_id, school.c.round_up_from, term.id.label("term"),
            term.title.label("term_title"), term.kind, term.begins_on, term.ends_on,
        )
        .select_from(course)
        .join(subject, subject.c.id == course.c.subject_id)
        .join(school, school.c.id == course.c.school_id)
        .outerjoin(school_class, school_class.c.id == course.c.school_class_id)
        .outerjoin(course_session, course_session.c.course_id == course.c.id)
        .outerjoin(
            academic_session,
            sa.and_(term.id == course_session.c.academic_session_id, term.active),
        )
        .where(course.c.id == course_id, course.c.active)
        .order_by(term.begins_on, term.ends_on.desc(), term.id)
    )  # fmt: skip
    found = rows.all()
    if not found:
        return None
    first = found[0]
    periods = tuple(
        Period(row.term, row.term_title, row.kind, row.begins_on, row.ends_on)
        for row in found
        if row.term is not None
    )
    made = CourseHead(
        course_id, first.subject, first.group, Scale(first.scale), first.school_id,
        first.round_up_from,
    )  # fmt: skip
    return made, periods


async def students(
    session: Session, course_id: int, of: Period, page: int
) -> tuple[list[tuple[int, Name, int, int | None, str]], int]:
    """Return a page of (student, name, lessons missed, final mark's row, its value), and how many.

    Those who sat in the course on any day of the session; one statement.
    """
    members = (
        sa.select(course_member.c.person_id)
        .where(
            course_member.c.course_id == course_id, course_member.c.role == "student",
            sa.or_(course_member.c.begins_on.is_(None), course_member.c.begins_on <= of.ends),
            sa.or_(course_member.c.ends_on.is_(None), course_member.c.ends_on >= of.begins),
        )
        .distinct()
    )  # fmt: skip
    missed = (
        sa.select(sa.func.count(lesson.c.id.distinct()))
        .select_from(attendance)
        .join(lesson, noted_at())
        .where(
            attendance.c.student_id == person.c.id, attendance.c.category.in_(MISSED),
            lesson.c.course_id == course_id, lesson.c.day.between(of.begins, of.ends),
            lesson.c.status != "cancelled",
        )
        .correlate(person)
        .scalar_subquery()
    )  # fmt: skip
    mine = sa.and_(
        final_mark.c.student_id == person.c.id, final_mark.c.course_id == course_id,
        final_mark.c.academic_session_id == of.id,
    )  # fmt: skip
    rows = await session.execute(
        sa.select(
            person.c.id, person.c.given_name, person.c.family_name, person.c.middle_name,
            missed.label("missed"), final_mark.c.id.label("final"), final_mark.c.value,
            sa.func.count().over().label("total"),
        )
        .select_from(person)
        .outerjoin(final_mark, mine)
        .where(person.c.id.in_(members), person.c.active)
        .order_by(person.c.family_name, person.c.given_name, person.c.id, final_mark.c.id)
        .limit(STUDENTS)
        .offset(page * STUDENTS)
    )  # fmt: skip
    found = rows.all()
    lines = {
        row.id: (
            row.id, Name(row.given_name, row.family_name, row.middle_name), row.missed, row.final,
            row.value or "",
        )
        for row in found
    }  # fmt: skip
    return list(lines.values()), found[0].total if found else 0


async def averages(
    session: Session, course_id: int, scale: Scale, of: Period, students: Iterable[int]
) -> dict[int, Average]:
    """Return each student's mean of the session's marks of one scale; one statement."""
    weight = sa.func.coalesce(WEIGHT, 1.0)
    rows = await session.execute(
        sa.select(
            mark.c.student_id, sa.func.count(), sa.func.avg(mark.c.score),
            sa.func.sum(mark.c.score * weight), sa.func.sum(weight),
        )
        .select_from(mark)
        .outerjoin(assessment, assessment.c.id == mark.c.assessment_id)
        .outerjoin(category, category.c.id == assessment.c.category_id)
        .where(
            mark.c.student_id.in_(list(students)), mark.c.course_id == course_id,
            mark.c.day.between(of.begins, of.ends), mark.c.scale == scale.value,
            mark.c.score.is_not(None),
        )
        .group_by(mark.c.student_id)
    )  # fmt: skip
    return {
        student: Average(scale, plain, weighted / weights if weights else plain, number)
        for student, number, plain, weighted, weights in rows
    }


async def of_parts(
    session: Session, course_id: int, scale: Scale, parts: Sequence[int], students: Iterable[int]
) -> dict[int, Average]:
    """Return each student's mean of the final marks of a session's parts; one statement."""
    rows = await session.execute(
        sa.select(final_mark.c.student_id, final_mark.c.value).where(
            final_mark.c.student_id.in_(list(students)), final_mark.c.course_id == course_id,
            final_mark.c.academic_session_id.in_(parts),
        )
    )  # fmt: skip
    given: dict[int, list[float]] = {}
    for student, value in rows:
        known = read(scale, value)
        if known is not None and known.score is not None:
            given.setdefault(student, []).append(known.score)
    means = {student: sum(scores) / len(scores) for student, scores in given.items()}
    return {
        student: Average(scale, mean, mean, len(given[student])) for student, mean in means.items()
    }


async def rows_of(session: Session, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return final marks as history keeps them, by student, locked until they are changed."""
    found = await session.execute(
        sa.select(final_mark).where(final_mark.c.id.in_(list(ids))).with_for_update()
    )
    return {row["student_id"]: kept("final_mark", dict(row)) for row in found.mappings()}


async def put(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Write final marks that were not there; returns them as they are kept."""
    if not rows:
        return []
    made = [
        {
            "source": LOCAL,
            "sourced_id": "final.{course_id}.{academic_session_id}.{student_id}".format(**row),
            **row,
        }
        for row in rows
    ]  # fmt: skip
    insert = upsert(session, final_mark)
    over = insert.on_conflict_do_update(
        index_elements=["source", "sourced_id"], set_={"value": insert.excluded.value}
    )
    written = await session.execute(over.returning(final_mark.c.id, final_mark.c.student_id), made)
    ids = {student: number for number, student in written}
    return [{"id": ids[row["student_id"]], **row} for row in made]


async def change(session: Session, final_id: int, value: str) -> None:
    """Give a final mark another value."""
    await session.execute(
        sa.update(final_mark).where(final_mark.c.id == final_id).values(value=value)
    )


async def remove(session: Session, final_id: int) -> None:
    """Take a final mark away."""
    await session.execute(sa.delete(final_mark).where(final_mark.c.id == final_id))


async def set_rounding(session: Session, school_id: int, round_up_from: float) -> None:
    """Keep from which part of a point on the school rounds up."""
    rule = sa.update(school).where(school.c.id == school_id)
    await session.execute(rule.values(round_up_from=round_up_from))
