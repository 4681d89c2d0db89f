"""Final marks of a course: proposed by the school's rule, confirmed, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain.course_finals import (
    ROUNDINGS,
    CourseFinals,
    FinalLine,
    around,
    parts,
    propose,
)
from domain.errors import JournalMoved, NotFound
from domain.facts import Fact
from domain.journal_facts import of_final
from domain.marks import Average
from domain.people import Reader
from domain.rights import Action, Object, What, may
from domain.scales import at
from domain.school_clock import SchoolClock
from storage import audit, facts, marking, undo
from storage import course_finals as stored
from storage.database import Database, Session
from storage.marking import Change
from storage.undo import Step
from usecases.audit import note_reading
from usecases.lessons import new_batch
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowCourseFinals:
    """A course's final marks of a session, with what the averages propose."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, course_id: int, session_id: int = 0, page: int = 0
    ) -> CourseFinals:
        """Return a page; 0 is the current session. Raises ``NotAllowed``."""
        async with self.db.read() as session:
            shown = await _shown(session, self.clock, reader, course_id, session_id, page)
        if not shown.sets:
            await note_reading(self.db, self.clock, reader, "finals.read", course=course_id)
        return shown


@dataclass(frozen=True, slots=True)
class SetFinal:
    """One student's final mark."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(
        self, reader: Reader, course_id: int, session_id: int, student_id: int, place: int,
        page: int = 0,
    ) -> CourseFinals:  # fmt: skip
        """Set it to a place of the pad, counted from 1; 0 takes it away.

        Raises ``NotAllowed``, ``NotFound``.
        """
        async with self.db.begin() as session:
            shown = await _shown(
                session, self.clock, reader, course_id, session_id, page, Action.SET_FINAL_MARKS
            )
            value = at(shown.course.scale, place)
            if shown.line(student_id) is None or (place and value is None):
                raise NotFound
            values = {student_id: value.text if value else ""}
            return await _save(session, self.clock, reader, shown, values, self.grace)


@dataclass(frozen=True, slots=True)
class ConfirmFinals:
    """Every proposal that nobody has confirmed yet, at once."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(
        self, reader: Reader, course_id: int, session_id: int, page: int = 0
    ) -> CourseFinals:
        """Set those of the page; what is set already stays. Raises ``NotAllowed``."""
        async with self.db.begin() as session:
            shown = await _shown(
                session, self.clock, reader, course_id, session_id, page, Action.SET_FINAL_MARKS
            )
            values = {line.student_id: line.proposed.text for line in shown.ready if line.proposed}
            return await _save(session, self.clock, reader, shown, values, self.grace)


@dataclass(frozen=True, slots=True)
class UndoFinals:
    """One's own last save of final marks, whole."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(
        self, reader: Reader, course_id: int, session_id: int, batch: str, page: int = 0
    ) -> CourseFinals:
        """Bring back what was before; families hear nothing of what they had not heard yet.

        Raises ``NotAllowed``, ``NotFound``, ``JournalMoved``.
        """
        now = self.clock.now()
        async with self.db.begin() as session:
            shown = await _shown(
                session, self.clock, reader, course_id, session_id, page, Action.SET_FINAL_MARKS
            )
            steps = await undo.batch(session, batch)
            lines = {line.student_id: line for line in shown.lines}
            if not steps or any(_is_foreign(one, reader, course_id, lines) for one in steps):
                raise NotFound
            if not await undo.is_unchanged(session, steps):
                raise JournalMoved
            await undo.bring_back(session, steps, now=now)
            told = [_fact(one.change.after, one.change.before, shown, lines) for one in steps]
            await facts.amend(session, told, now=now, ready_at=now + self.grace)
            return await _page(session, shown)


@dataclass(frozen=True, slots=True)
class SetRounding:
    """The school's rule: from which part of a point on an average is rounded up."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, course_id: int, session_id: int, place: int
    ) -> CourseFinals:
        """Choose one of ``ROUNDINGS``; final marks that are set stay. Raises ``NotAllowed``."""
        if place >= len(ROUNDINGS):
            raise NotFound
        async with self.db.begin() as session:
            shown = await _shown(session, self.clock, reader, course_id, session_id, 0)
            school_id = shown.course.school_id
            await allow(
                session, self.clock, reader, Action.SET_ROUNDING, Object(What.SCHOOL, school_id)
            )
            await stored.set_rounding(session, school_id, ROUNDINGS[place])
            await audit.note(
                session, "finals.rounding", "ok", chat_id=reader.id, at=self.clock.now(),
                detail={"school": school_id},
            )  # fmt: skip
            course = replace(shown.course, round_up_from=ROUNDINGS[place])
            return await _page(session, replace(shown, course=course))


def _is_foreign(step: Step, reader: Reader, course_id: int, lines: Mapping[int, FinalLine]) -> bool:
    """Tell whether a change is another chat's, another course's or of nobody on the screen."""
    return (step.chat_id, step.course_id) != (reader.id, course_id) or (
        step.change.row.get("student_id") not in lines or step.change.thing != "final_mark"
    )


async def _shown(
    session: Session, clock: SchoolClock, reader: Reader, course_id: int, session_id: int,
    page: int, action: Action = Action.READ_JOURNAL,
) -> CourseFinals:  # fmt: skip
    """Return a page for who may do this; four statements. Raises ``NotAllowed``, ``NotFound``."""
    relations = await allow(session, clock, reader, action, Object(What.COURSE, course_id))
    found = await stored.head(session, course_id)
    if found is None:
        raise NotFound
    course, periods = found
    shown = CourseFinals(
        course, periods, around(periods, session_id, clock.today()), (), page,
        sets=may(relations, Action.SET_FINAL_MARKS, What.COURSE),
        rules=may(relations, Action.SET_ROUNDING, What.SCHOOL),
    )  # fmt: skip
    return await _page(session, shown)


async def _page(session: Session, shown: CourseFinals) -> CourseFinals:
    """Return the screen with its lines as they are now."""
    if shown.period is None:
        return shown
    found, total = await stored.students(session, shown.course.id, shown.period, shown.page)
    means = await _means(session, shown, [number for number, *_others in found])
    lines = tuple(
        FinalLine(
            number, name, means.get(number), missed,
            propose(means.get(number), shown.course.round_up_from), final_id, value,
        )
        for number, name, missed, final_id, value in found
    )  # fmt: skip
    return replace(shown, lines=lines, total=total)


async def _means(
    session: Session, shown: CourseFinals, students: Sequence[int]
) -> Mapping[int, Average]:
    """Return averages: of a session's parts where it is longer than they, else of its marks."""
    course, period = shown.course, shown.period
    if period is None or not course.scale.counts or not students:
        return {}
    within = [one.id for one in parts(shown.periods, period)]
    if within:
        given = await stored.of_parts(session, course.id, course.scale, within, students)
        if given:
            return given
    return await stored.averages(session, course.id, course.scale, period, students)


async def _save(
    session: Session, clock: SchoolClock, reader: Reader, shown: CourseFinals,
    values: Mapping[int, str], grace: timedelta,
) -> CourseFinals:  # fmt: skip
    """Write final marks, history and facts; an empty value takes a mark away."""
    lines = {line.student_id: line for line in shown.lines}
    there = [line.final_id for line in lines.values() if line.final_id is not None]
    before = await stored.rows_of(session, there) if there else {}
    changes = [
        *await _changed(session, values, before),
        *await _made(session, shown, [who for who in values if who not in before], values),
    ]
    if not changes:
        return shown
    batch, now = new_batch(), clock.now()
    await marking.note(session, changes, chat_id=reader.id, batch=batch, now=now)
    await facts.amend(
        session, [_fact(one.before, one.after, shown, lines) for one in changes],
        now=now, ready_at=now + grace,
    )  # fmt: skip
    return _after(shown, changes).after(batch, len(changes))


def _after(shown: CourseFinals, changes: Sequence[Change]) -> CourseFinals:
    """Return the screen as it is now, without asking the database again."""
    now = {change.row["student_id"]: change.after for change in changes}

    def as_it_is(line: FinalLine) -> FinalLine:
        if line.student_id not in now:
            return line
        row = now[line.student_id] or {"id": None, "value": ""}
        return replace(line, final_id=row["id"], value=row["value"])

    return replace(shown, lines=tuple(map(as_it_is, shown.lines)))


async def _changed(
    session: Session, values: Mapping[int, str], before: Mapping[int, Mapping[str, Any]]
) -> list[Change]:
    """Write other values of final marks that are there; what is the same stays untouched."""
    changes = []
    for student, value in values.items():
        row = before.get(student)
        if row is None or row["value"] == value:
            continue
        if value:
            await stored.change(session, row["id"], value)
        else:
            await stored.remove(session, row["id"])
        changes.append(Change("final_mark", row, {**row, "value": value} if value else None))
    return changes


async def _made(
    session: Session, shown: CourseFinals, students: Sequence[int], values: Mapping[int, str]
) -> list[Change]:
    """Write final marks that were not there, in one statement."""
    assert shown.period is not None, "without a session nobody has a line"
    about = {"course_id": shown.course.id, "academic_session_id": shown.period.id}
    missed = {line.student_id: line.missed for line in shown.lines}
    rows = [
        {"student_id": who, "value": values[who], "lessons_missed": missed[who], **about}
        for who in students
        if values[who]
    ]
    return [Change("final_mark", None, row) for row in await stored.put(session, rows)]


def _fact(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, shown: CourseFinals,
    lines: Mapping[int, FinalLine],
) -> Fact:  # fmt: skip
    row = after or before
    assert row is not None, "a change has a side"
    assert shown.period is not None, "without a session nobody has a line"
    name = lines[row["student_id"]].name
    return of_final(before, after, name, shown.course.subject, shown.period.title)
