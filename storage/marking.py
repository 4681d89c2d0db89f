"""Marks and attendance as teachers write them, with the history of every change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.journal import Category, Lesson, Presence
from storage.database import Session
from storage.tables import (
    assessment,
    attendance,
    course,
    course_member,
    journal_change,
    lesson,
    mark,
    metadata,
)
from storage.upsert import upsert

LOCAL = "local"
_KEPT: Mapping[str, tuple[str, ...]] = {
    name: tuple(column.name for column in metadata.tables[name].c if column.name != "content_hash")
    for name in ("mark", "attendance", "lesson", "final_mark", "homework")
}


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; an empty side says that it was not there."""

    thing: str
    """The table's name."""
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def row(self) -> Mapping[str, Any]:
        """Return the newer side that is there."""
        found = self.after if self.after is not None else self.before
        assert found is not None, "a change has a side"
        return found


async def work_of(session: Session, of: Lesson, sort: Category | None) -> int:
    """Return the assessment of a lesson that marks of this sort belong to; made where it is not."""
    row = {
        "source": LOCAL, "sourced_id": f"lesson.{of.id}.{sort.id if sort else 0}",
        "course_id": of.course_id, "category_id": sort.id if sort else None,
        "title": sort.title if sort else "", "description": "", "assigned_on": of.day,
        "due_on": of.day, "scale": of.scale,
    }  # fmt: skip
    made = upsert(session, assessment).values(row)
    # An update that changes nothing, because only a written row is returned.
    same = made.on_conflict_do_update(
        index_elements=["source", "sourced_id"], set_={"scale": made.excluded.scale}
    )
    return int((await session.execute(same.returning(assessment.c.id))).scalar_one())


async def add_marks(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Write marks and return them as they are kept, in the order given."""
    made = [{"source": LOCAL, "sourced_id": uuid4().hex, **row} for row in rows]
    # By the names that we gave: for rows in order SQLAlchemy would insert one by one on SQLite.
    written = await session.execute(sa.insert(mark).returning(mark.c.sourced_id, mark.c.id), made)
    ids = {row.sourced_id: row.id for row in written}
    return [{"id": ids[row["sourced_id"]], **row} for row in made]


async def put_presences(
    session: Session, of: Lesson, presences: Mapping[int, Presence], reasons: Mapping[int, str]
) -> list[Change]:
    """Write how students were at a lesson; returns what that changed. Two statements."""
    there = await session.execute(
        sa.select(attendance).where(
            attendance.c.student_id.in_(presences), attendance.c.day == of.day,
            attendance.c.course_id == of.course_id, attendance.c.number == of.number,
        )
    )  # fmt: skip
    before = {row["student_id"]: kept("attendance", dict(row)) for row in there.mappings()}
    rows = [
        _presence(of, student, how, reasons.get(student, ""), before.get(student))
        for student, how in presences.items()
        if student not in before or before[student]["category"] != how
    ]
    if not rows:
        return []
    insert = upsert(session, attendance)
    fresh = ("category", "reason", "minutes_late")
    put = insert.on_conflict_do_update(
        index_elements=["source", "sourced_id"], set_={c: insert.excluded[c] for c in fresh}
    )
    written = await session.execute(put.returning(attendance.c.id, attendance.c.student_id), rows)
    ids = {student: number for number, student in written}
    after = {row["student_id"]: {"id": ids[row["student_id"]], **row} for row in rows}
    return [Change("attendance", before.get(student), row) for student, row in after.items()]


def _presence(
    of: Lesson, student: int, how: Presence, reason: str, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    own = {"source": LOCAL, "sourced_id": f"lesson.{of.id}.{student}"}
    return {
        **({name: before[name] for name in own} if before else own),
        "student_id": student, "day": of.day, "category": how.value, "course_id": of.course_id,
        "number": of.number, "minutes_late": None, "reason": reason, "raw_code": "",
    }  # fmt: skip


async def change_mark(session: Session, mark_id: int, **values: Any) -> None:
    """Give a mark other values."""
    await session.execute(sa.update(mark).where(mark.c.id == mark_id).values(**values))


async def remove_mark(session: Session, mark_id: int) -> None:
    """Take a mark away."""
    await session.execute(sa.delete(mark).where(mark.c.id == mark_id))


async def mark_row(session: Session, mark_id: int) -> dict[str, Any]:
    """Return a mark as history keeps it, locked until it is changed."""
    found = await session.execute(sa.select(mark).where(mark.c.id == mark_id).with_for_update())
    return kept("mark", dict(found.mappings().one()))


async def first_numbers(session: Session, students: Iterable[int], day: date) -> dict[int, int]:
    """Return the number of each student's first lesson of a day that is held; one statement."""
    rows = await session.execute(
        sa.select(course_member.c.person_id, sa.func.min(lesson.c.number).label("first"))
        .join(lesson, lesson.c.course_id == course_member.c.course_id)
        .where(
            course_member.c.person_id.in_(list(students)), course_member.c.role == "student",
            on(course_member, day), lesson.c.day == day, lesson.c.status != "cancelled",
        )
        .group_by(course_member.c.person_id)
    )  # fmt: skip
    return {row.person_id: row.first for row in rows}


def kept(thing: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what history keeps of a row: all that is needed to bring it back."""
    return {name: row[name] for name in _KEPT[thing] if name in row}


def plain(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a row as JSON; days and times of day in ISO form."""
    if row is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, date | time) else value
        for name, value in row.items()
    }


async def note(
    session: Session, changes: Iterable[Change], *, chat_id: int, batch: str, now: datetime
) -> None:
    """Keep what was before and what is now, so that it can be told and undone."""
    rows = [
        {
            "at": now, "chat_id": chat_id, "batch": batch, "thing": change.thing,
            "thing_id": change.row["id"], "student_id": change.row.get("student_id"),
            "course_id": change.row.get("course_id"), "inside": change.row.get("course_id"),
            "before": plain(change.before), "after": plain(change.after),
        }
        for change in changes
    ]  # fmt: skip
    if rows:
        of_school = sa.select(course.c.school_id).where(course.c.id == sa.bindparam("inside"))
        written = sa.insert(journal_change).values(school_id=of_school.scalar_subquery())
        await session.execute(written, rows)


def on(members: sa.FromClause, day: "date | sa.ColumnElement[Any]") -> sa.ColumnElement[bool]:
    """Return the condition that a membership holds on a day."""
    return sa.and_(
        sa.or_(members.c.begins_on.is_(None), members.c.begins_on <= day),
        sa.or_(members.c.ends_on.is_(None), members.c.ends_on >= day),
    )
