"""Absence notes: what guardians sent, and what of it the class teacher accepted."""

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.absence import PAGE, Note, NoteState
from domain.people import Name
from storage import attachments
from storage.attachments import Owner
from storage.database import Session
from storage.marking import Change, kept, on
from storage.names import of_chats
from storage.tables import absence_note, attendance, class_member, person, school_class


async def covering(
    session: Session, students: Collection[int], day: date
) -> dict[int, tuple[str, str]]:
    """Return (category, reason) of the students whom an accepted note excuses on a day."""
    rows = await session.execute(
        sa.select(absence_note.c.student_id, absence_note.c.category, absence_note.c.reason)
        .where(
            absence_note.c.student_id.in_(students),
            absence_note.c.state == NoteState.ACCEPTED.value, *_on(day, day),
        )
        .order_by(absence_note.c.id)
    )  # fmt: skip
    return {row.student_id: (row.category, row.reason) for row in rows}


async def explained(
    session: Session, students: Collection[int], first: date, last: date
) -> list[tuple[int, date, date]]:
    """Return (student, first, last) of notes that were sent and not refused."""
    rows = await session.execute(
        sa.select(absence_note.c.student_id, absence_note.c.begins_on, absence_note.c.ends_on)
        .where(
            absence_note.c.student_id.in_(students),
            absence_note.c.state.in_((NoteState.SENT.value, NoteState.ACCEPTED.value)),
            *_on(first, last),
        )
    )  # fmt: skip
    return [(row.student_id, row.begins_on, row.ends_on) for row in rows]


def _on(first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    return absence_note.c.begins_on <= last, absence_note.c.ends_on >= first


def _notes(today: date) -> sa.Select[Any]:
    member = sa.and_(
        class_member.c.person_id == absence_note.c.student_id,
        class_member.c.role == "student", on(class_member, today),
    )  # fmt: skip
    title = (
        sa.select(sa.func.min(school_class.c.title))
        .select_from(class_member.join(school_class))
        .where(member, school_class.c.active)
        .correlate(absence_note)
        .scalar_subquery()
    )
    return sa.select(
        absence_note, person.c.given_name, person.c.family_name, title.label("title")
    ).join(person, person.c.id == absence_note.c.student_id)


async def of_student(
    session: Session, student_id: int, page: int, *, today: date
) -> tuple[list[Note], bool]:
    """Return a page of a child's notes, the newest first, and whether there is more."""
    query = _notes(today).where(absence_note.c.student_id == student_id)
    return await _page(session, query.order_by(absence_note.c.id.desc()), page)


async def waiting(
    session: Session, classes: Collection[int], page: int, *, today: date
) -> tuple[list[Note], bool]:
    """Return a page of the notes of these classes that nobody answered, the oldest first."""
    pupils = sa.select(class_member.c.person_id).where(
        class_member.c.school_class_id.in_(classes), class_member.c.role == "student",
        on(class_member, today),
    )  # fmt: skip
    query = _notes(today).where(
        absence_note.c.state == NoteState.SENT.value, absence_note.c.student_id.in_(pupils)
    )
    return await _page(session, query.order_by(absence_note.c.id), page)


async def _page(session: Session, query: sa.Select[Any], page: int) -> tuple[list[Note], bool]:
    rows = await session.execute(query.offset(page * PAGE).limit(PAGE + 1))
    found = [_note(row) for row in rows]
    return found[:PAGE], len(found) > PAGE


def _note(row: Any, author: str = "", files: Any = ()) -> Note:
    return Note(
        row.id, row.student_id, Name(row.given_name, row.family_name).short, row.title or "",
        row.begins_on, row.ends_on, row.category, row.reason, NoteState(row.state), row.answer,
        row.created_at, author, tuple(files),
    )  # fmt: skip


async def one(session: Session, note_id: int, *, today: date) -> tuple[Note, int] | None:
    """Return a note with its author's name and files, and the chat that sent it."""
    row = (await session.execute(_notes(today).where(absence_note.c.id == note_id))).first()
    if row is None:
        return None
    author = (await of_chats(session, [row.chat_id])).of_family(row.chat_id, row.student_id)
    files = await attachments.of(session, Owner.ABSENCE_NOTE, [note_id])
    return _note(row, author, files.get(note_id, ())), int(row.chat_id)


async def add(session: Session, **values: Any) -> int:
    """Write a note and return its row."""
    made = await session.execute(
        sa.insert(absence_note).values(**values).returning(absence_note.c.id)
    )
    return int(made.scalar_one())


async def answer(session: Session, note_id: int, state: NoteState, **values: Any) -> bool:
    """Move a note on that still waits; tells whether it did wait."""
    waits = (absence_note.c.id == note_id, absence_note.c.state == NoteState.SENT.value)
    written = await session.execute(
        sa.update(absence_note).where(*waits).values(state=state.value, **values)
    )
    return written.rowcount == 1


async def excuse(session: Session, note: Note) -> list[Change]:
    """Excuse the absences of a note's days; returns what that changed. Two statements."""
    mine = sa.and_(
        attendance.c.student_id == note.student_id,
        attendance.c.day.between(note.first, note.last),
        attendance.c.category == "absent",
    )
    rows = await session.execute(sa.select(attendance).where(mine))
    before = [kept("attendance", dict(row)) for row in rows.mappings()]
    values = {"category": note.category, "reason": note.reason}
    if before:
        await session.execute(sa.update(attendance).where(mine).values(**values))
    return [Change("attendance", row, {**row, **values}) for row in before]


async def class_of(session: Session, student_id: int, *, today: date) -> tuple[int, str] | None:
    """Return the student's class and its title."""
    found = await session.execute(
        sa.select(school_class.c.id, school_class.c.title)
        .join(class_member, class_member.c.school_class_id == school_class.c.id)
        .where(
            class_member.c.person_id == student_id, class_member.c.role == "student",
            on(class_member, today), school_class.c.active,
        )
        .limit(1)
    )  # fmt: skip
    row = found.first()
    return (row.id, row.title) if row else None
