"""Signatures under marks: a guardian signs one or a week of them, and writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.errors import NotFound, NothingWritten, TextTooLong
from domain.facts import MarkCommented
from domain.marks import Span, bounds
from domain.people import Access, Reader
from domain.rights import Action, Relation, What, may
from domain.school_clock import SchoolClock
from domain.signatures import COMMENT_LENGTH, ShownMark, SignedMark, SignedWeek
from storage import facts, names
from storage import signatures as stored
from storage.database import Database, Session
from usecases.access import marks_in_view
from usecases.rights import allow_family


@dataclass(frozen=True, slots=True)
class ShowSigned:
    """A week's marks and who has seen them."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int, day: date | None = None
    ) -> SignedWeek:
        """Return the week around the day, or this one; raises ``NotLinked``."""
        async with self.db.read() as session:
            access = await marks_in_view(session, self.clock, reader, student_id)
            return await _week(session, self.clock, reader, access, day)


@dataclass(frozen=True, slots=True)
class ShowSignedMark:
    """One mark and who has seen it."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int, mark_id: int) -> ShownMark:
        """Return it; raises ``NotLinked``, ``NotFound``."""
        async with self.db.read() as session:
            access = await marks_in_view(session, self.clock, reader, student_id)
            return await _shown(session, reader, access, mark_id)


@dataclass(frozen=True, slots=True)
class SignMark:
    """A guardian has seen one mark."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int, mark_id: int) -> ShownMark:
        """Sign it as it is now; raises ``NotLinked``, ``NotAllowed``, ``NotFound``."""
        async with self.db.begin() as session:
            access = await _signer(session, self.clock, reader, student_id)
            shown = await _shown(session, reader, access, mark_id)
            await _sign(session, self.clock, reader, (shown.mark,))
            return await _shown(session, reader, access, mark_id)


@dataclass(frozen=True, slots=True)
class SignWeek:
    """A guardian has seen all marks of a week."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int, day: date) -> SignedWeek:
        """Sign those not signed yet; raises ``NotLinked``, ``NotAllowed``."""
        async with self.db.begin() as session:
            access = await _signer(session, self.clock, reader, student_id)
            shown = await _week(session, self.clock, reader, access, day)
            await _sign(session, self.clock, reader, shown.waiting)
            return await _week(session, self.clock, reader, access, day)


@dataclass(frozen=True, slots=True)
class CommentMark:
    """A guardian writes something to a mark; who teaches the course is told."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int, mark_id: int, words: str
    ) -> ShownMark:
        """Keep the words in place of earlier ones.

        Raises ``NotLinked``, ``NotAllowed``, ``NotFound``, ``NothingWritten``, ``TextTooLong``.
        """
        words, now = words.strip(), self.clock.now()
        if not words:
            raise NothingWritten
        if len(words) > COMMENT_LENGTH:
            raise TextTooLong(COMMENT_LENGTH)
        async with self.db.begin() as session:
            access = await _signer(session, self.clock, reader, student_id)
            shown = await _shown(session, reader, access, mark_id)
            one = shown.mark
            holder = await _holder(session, reader, student_id)
            await stored.comment(session, one, reader.id, holder, words, now=now)
            told = MarkCommented(
                thing=f"comment:{one.id}:{reader.id}", to_course=one.course_id, mark=one.id,
                lesson=one.lesson_id or 0, student=access.student.name.short, subject=one.subject,
                value=one.value, day=one.day, author=holder, text=words,
            )  # fmt: skip
            await facts.add(session, [told], happened_at=now, ready_at=now)
            return await _shown(session, reader, access, mark_id)


async def _signer(session: Session, clock: SchoolClock, reader: Reader, student_id: int) -> Access:
    """Return what a guardian sees; raises ``NotLinked``, ``NotAllowed`` for other roles."""
    return await allow_family(session, clock, reader, Action.SIGN_MARKS, student_id)


async def _week(
    session: Session, clock: SchoolClock, reader: Reader, access: Access, day: date | None
) -> SignedWeek:
    today = clock.today()
    first, last = bounds(Span.WEEK, day or today, ())
    found = await stored.of_days(session, access.student.id, first, last)
    return SignedWeek(access, first, last, today, found, reader.id, signs=_may(access))


async def _shown(session: Session, reader: Reader, access: Access, mark_id: int) -> ShownMark:
    one = await stored.of_mark(session, access.student.id, mark_id)
    if one is None:
        raise NotFound
    return ShownMark(access, one, reader.id, signs=_may(access))


async def _sign(
    session: Session, clock: SchoolClock, reader: Reader, marks: Sequence[SignedMark]
) -> None:
    """Sign what the chat has not signed as it is; the first time stays."""
    fresh = [one for one in marks if not one.is_signed_by(reader.id)]
    if fresh:
        holder = await _holder(session, reader, fresh[0].student_id)
        await stored.sign(session, fresh, reader.id, holder, now=clock.now())


async def _holder(session: Session, reader: Reader, student_id: int) -> str:
    return (await names.of_chats(session, [reader.id])).of_family(reader.id, student_id)


def _may(access: Access) -> bool:
    relations = frozenset({Relation(access.role.value)})
    return may(relations, Action.SIGN_MARKS, What.STUDENT)
