"""One lesson that is cancelled, given by somebody else or elsewhere, or as planned after all."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.changes import (
    CANCELLED,
    REASON_LENGTH,
    ROOM_LENGTH,
    SUBSTITUTED,
    ChangeableLesson,
)
from domain.errors import NotFound, ReasonRefused, RoomRefused
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from storage import changes
from storage.changes import Target
from storage.database import Database, Session
from usecases.amending import Amendment, amend
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowChange:
    """One lesson and what may be done to it."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, lesson_id: int) -> ChangeableLesson:
        """Return it; raises ``NotAllowed``."""
        async with self.db.read() as session:
            return await changeable(session, self.clock, reader, lesson_id)


@dataclass(frozen=True, slots=True)
class CancelLesson:
    """Nobody meets."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(self, reader: Reader, lesson_id: int, reason: str = "") -> ChangeableLesson:
        """Return the lesson; raises ``NotAllowed``, ``LessonOver``, ``ReasonRefused``."""
        values = {"status": CANCELLED, "note": reason_of(reason)}
        async with self.db.begin() as session:
            target = await _target(session, self.clock, reader, lesson_id)
            done = Amendment(target, values)
            await amend(session, self.clock, reader, [done], self.grace)
        return done.lesson


@dataclass(frozen=True, slots=True)
class Substitute:
    """Somebody else gives the lesson."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(self, reader: Reader, lesson_id: int, person_id: int) -> ChangeableLesson:
        """Return the lesson; raises ``NotAllowed``, ``LessonOver``.

        Raises ``NotFound`` for somebody who does not teach at the lesson's school.
        """
        async with self.db.begin() as session:
            target = await _target(session, self.clock, reader, lesson_id, person_id)
            if target.stand_in is None:
                raise NotFound
            values = {"status": SUBSTITUTED, "teacher_id": person_id, "note": ""}
            done = Amendment(target, values, target.stand_in)
            await amend(session, self.clock, reader, [done], self.grace)
        return done.lesson


@dataclass(frozen=True, slots=True)
class MoveLesson:
    """The lesson is in another room."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(self, reader: Reader, lesson_id: int, room: str) -> ChangeableLesson:
        """Return the lesson; raises ``NotAllowed``, ``LessonOver``, ``RoomRefused``."""
        room = " ".join(room.split())
        if not room or len(room) > ROOM_LENGTH:
            raise RoomRefused(ROOM_LENGTH)
        async with self.db.begin() as session:
            target = await _target(session, self.clock, reader, lesson_id)
            stands_in = target.lesson.teacher if target.lesson.is_substituted else None
            done = Amendment(target, {"room": room}, stands_in)
            await amend(session, self.clock, reader, [done], self.grace)
        return done.lesson


@dataclass(frozen=True, slots=True)
class RestoreLesson:
    """The lesson is held as planned after all."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(self, reader: Reader, lesson_id: int) -> ChangeableLesson:
        """Return the lesson; raises ``NotAllowed``, ``LessonOver``."""
        async with self.db.begin() as session:
            target = await _target(session, self.clock, reader, lesson_id)
            done = Amendment(target, _as_planned(target))
            await amend(session, self.clock, reader, [done], self.grace, back=True)
            known = all(done.after[name] == target.row[name] for name in ("teacher_id", "room"))
            # Whose lesson it is again, and in which room of the course's, has to be looked up.
            found = None if known else await changes.one(session, lesson_id)
        return replace(found or done.lesson, is_changed=False)


def reason_of(typed: str) -> str:
    """Return a reason as it is kept; raises ``ReasonRefused`` where it is too long."""
    reason = " ".join(typed.split())
    if len(reason) > REASON_LENGTH:
        raise ReasonRefused(REASON_LENGTH)
    return reason


def _as_planned(target: Target) -> dict[str, object]:
    """Return what it was before it was changed here, as far as anybody knows."""
    names = ("status", "teacher_id", "room", "note")
    if target.original:
        return {name: target.original[name] for name in names}
    teacher = None if target.lesson.is_substituted else target.row["teacher_id"]
    return {"status": "", "teacher_id": teacher, "note": ""}


async def changeable(
    session: Session, clock: SchoolClock, reader: Reader, lesson_id: int
) -> ChangeableLesson:
    """Return a lesson that the reader may change; two statements.

    Raises ``NotAllowed``, ``NotFound``.
    """
    await allow(session, clock, reader, Action.CHANGE_TIMETABLE, Object(What.LESSON, lesson_id))
    found = await changes.one(session, lesson_id)
    if found is None:
        raise NotFound
    return replace(found, is_over=found.day < clock.today())


async def _target(
    session: Session,
    clock: SchoolClock,
    reader: Reader,
    lesson_id: int,
    stand_in: int | None = None,
) -> Target:
    await allow(session, clock, reader, Action.CHANGE_TIMETABLE, Object(What.LESSON, lesson_id))
    found = await changes.targets(session, [lesson_id], stand_in)
    if not found:
        raise NotFound
    return found[0]


async def cancel_all(
    session: Session,
    clock: SchoolClock,
    reader: Reader,
    lessons: Collection[int],
    reason: str,
    grace: timedelta,
) -> None:
    """Cancel several lessons; the right to do so is the caller's to check."""
    values = {"status": CANCELLED, "note": reason}
    every = [Amendment(one, values) for one in await changes.targets(session, lessons)]
    await amend(session, clock, reader, every, grace)
