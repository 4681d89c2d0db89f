"""Questions to the school, and what the school answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.composing import Composed
from domain.errors import NotFound, TooManyQuestions
from domain.fact import File
from domain.facts import Fact, QuestionAnswered, QuestionAsked
from domain.people import Access, Reader, Role
from domain.questions import (
    MOST_OPEN,
    MOST_UNANSWERED,
    Addressee,
    State,
    Target,
    Thread,
    ThreadLine,
    ThreadPage,
    title,
)
from domain.rights import Action
from domain.school_clock import SchoolClock
from storage import attachments, facts, names, students, threads
from storage.attachments import Owner
from storage.database import Database, Session
from usecases.rights import allow_family


@dataclass(frozen=True, slots=True)
class ShowThreads:
    """What one asked, and what one has to answer."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, page: int = 0) -> ThreadPage:
        """Return a page, open ones first; never refuses: who is nobody sees none."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.read() as session:
            found, has_more = await threads.of_chat(session, reader.id, page, now=now, today=today)
            seen = await students.seen_by(session, reader.id, now=now, today=today)
        asks = [one for one in seen if one.role in (Role.GUARDIAN, Role.STUDENT)]
        chosen = [one for one in asks if one.student.id == reader.selected_student_id]
        about = next(iter([*chosen, *asks]), None)
        return ThreadPage(tuple(found), page, has_more, about.student.id if about else None)


@dataclass(frozen=True, slots=True)
class ShowTargets:
    """Whom one may ask about a student."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int) -> tuple[Access, list[Target]]:
        """Return them; raises ``NotLinked`` for who may not ask about the student."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.read() as session:
            access = await allow_family(session, self.clock, reader, Action.ASK, student_id)
            return access, await threads.targets(session, student_id, now=now, today=today)


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """A new thread."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int, addressee: Addressee, target_id: int, said: Composed
    ) -> int:
        """Write it, tell whom it is for and return its row.

        Raises ``NotLinked``, ``NotFound`` where nobody holds that office any more,
        ``TooManyQuestions``, ``NothingWritten``.
        """
        said, now, today = said.checked(), self.clock.now(), self.clock.today()
        async with self.db.begin() as session:
            access = await allow_family(session, self.clock, reader, Action.ASK, student_id)
            found = await threads.targets(session, student_id, now=now, today=today)
            if not any((one.addressee, one.id) == (addressee, target_id) for one in found):
                raise NotFound
            if await threads.open_of(session, reader.id) >= MOST_OPEN:
                raise TooManyQuestions(MOST_OPEN)
            subject = title(said.text)
            number = await threads.add(
                session, asker_id=reader.id, student_id=student_id, addressee=addressee.value,
                subject=subject, state=State.OPEN.value, asked_at=now, waiting_since=now,
                updated_at=now, **_office(addressee, target_id),
            )  # fmt: skip
            await _say(session, number, reader, said, by_staff=False, now=now)
            author = (await names.of_chats(session, [reader.id])).of_family(reader.id, student_id)
            about = f"{access.student.name.short}, {access.student.class_title}".strip(", ")
            made = _asked(addressee, target_id, number, subject, said, author, about)
            await facts.add(session, [made], happened_at=now, ready_at=now)
        return number


@dataclass(frozen=True, slots=True)
class ShowThread:
    """One thread."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, thread_id: int, page: int = 0) -> Thread:
        """Return a page of it, the newest posts on page 0; raises ``NotFound``."""
        async with self.db.read() as session:
            line = await thread_in_view(session, self.clock, reader, thread_id)
            found, has_older = await threads.posts(session, line, page)
        return Thread(line, found, page, has_older)


@dataclass(frozen=True, slots=True)
class WriteOn:
    """One more post in a thread, of who asked or of who was asked."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, thread_id: int, said: Composed) -> None:
        """Write it and tell the other side; raises ``NotFound``, ``TooManyQuestions``."""
        said, now = said.checked(), self.clock.now()
        async with self.db.begin() as session:
            line = await thread_in_view(session, self.clock, reader, thread_id)
            row = await threads.row(session, thread_id)
            known = await names.of_chats(session, [reader.id])
            if line.is_asker:
                if await threads.unanswered(session, thread_id) >= MOST_UNANSWERED:
                    raise TooManyQuestions(MOST_UNANSWERED)
                author = known.of_family(reader.id, line.student_id)
                office = _office_of(row)
                made: Fact = _asked(
                    line.addressee, office, line.id, line.subject, said, author, line.about
                )
                values: dict[str, Any] = {
                    "state": State.OPEN.value, "waiting_since": row.waiting_since or now,
                    "reminded_at": row.reminded_at if row.waiting_since else None,
                }  # fmt: skip
            else:
                made = QuestionAnswered(
                    thread=line.id, to_chat=row.asker_id, about=line.student_id,
                    subject=line.subject, text=said.text, author=known.of_staff(reader.id),
                    files=files_of(said),
                )  # fmt: skip
                values = {
                    "state": State.ANSWERED.value, "waiting_since": None, "reminded_at": None,
                }  # fmt: skip
            await _say(session, line.id, reader, said, by_staff=not line.is_asker, now=now)
            await threads.change(session, line.id, updated_at=now, **values)
            await facts.add(session, [made], happened_at=now, ready_at=now)


async def thread_in_view(
    session: Session, clock: SchoolClock, reader: Reader, thread_id: int
) -> ThreadLine:
    """Return the thread if the reader asked it or holds the office that was asked.

    One statement. Raises ``NotFound``: who may not see a thread is not told that it is there.
    """
    now, today = clock.now(), clock.today()
    found = await threads.one(session, reader.id, thread_id, now=now, today=today)
    if found is None:
        raise NotFound
    return found


def files_of(said: Composed) -> list[File]:
    """Return the files as a fact carries them."""
    return [File(one.kind.value, one.file_id, one.name) for one in said.files]


async def _say(
    session: Session, thread_id: int, reader: Reader, said: Composed, *, by_staff: bool,
    now: datetime,
) -> None:  # fmt: skip
    number = await threads.say(
        session, thread_id, reader.id, said.text, by_staff=by_staff, now=now
    )  # fmt: skip
    await attachments.add(session, Owner.POST, number, said.files)


_COLUMNS = {
    Addressee.SUBJECT_TEACHER: ("course_id", "to_course"),
    Addressee.CLASS_TEACHER: ("school_class_id", "to_class"),
    Addressee.DEPUTY_HEAD: ("school_id", "to_school"),
    Addressee.SUPPORT: ("school_id", "to_admins"),
}
"""Of each office: the column of the thread, and the field of the facts."""


def _office(addressee: Addressee, target_id: int) -> dict[str, int]:
    return {_COLUMNS[addressee][0]: target_id}


def _office_of(row: Any) -> int:
    return int(getattr(row, _COLUMNS[Addressee(row.addressee)][0]))


def office(row: Any) -> dict[str, Any]:
    """Return to whom a fact about a thread's row is told."""
    return {_COLUMNS[Addressee(row.addressee)][1]: _office_of(row)}


def _asked(
    addressee: Addressee, target_id: int, number: int, subject: str, said: Composed,
    author: str, about: str,
) -> QuestionAsked:  # fmt: skip
    whom: dict[str, Any] = {_COLUMNS[addressee][1]: target_id}
    return QuestionAsked(
        thread=number, subject=subject, text=said.text, author=author, student=about,
        files=files_of(said), **whom,
    )  # fmt: skip
