"""Attendance of a lesson: a tap on a name leads it through the ways to be there or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.errors import NotFound
from domain.journal import OpenedLesson, Presence, Saved, after
from domain.journal_facts import of_presence
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import absence_notes, facts, marking
from storage.database import Database, Session
from storage.marking import Change
from usecases.lessons import lesson_to_mark, new_batch

ABSENCE_GRACE = timedelta(seconds=20)
"""The longest that an absence waits for its correction: long enough to tap on to "late"."""


@dataclass(frozen=True, slots=True)
class NotePresence:
    """How one student is there, by the next tap or as said."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(
        self, reader: Reader, lesson_id: int, student_id: int, was: Presence
    ) -> Saved:
        """Go on from what the screen showed; raises ``NotAllowed``, ``NotFound``.

        Two taps on one stale screen come to the same: what is noted follows from the screen.
        """
        async with self.db.begin() as session:
            opened = await lesson_to_mark(session, self.clock, reader, lesson_id)
            if opened.seat(student_id) is None:
                raise NotFound
            return await _save(
                session, self.clock, reader, opened, {student_id: after(was)}, self.grace
            )


@dataclass(frozen=True, slots=True)
class AllPresent:
    """Everybody is there."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(self, reader: Reader, lesson_id: int) -> Saved:
        """Note it, so that attendance counts as taken; raises ``NotAllowed``."""
        async with self.db.begin() as session:
            opened = await lesson_to_mark(session, self.clock, reader, lesson_id)
            everybody = {seat.id: Presence.PRESENT for seat in opened.seats}
            return await _save(session, self.clock, reader, opened, everybody, self.grace)


async def _save(
    session: Session, clock: SchoolClock, reader: Reader, opened: OpenedLesson,
    presences: Mapping[int, Presence], grace: timedelta,
) -> Saved:  # fmt: skip
    batch = new_batch()
    noted = await save_presences(session, clock, opened, presences, grace)
    await marking.note(session, noted, chat_id=reader.id, batch=batch, now=clock.now())
    return Saved(with_presences(opened, noted), batch, presences=len(noted))


async def save_presences(
    session: Session, clock: SchoolClock, opened: OpenedLesson,
    presences: Mapping[int, Presence], grace: timedelta,
) -> list[Change]:  # fmt: skip
    """Write notes of attendance with their facts; returns what that changed.

    An absence that an accepted note explains is excused at once. At most seven statements.
    """
    if not presences:
        return []
    lesson = opened.lesson
    absent = [student for student, how in presences.items() if how is Presence.ABSENT]
    notes = await absence_notes.covering(session, absent, lesson.day) if absent else {}
    excused = {student: Presence(kind) for student, (kind, _reason) in notes.items()}
    reasons = {student: reason for student, (_kind, reason) in notes.items()}
    changes = await marking.put_presences(session, lesson, {**presences, **excused}, reasons)
    unexplained = [student for student in absent if student not in notes]
    first: dict[int, int] = {}
    if unexplained and lesson.day == clock.today():
        first = await marking.first_numbers(session, unexplained, lesson.day)
    made = []
    for change in changes:
        seat = opened.seat(change.row["student_id"])
        if seat is None:
            continue
        urgent = first.get(seat.id) == lesson.number and seat.id in unexplained
        made.append(of_presence(change.before, change.after, seat, lesson, urgent=urgent))
    now = clock.now()
    told = [one for one in made if one]
    await facts.amend(session, told, now=now, ready_at=now + min(grace, ABSENCE_GRACE))
    return changes


def with_presences(opened: OpenedLesson, noted: Sequence[Change]) -> OpenedLesson:
    """Return the lesson with these notes, without asking the database again."""
    found = {one.row["student_id"]: Presence(one.row["category"]) for one in noted}
    seats = tuple(
        replace(seat, presence=found.get(seat.id, seat.presence)) for seat in opened.seats
    )
    return replace(opened, seats=seats)
