"""Homework handed in: by the student, looked at by the teacher."""

from dataclasses import dataclass

from domain.composing import Composed
from domain.errors import DeadlineOver, NotFound
from domain.facts import SubmissionAnswered
from domain.files import Attachment
from domain.homework import Work, Works, WorkState
from domain.people import Reader
from domain.rights import Action
from domain.school_clock import SchoolClock
from storage import attachments, facts, homework, tasks
from storage.attachments import Owner
from storage.database import Database, Session
from usecases.access import student_in_view
from usecases.rights import allow_family
from usecases.tasks import given_in_view

COMMENT = 500
"""Characters of what a teacher says to handed-in work."""


@dataclass(frozen=True, slots=True)
class HandIn:
    """Work is handed in, in place of what was, or taken back."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int, homework_id: int, said: Composed | None
    ) -> None:
        """Hand in; without anything, take back.

        Until the end of the due day. Raises ``NotLinked``, ``NotAllowed``, ``NotFound``,
        ``DeadlineOver``, ``NothingWritten``.
        """
        now = self.clock.now()
        async with self.db.begin() as session:
            await allow_family(session, self.clock, reader, Action.HAND_IN, student_id)
            item = await homework.one(session, student_id, homework_id)
            if item is None or not item.hand_in:
                raise NotFound
            if self.clock.today() > item.due_on:
                raise DeadlineOver
            if said is None:
                if not await tasks.take_back(session, homework_id, student_id):
                    raise NotFound
                return
            said = said.checked()
            number = await tasks.hand_in(
                session, homework_id, student_id, reader.id, said.text, now
            )
            await attachments.add(session, Owner.SUBMISSION, number, said.files)


@dataclass(frozen=True, slots=True)
class ShowTaskFiles:
    """The files of a homework, to a family."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int, homework_id: int
    ) -> tuple[Attachment, ...]:
        """Return them; raises ``NotLinked``, ``NotFound``."""
        async with self.db.read() as session:
            await student_in_view(session, self.clock, reader, student_id)
            if await homework.one(session, student_id, homework_id) is None:
                raise NotFound
            files = await attachments.of(session, Owner.HOMEWORK, [homework_id])
        return files.get(homework_id, ())


@dataclass(frozen=True, slots=True)
class ShowWorks:
    """Who has handed a homework in."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, homework_id: int) -> Works:
        """Return every student of the course; raises ``NotAllowed``, ``NotFound``."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.read() as session:
            given = await given_in_view(session, self.clock, reader, homework_id, Action.CHECK_WORK)
            return Works(given, tuple(await tasks.works(session, given, now=now, today=today)))


@dataclass(frozen=True, slots=True)
class ShowWork:
    """One student's work, to the teacher."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, submission_id: int) -> Work:
        """Return it; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            return await _work(session, self.clock, reader, submission_id)


@dataclass(frozen=True, slots=True)
class AnswerWork:
    """Accepted, or to be done again."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, submission_id: int, state: WorkState, comment: str = ""
    ) -> Work:
        """Answer, and tell the family; raises ``NotAllowed``, ``NotFound``."""
        now, words = self.clock.now(), " ".join(comment.split())[:COMMENT]
        async with self.db.begin() as session:
            work = await _work(session, self.clock, reader, submission_id)
            await tasks.answer(
                session, submission_id, state=state.value, comment=words, answered_at=now,
                looked_at=now,
            )  # fmt: skip
            made = SubmissionAnswered(
                thing=f"submission:{submission_id}", student=work.submission.student_id,
                name="", course=work.given.course_id, homework=work.given.id,
                subject=work.given.subject, state=state.value, comment=words,
            )  # fmt: skip
            await facts.add(session, [made], happened_at=now, ready_at=now)
            return await _work(session, self.clock, reader, submission_id)


async def _work(session: Session, clock: SchoolClock, reader: Reader, submission_id: int) -> Work:
    found = await tasks.submitted(session, submission_id)
    if found is None:
        raise NotFound
    given = await given_in_view(
        session, clock, reader, found.homework_id, Action.CHECK_WORK
    )  # fmt: skip
    lines = await tasks.works(session, given, now=clock.now(), today=clock.today())
    names = {line.student_id: line.name for line in lines}
    lesson_id = await tasks.lesson_for_mark(session, given, today=clock.today())
    return Work(given, found, names.get(found.student_id, ""), lesson_id)
