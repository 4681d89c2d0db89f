"""Families in any database: students with a chat each and one course, and marks to tell them of."""

from collections.abc import Iterable
from datetime import UTC, datetime

import sqlalchemy as sa

from benchmarks.school import FIRST_CHAT, today
from domain.facts import Absence, Fact, MarkAdded
from storage import facts
from storage import tables as t
from storage.database import Database, Session

SUBJECT = "Алгебра"


async def write(db: Database, families: int) -> None:
    """Write so many students, each in a chat of their guardian."""
    now, numbers = datetime.now(UTC), range(1, families + 1)
    one = {"id": 1, "sourced_id": "one"}
    async with db.begin() as session:
        await session.execute(sa.insert(t.school).values(**one, title="Школа"))
        await session.execute(sa.insert(t.subject).values(**one, title=SUBJECT))
        await session.execute(
            sa.insert(t.course).values(**one, school_id=1, subject_id=1, title=SUBJECT)
        )
        await _add(session, t.person, ({**_named(n), "given_name": f"Имя{n}"} for n in numbers))
        await _add(
            session,
            t.course_member,
            ({**_named(n), "course_id": 1, "person_id": n, "role": "student"} for n in numbers),
        )
        await _add(
            session,
            t.chat,
            (
                {"id": n, "telegram_id": FIRST_CHAT + n, "telegram_language": "ru",
                 "created_at": now}
                for n in numbers
            ),
        )  # fmt: skip
        await _add(
            session,
            t.access_grant,
            (
                {"chat_id": n, "student_id": n, "role": "guardian", "granted_at": now}
                for n in numbers
            ),
        )


def _named(number: int) -> dict[str, object]:
    return {"id": number, "sourced_id": f"n{number}"}


async def _add(session: Session, table: sa.Table, rows: Iterable[dict[str, object]]) -> None:
    await session.execute(sa.insert(table), [*rows])


async def mark(db: Database, students: Iterable[int]) -> None:
    """Give each student a mark, as a teacher's tap or an import does: the fact in one commit."""
    async with db.begin() as session:
        rows, told = zip(*(_mark(student) for student in students), strict=True)
        await session.execute(sa.insert(t.mark), [*rows])
        await tell(session, told)


def _mark(student: int) -> tuple[dict[str, object], Fact]:
    at = datetime.now(UTC)
    row = {
        "sourced_id": f"{student}.{at.timestamp()}", "student_id": student, "course_id": 1,
        "day": today(), "value": "5", "score": 5.0, "scale": "five",
    }  # fmt: skip
    fact = MarkAdded(
        student=student, name=f"Имя{student}", course=1, subject=SUBJECT, value="5", day=today()
    )
    return row, fact


async def absence(db: Database, student: int) -> None:
    """Let a student be missed."""
    async with db.begin() as session:
        fact = Absence(student=student, name=f"Имя{student}", day=today(), category="absent")
        await tell(session, [fact])


async def tell(session: Session, told: Iterable[Fact]) -> None:
    """Write facts that are ready to be planned."""
    now = datetime.now(UTC)
    await facts.add(session, [*told], happened_at=now, ready_at=now)


async def newest(db: Database) -> int:
    """Return the id of the last delivery that was planned."""
    async with db.read() as session:
        return await session.scalar(sa.select(sa.func.max(t.delivery.c.id))) or 0


async def sent(db: Database, after: int = 0) -> int:
    """Return how many deliveries beyond that id are marked as sent."""
    query = sa.select(sa.func.count()).where(t.delivery.c.id > after, t.delivery.c.state == "sent")
    async with db.read() as session:
        found = await session.execute(query)
    return int(found.scalar_one())
