"""What was changed at a lesson, from the history of its course."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from domain.history import CHANGES, Changed, Side, Thing
from domain.journal import Lesson
from domain.people import Name
from storage import actors
from storage.database import Session
from storage.tables import journal_change, person

_VALUE = {
    Thing.MARK: "value", Thing.ATTENDANCE: "category", Thing.HOMEWORK: "text",
    Thing.LESSON: "topic",
}  # fmt: skip
_COMMENT = {Thing.MARK: "comment", Thing.ATTENDANCE: "reason", Thing.LESSON: "note"}


async def of_lesson(session: Session, of: Lesson, page: int) -> tuple[list[Changed], bool]:
    """Return a page, the newest first, and whether there is more; one statement."""
    j = journal_change.c
    query = (
        sa.select(
            j.at, j.chat_id, j.thing, j.before, j.after, j.undone_at, person.c.given_name,
            person.c.family_name,
        )
        .select_from(journal_change)
        .outerjoin(person, person.c.id == j.student_id)
        .where(j.course_id == of.course_id, sa.or_(*_about(of)))
        .order_by(j.at.desc(), j.id.desc())
        .offset(page * CHANGES)
        .limit(CHANGES + 1)
    )  # fmt: skip
    rows = await session.execute(actors.named(query, j.chat_id))
    found = [_changed(row) for row in rows]
    return found[:CHANGES], len(found) > CHANGES


def _about(of: Lesson) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions that a change is about this lesson, a condition a thing."""
    j, day = journal_change.c, of.day.isoformat()

    def was(name: str) -> sa.ColumnElement[str]:
        return sa.func.coalesce(j.after[name].as_string(), j.before[name].as_string())

    mine = sa.func.coalesce(was("lesson_id"), str(of.id)) == str(of.id)
    return (
        sa.and_(j.thing == Thing.MARK, was("day") == day, mine),
        sa.and_(j.thing == Thing.ATTENDANCE, was("day") == day, was("number") == str(of.number)),
        sa.and_(j.thing == Thing.HOMEWORK, was("assigned_on") == day),
        sa.and_(j.thing == Thing.LESSON, j.thing_id == of.id),
    )


def _changed(row: Any) -> Changed:
    thing = Thing(row.thing)
    student = Name(row.given_name, row.family_name) if row.given_name is not None else None
    return Changed(
        row.at, actors.actor(row), thing, student, _side(thing, row.before),
        _side(thing, row.after), row.undone_at is not None,
    )  # fmt: skip


def _side(thing: Thing, row: Mapping[str, Any] | None) -> Side | None:
    if not row:
        return None
    comment = _COMMENT.get(thing)
    return Side(
        str(row.get(_VALUE[thing]) or ""), row.get("weight"),
        str(row.get(comment) or "") if comment else "", str(row.get("due_on") or ""),
        str(row.get("status") or ""), str(row.get("room") or ""),
    )  # fmt: skip
