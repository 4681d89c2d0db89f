"""Signatures under marks, and the comments of those who signed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.people import Name
from domain.signatures import PupilSignatures, Signature, SignedMark
from storage.classes import on_day
from storage.database import Session
from storage.tables import (
    acknowledgement,
    assessment,
    category,
    class_member,
    course,
    mark,
    person,
    subject,
)
from storage.upsert import upsert


async def of_days(
    session: Session, student_id: int, first: date, last: date
) -> tuple[SignedMark, ...]:
    """Return a student's marks of some days, the earliest first; one statement."""
    return await _read(
        session, mark.c.student_id == student_id, mark.c.day.between(first, last)
    )  # fmt: skip


async def of_mark(session: Session, student_id: int, mark_id: int) -> SignedMark | None:
    """Return one mark of the student; nothing where it is another's or gone."""
    found = await _read(session, mark.c.student_id == student_id, mark.c.id == mark_id)
    return found[0] if found else None


async def under(session: Session, mark_ids: Iterable[int]) -> dict[int, SignedMark]:
    """Return marks by their rows."""
    found = await _read(session, mark.c.id.in_(list(mark_ids)))
    return {one.id: one for one in found}


async def sign(
    session: Session, marks: Iterable[SignedMark], chat_id: int, holder: str, *, now: datetime
) -> None:
    """Write that a chat has seen the marks as they are; a comment stays."""
    rows = [
        {"mark_id": one.id, "value": one.value, "chat_id": chat_id, "holder_name": holder}
        | {"at": now}
        for one in marks
    ]
    if not rows:
        return
    insert = upsert(session, acknowledgement)
    put = insert.on_conflict_do_update(
        index_elements=["mark_id", "chat_id"],
        set_={name: insert.excluded[name] for name in ("holder_name", "value", "at")},
    )
    await session.execute(put, rows)


async def comment(
    session: Session, one: SignedMark, chat_id: int, holder: str, words: str, *, now: datetime
) -> None:
    """Write a chat's words to a mark, in place of earlier ones; it has seen the mark then."""
    insert = upsert(session, acknowledgement).values(
        mark_id=one.id, chat_id=chat_id, holder_name=holder, value=one.value, comment=words, at=now
    )
    put = insert.on_conflict_do_update(
        index_elements=["mark_id", "chat_id"],
        set_={name: insert.excluded[name] for name in ("holder_name", "value", "comment", "at")},
    )
    await session.execute(put)


async def of_class(
    session: Session, class_id: int, first: date, last: date, today: date
) -> tuple[PupilSignatures, ...]:
    """Count each student's marks of some days and those that are signed; one statement."""
    is_signed = sa.exists().where(
        acknowledgement.c.mark_id == mark.c.id, acknowledgement.c.value == mark.c.value
    )
    given = sa.and_(mark.c.student_id == person.c.id, mark.c.day.between(first, last))
    rows = await session.execute(
        sa.select(
            person.c.id, person.c.given_name, person.c.family_name, person.c.middle_name,
            sa.func.count(mark.c.id.distinct()).label("marks"),
            sa.func.count(sa.case((is_signed, mark.c.id)).distinct()).label("signed"),
        )
        .select_from(person)
        .join(class_member, class_member.c.person_id == person.c.id)
        .outerjoin(mark, given)
        .where(
            class_member.c.school_class_id == class_id, class_member.c.role == "student",
            person.c.active, on_day(today),
        )
        .group_by(
            person.c.id, person.c.given_name, person.c.family_name, person.c.middle_name
        )
        .order_by(person.c.family_name, person.c.given_name, person.c.id)
    )  # fmt: skip
    return tuple(
        PupilSignatures(
            row.id, Name(row.given_name, row.family_name, row.middle_name), row.marks, row.signed
        )
        for row in rows
    )


async def _read(session: Session, *conditions: sa.ColumnElement[bool]) -> tuple[SignedMark, ...]:
    rows = await session.execute(
        sa.select(
            mark.c.id, mark.c.student_id, mark.c.day, mark.c.course_id, mark.c.lesson_id,
            subject.c.title.label("subject"), mark.c.value, assessment.c.title.label("work"),
            category.c.title.label("category"), mark.c.comment,
            acknowledgement.c.chat_id, acknowledgement.c.holder_name, acknowledgement.c.at,
            acknowledgement.c.value.label("seen"), acknowledgement.c.comment.label("words"),
        )
        .select_from(mark)
        .join(course, course.c.id == mark.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .outerjoin(assessment, assessment.c.id == mark.c.assessment_id)
        .outerjoin(category, category.c.id == assessment.c.category_id)
        .outerjoin(acknowledgement, acknowledgement.c.mark_id == mark.c.id)
        .where(*conditions)
        .order_by(mark.c.day, subject.c.title, mark.c.id, acknowledgement.c.at)
    )  # fmt: skip
    found: dict[int, SignedMark] = {}
    signed: dict[int, list[Signature]] = {}
    for row in rows:
        found.setdefault(row.id, _mark(row))
        if row.chat_id is not None:
            made = Signature(row.chat_id, row.holder_name, row.at, row.seen, row.words)
            signed.setdefault(row.id, []).append(made)
    return tuple(_with(one, signed.get(one.id, [])) for one in found.values())


def _mark(row: Any) -> SignedMark:
    return SignedMark(
        row.id, row.student_id, row.day, row.course_id, row.lesson_id, row.subject, row.value,
        row.work or "", row.category or "", row.comment,
    )  # fmt: skip


def _with(one: SignedMark, signatures: list[Signature]) -> SignedMark:
    return replace(one, signatures=tuple(signatures))
