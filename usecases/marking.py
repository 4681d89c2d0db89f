"""Marks of a lesson, given one by one or all at once, changed and taken back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.errors import NotFound, OffScale
from domain.fast_entry import Entry
from domain.journal import COMMENT_LENGTH, Category, Given, OpenedLesson, Saved, Seat
from domain.journal_facts import of_mark
from domain.people import Reader
from domain.scales import Value, at, read
from domain.school_clock import SchoolClock
from storage import facts, journal, marking
from storage.database import Database, Session
from storage.marking import Change
from usecases.attendance import save_presences, with_presences
from usecases.lessons import lesson_to_mark, new_batch


@dataclass(frozen=True, slots=True)
class GiveMarks:
    """Marks and notes of attendance of one lesson, saved in one go or not at all."""

    db: Database
    clock: SchoolClock
    grace: timedelta
    """How long families do not hear of it, because a teacher may still correct it."""

    async def __call__(
        self, reader: Reader, lesson_id: int, entries: Sequence[Entry], category_id: int = 0
    ) -> Saved:
        """Save certain entries; statements do not grow with them.

        Raises ``NotAllowed``, ``LessonCancelled``, ``LessonAhead``, ``OffScale``, and ``NotFound``
        for a student who is not of the course or a line of which nobody said who is meant.
        """
        async with self.db.begin() as session:
            opened = await lesson_to_mark(session, self.clock, reader, lesson_id, category_id)
            return await save_entries(session, self.clock, reader, opened, entries, self.grace)


@dataclass(frozen=True, slots=True)
class ShowMark:
    """One mark of a lesson, to its teacher."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, lesson_id: int, mark_id: int
    ) -> tuple[OpenedLesson, Seat, Given]:
        """Return lesson, student and mark; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            opened = await lesson_to_mark(session, self.clock, reader, lesson_id)
        return opened, *_mark(opened, mark_id)


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """Another value, weight or comment; families hear of it as of a change."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(
        self,
        reader: Reader,
        lesson_id: int,
        mark_id: int,
        *,
        place: int | None = None,
        weight: float | None = None,
        comment: str | None = None,
    ) -> Saved:
        """Change what is given, the value by its place on the pad.

        Raises ``NotAllowed``, and ``NotFound`` for a mark or a place that is not there.
        """
        async with self.db.begin() as session:
            opened = await lesson_to_mark(session, self.clock, reader, lesson_id)
            values: dict[str, Any] = {}
            if place is not None:
                values |= _value(opened, place)
            if weight is not None:
                values["weight"] = weight
            if comment is not None:
                values["comment"] = " ".join(comment.split())[:COMMENT_LENGTH]
            return await self._save(session, reader, opened, mark_id, values)

    async def _save(
        self, session: Session, reader: Reader, opened: OpenedLesson, mark_id: int,
        values: dict[str, Any],
    ) -> Saved:  # fmt: skip
        seat, given = _mark(opened, mark_id)
        before = await marking.mark_row(session, mark_id)
        after = {**before, **values}
        if after == before:
            return Saved(opened, "")
        await marking.change_mark(session, mark_id, **values)
        change = Change("mark", before, after)
        batch = await _tell(
            session, self.clock, reader, change, seat, opened, given.category, self.grace
        )
        shown = await journal.opened(session, opened.lesson.id)
        return Saved(replace(shown or opened, keeps=True), batch, marks=1)


@dataclass(frozen=True, slots=True)
class RemoveMark:
    """A mark is taken back."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(self, reader: Reader, lesson_id: int, mark_id: int) -> Saved:
        """Remove it; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.begin() as session:
            opened = await lesson_to_mark(session, self.clock, reader, lesson_id)
            seat, given = _mark(opened, mark_id)
            before = await marking.mark_row(session, mark_id)
            await marking.remove_mark(session, mark_id)
            batch = await _tell(
                session, self.clock, reader, Change("mark", before, None), seat, opened,
                given.category, self.grace,
            )  # fmt: skip
        return Saved(_without(opened, mark_id), batch, marks=1)


async def save_entries(
    session: Session, clock: SchoolClock, reader: Reader, opened: OpenedLesson,
    entries: Sequence[Entry], grace: timedelta,
) -> Saved:  # fmt: skip
    """Write marks and notes of attendance with history and facts; at most six statements of marks.

    Raises ``OffScale`` and ``NotFound`` before anything is written.
    """
    _check(opened, entries)
    batch, now = new_batch(), clock.now()
    rows = await _write(session, opened, entries, now, grace)
    presences = {one.students[0]: one.presence for one in entries if one.presence}
    noted = await save_presences(session, clock, opened, presences, grace)
    changes = [*(Change("mark", None, row) for row in rows), *noted]
    await marking.note(session, changes, chat_id=reader.id, batch=batch, now=now)
    shown = _after(opened, [_given(row, opened.sort) for row in rows], noted)
    return Saved(shown, batch if changes else "", len(rows), len(noted))


async def _write(
    session: Session, opened: OpenedLesson, entries: Sequence[Entry], now: datetime,
    grace: timedelta,
) -> list[dict[str, Any]]:  # fmt: skip
    """Write marks and their facts; returns the rows."""
    given = [(entry, value) for entry in entries for value in entry.marks]
    if not given:
        return []
    sort = opened.sort
    assessment_id = await marking.work_of(session, opened.lesson, sort)
    rows = await marking.add_marks(session, _rows(opened, given, assessment_id))
    names = {seat.id: seat.name for seat in opened.seats}
    title, subject = sort.title if sort else "", opened.lesson.subject
    told = [of_mark(None, row, names[row["student_id"]], subject, title) for row in rows]
    made = [one for one in told if one]
    await facts.add(session, made, happened_at=now, ready_at=now + grace)
    return rows


async def _tell(
    session: Session, clock: SchoolClock, reader: Reader, change: Change, seat: Seat,
    opened: OpenedLesson, work: str, grace: timedelta,
) -> str:  # fmt: skip
    """Write history and fact of one mark's change; returns by which name it can be undone."""
    batch, now = new_batch(), clock.now()
    await marking.note(session, [change], chat_id=reader.id, batch=batch, now=now)
    made = of_mark(change.before, change.after, seat.name, opened.lesson.subject, work)
    if made:
        await facts.amend(session, [made], now=now, ready_at=now + grace)
    return batch


def _value(opened: OpenedLesson, place: int) -> dict[str, Any]:
    scale = opened.lesson.scale
    found = at(scale, place)
    if found is None:
        raise NotFound
    return {"value": found.text, "score": found.score, "scale": scale}


def _check(opened: OpenedLesson, entries: Sequence[Entry]) -> None:
    """Refuse before anything is written: nothing is half-saved."""
    for entry in entries:
        if not entry.is_certain or opened.seat(entry.students[0]) is None:
            raise NotFound
        for value in entry.marks:
            if read(opened.lesson.scale, value.text) is None:
                raise OffScale(value.text)


def _rows(
    opened: OpenedLesson, given: Sequence[tuple[Entry, Value]], assessment_id: int
) -> list[dict[str, Any]]:
    """Return the marks to write; each gets the next place in its cell."""
    lesson = opened.lesson
    places = Counter(
        {seat.id: max((one.ordinal for one in seat.marks), default=0) for seat in opened.seats}
    )
    rows = []
    for entry, value in given:
        student = entry.students[0]
        places[student] += 1
        rows.append({
            "student_id": student, "course_id": lesson.course_id, "assessment_id": assessment_id,
            "lesson_id": lesson.id, "day": lesson.day, "ordinal": places[student],
            "value": value.text, "score": value.score, "weight": None, "scale": lesson.scale,
            "comment": entry.comment,
        })  # fmt: skip
    return rows


def _given(row: Mapping[str, Any], work: Category | None) -> Given:
    return Given(
        row["id"], row["student_id"], row["value"], row["ordinal"], work.id if work else None,
        work.title if work else "", work.weight if work else None, row["comment"],
    )  # fmt: skip


def _mark(opened: OpenedLesson, mark_id: int) -> tuple[Seat, Given]:
    for seat in opened.seats:
        for given in seat.marks:
            if given.id == mark_id:
                return seat, given
    raise NotFound


def _after(opened: OpenedLesson, given: Sequence[Given], noted: Sequence[Change]) -> OpenedLesson:
    """Return the lesson as it is now, without asking the database again."""
    marks: dict[int, tuple[Given, ...]] = {}
    for one in given:
        marks[one.student_id] = (*marks.get(one.student_id, ()), one)
    seats = tuple(
        replace(seat, marks=(*seat.marks, *marks.get(seat.id, ()))) for seat in opened.seats
    )
    return with_presences(replace(opened, seats=seats), noted)


def _without(opened: OpenedLesson, mark_id: int) -> OpenedLesson:
    seats = tuple(
        replace(seat, marks=tuple(one for one in seat.marks if one.id != mark_id))
        for seat in opened.seats
    )
    return replace(opened, seats=seats)
