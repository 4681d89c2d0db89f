"""The audit log: who did what to codes and rights; ids only, never a name or a code."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Session
from storage.tables import (
    access_code,
    audit_entry,
    class_member,
    course,
    course_member,
    lesson,
    person_role,
    school_class,
)

_Id = sa.ColumnElement[Any]


async def note(
    session: Session,
    action: str,
    outcome: str,
    *,
    chat_id: int | None,
    at: datetime,
    detail: Mapping[str, int | str | None] | None = None,
) -> None:
    """Write one entry; ``chat_id`` is empty for the command line.

    Whose school it belongs to follows from what ``detail`` names.
    """
    await session.execute(
        sa.insert(audit_entry).values(_entry(action, outcome, chat_id, at, detail))
    )


async def note_again(
    session: Session,
    action: str,
    outcome: str,
    *,
    chat_id: int,
    at: datetime,
    since: datetime,
    detail: Mapping[str, int | None],
) -> None:
    """Write that a chat did something, or count it where an entry after ``since`` says the same.

    So nobody makes the log grow by doing one thing over and over. The entry keeps its first moment.
    """
    entry = audit_entry.c
    query = sa.select(entry.id, entry.detail).where(
        entry.chat_id == chat_id, entry.at > since, entry.action == action,
        entry.outcome == outcome, *(_says(name, value) for name, value in detail.items()),
    ).limit(1).with_for_update()  # fmt: skip
    found = (await session.execute(query)).first()
    if found is None:
        await note(session, action, outcome, chat_id=chat_id, at=at, detail=detail)
        return
    counted = {**found.detail, "count": found.detail.get("count", 1) + 1}
    await session.execute(sa.update(audit_entry).where(entry.id == found.id).values(detail=counted))


def _says(name: str, value: int | None) -> sa.ColumnElement[bool]:
    said: sa.ColumnElement[Any] = audit_entry.c.detail[name].as_integer()
    return said.is_(None) if value is None else said == value


async def note_reading(
    session: Session,
    action: str,
    *,
    chat_id: int,
    at: datetime,
    midnight: datetime,
    detail: Mapping[str, int | str | None],
) -> None:
    """Write that somebody read of many students; once a day for the same of them."""
    entry = _entry(action, "ok", chat_id, at, detail)
    same = [audit_entry.c.detail[name].as_integer() == value for name, value in detail.items()]
    there = sa.exists().where(
        audit_entry.c.chat_id == chat_id, audit_entry.c.at >= midnight,
        audit_entry.c.action == action, *same,
    )  # fmt: skip
    values = [_typed(name, value) for name, value in entry.items()]
    await session.execute(
        sa.insert(audit_entry).from_select(list(entry), sa.select(*values).where(~there))
    )


def _entry(
    action: str,
    outcome: str,
    chat_id: int | None,
    at: datetime,
    detail: Mapping[str, int | str | None] | None,
) -> dict[str, Any]:
    kept = {name: value for name, value in (detail or {}).items() if value is not None}
    entry = {"at": at, "chat_id": chat_id, "action": action, "outcome": outcome, "detail": kept}
    return entry | {"school_id": _school_of(kept)}


def _typed(name: str, value: Any) -> sa.ColumnElement[Any]:
    if isinstance(value, sa.ColumnElement):
        return value
    return sa.literal(value, audit_entry.c[name].type)


def _school_of(detail: Mapping[str, int | str]) -> Any:
    """Return the school, or how to find it; nothing where what is named tells of none."""
    for name, found in _FOUND_BY.items():
        if name in detail:
            return found(sa.literal(int(detail[name])))
    return None


def school_of_person(person_id: _Id) -> sa.ColumnElement[Any]:
    """Find the school of a student or a member of staff: by class, course or post."""
    class_, course_, post = (
        sa.select(school_class.c.school_id)
        .join(class_member, class_member.c.school_class_id == school_class.c.id)
        .where(class_member.c.person_id == person_id),
        sa.select(course.c.school_id)
        .join(course_member, course_member.c.course_id == course.c.id)
        .where(course_member.c.person_id == person_id),
        sa.select(person_role.c.school_id).where(
            person_role.c.person_id == person_id, person_role.c.school_id.is_not(None)
        ),
    )
    return sa.func.coalesce(*(one.limit(1).scalar_subquery() for one in (class_, course_, post)))


def _of_code(code_id: _Id) -> sa.ScalarSelect[Any]:
    whom = sa.func.coalesce(access_code.c.student_id, access_code.c.person_id)
    found = sa.select(school_of_person(whom)).where(access_code.c.id == code_id)
    return found.scalar_subquery()


def _column(table: sa.Table) -> Any:
    def of(number: _Id) -> sa.ScalarSelect[Any]:
        return sa.select(table.c.school_id).where(table.c.id == number).scalar_subquery()

    return of


def _of_lesson(number: _Id) -> sa.ScalarSelect[Any]:
    inside = lesson.c.course_id == course.c.id
    found = sa.select(course.c.school_id).join(lesson, inside).where(lesson.c.id == number)
    return found.scalar_subquery()


def _of_person(number: _Id) -> sa.ScalarSelect[Any]:
    return sa.select(school_of_person(number)).scalar_subquery()


_FOUND_BY: Mapping[str, Any] = {
    "school": lambda number: number,
    "class": _column(school_class),
    "course": _column(course),
    "lesson": _of_lesson,
    "student": _of_person,
    "person": _of_person,
    "code": _of_code,
}
