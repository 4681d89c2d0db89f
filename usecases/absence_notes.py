"""Absence notes: sent by a guardian, answered by the class teacher."""

from dataclasses import dataclass, replace
from datetime import date

from domain.absence import Note, Notes, NoteState, Reason, check_days
from domain.composing import Composed
from domain.errors import NotFound
from domain.fact import File
from domain.facts import AbsenceNoteAnswered, AbsenceNoteSent
from domain.people import Reader
from domain.rights import Action, Object, What, may
from domain.school_clock import SchoolClock
from storage import absence_notes, attachments, classes, facts, marking, standing
from storage.attachments import Owner
from storage.database import Database, Session
from usecases.lessons import new_batch
from usecases.rights import allow, allow_family

ANSWER = 300
"""Characters of what a class teacher says to a note."""


@dataclass(frozen=True, slots=True)
class ShowNotes:
    """A child's notes, to its family; or those that wait, to who answers them."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int | None = None, page: int = 0) -> Notes:
        """Return a page; raises ``NotLinked``, ``NotAllowed`` for who may not excuse."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.read() as session:
            if student_id:
                access = await allow_family(session, self.clock, reader, Action.EXCUSE, student_id)
                found, more = await absence_notes.of_student(session, student_id, page, today=today)
                child = access.student.name.short
                return Notes(tuple(found), page, more, student_id, child)
            mine = await classes.in_charge(session, reader.id, now=now, today=today)
            found, more = await absence_notes.waiting(
                session, [one.id for one in mine], page, today=today
            )
        return Notes(tuple(found), page, more)


@dataclass(frozen=True, slots=True)
class SendNote:
    """A guardian tells of days that a child is not there."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int, first: date, last: date, why: Reason,
        said: Composed,
    ) -> int:  # fmt: skip
        """Send it to the class teacher and return its row.

        Raises ``NotLinked``, ``NotAllowed``, ``DaysRefused``.
        """
        now, today = self.clock.now(), self.clock.today()
        check_days(first, last, today)
        async with self.db.begin() as session:
            access = await allow_family(session, self.clock, reader, Action.EXCUSE, student_id)
            number = await absence_notes.add(
                session, student_id=student_id, chat_id=reader.id, begins_on=first, ends_on=last,
                category=why.category, reason=said.text, created_at=now,
                state=NoteState.SENT.value,
            )  # fmt: skip
            await attachments.add(session, Owner.ABSENCE_NOTE, number, said.files)
            made = AbsenceNoteSent(
                note=number, student=f"{access.student.name.full}, {access.student.class_title}",
                first=first, last=last, category=why.category, reason=said.text,
                to_class=access.student.class_id,
                files=[File(one.kind.value, one.file_id, one.name) for one in said.files],
            )  # fmt: skip
            await facts.add(session, [made], happened_at=now, ready_at=now)
        return number


@dataclass(frozen=True, slots=True)
class ShowNote:
    """One note."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, note_id: int) -> Note:
        """Return it to the child's guardians and to who answers it; raises ``NotFound``."""
        async with self.db.read() as session:
            return await _note(session, self.clock, reader, note_id)


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """Accepted, which excuses the lessons, or not."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, note_id: int, *, accept: bool, words: str = ""
    ) -> Note:
        """Answer, excuse what was missed, and tell the guardians.

        Raises ``NotAllowed``, ``NotFound`` for a note that is answered or withdrawn already.
        """
        now, words = self.clock.now(), " ".join(words.split())[:ANSWER]
        state = NoteState.ACCEPTED if accept else NoteState.REFUSED
        async with self.db.begin() as session:
            note = await _note(session, self.clock, reader, note_id)
            student = Object(What.STUDENT, note.student_id)
            await allow(session, self.clock, reader, Action.ACCEPT_NOTES, student)
            if not await absence_notes.answer(
                session, note_id, state, answer=words, answered_by_id=reader.id, answered_at=now
            ):
                raise NotFound
            if accept:
                # Families heard of the absence already: an excuse is no new alarm.
                changes = await absence_notes.excuse(session, note)
                batch = new_batch()
                await marking.note(session, changes, chat_id=reader.id, batch=batch, now=now)
            made = AbsenceNoteAnswered(
                thing=f"note:{note_id}", student=note.student_id, name=note.student,
                note=note_id, first=note.first, last=note.last, accepted=accept, answer=words,
            )  # fmt: skip
            await facts.add(session, [made], happened_at=now, ready_at=now)
        return replace(note, state=state, answer=words)


@dataclass(frozen=True, slots=True)
class WithdrawNote:
    """A guardian takes a note back that nobody has answered."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, note_id: int) -> Note:
        """Withdraw one's own; raises ``NotFound`` where it is answered or another's."""
        async with self.db.begin() as session:
            note = await _note(session, self.clock, reader, note_id)
            if not note.is_own or not await absence_notes.answer(
                session, note_id, NoteState.WITHDRAWN
            ):
                raise NotFound
        return replace(note, state=NoteState.WITHDRAWN)


async def _note(session: Session, clock: SchoolClock, reader: Reader, note_id: int) -> Note:
    """Return the note if the reader guards the child or answers for its class."""
    now, today = clock.now(), clock.today()
    found = await absence_notes.one(session, note_id, today=today)
    if found is None:
        raise NotFound
    note, sender = found
    student = Object(What.STUDENT, note.student_id)
    relations = await standing.relations(session, reader.id, student, now=now, today=today)
    answers = may(relations, Action.ACCEPT_NOTES, What.STUDENT)
    if not answers and not may(relations, Action.EXCUSE, What.STUDENT):
        raise NotFound
    waits = note.state is NoteState.SENT
    return replace(note, is_own=sender == reader.id, may_answer=answers and waits)
