"""A code becomes a link: look at what it offers, say yes, perhaps say one's name."""

from dataclasses import dataclass

from domain import codes
from domain.codes import StoredCode
from domain.errors import AlreadyLinked, CodeRefused, CodeTrouble, NameRefused
from domain.facts import SomebodyLinked
from domain.linking import Linked, NameWanted, Offer, conflict, has_already, tidy_name
from domain.people import Name, Reader, Role
from domain.school_clock import SchoolClock
from storage import attempts, chats, facts, grants
from storage import codes as stored
from storage.database import Database
from storage.grants import NewGrant
from usecases.attempts import Attempt, attempt


@dataclass(frozen=True, slots=True)
class OpenCode:
    """Say what a code would give this chat."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(self, reader: Reader, text: str) -> Offer:
        """Look the code up; grants nothing.

        Raises ``CodeRefused``, ``AlreadyLinked`` and ``TooManyAttempts``.
        """

        async def judge(made: Attempt) -> Offer:
            digest = codes.digest(self.key, codes.read(text))
            code = await stored.by_digest(made.session, digest, today=self.clock.today())
            if code is None:
                raise CodeRefused(CodeTrouble.UNKNOWN)
            _check(made, code)
            proof = codes.proof(self.key, code.id, reader.id)
            return Offer(code.id, proof, code.role, code.student, _holder(code))

        return await attempt(self.db, reader, self.clock.now(), "code.open", judge)


@dataclass(frozen=True, slots=True)
class LinkChat:
    """Spend a code on this chat."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(
        self, reader: Reader, code_id: int, proof: str, name: str | None = None
    ) -> Linked | NameWanted:
        """Check everything anew, then grant; asks for the name of a guardian nobody knows.

        Of two chats that say yes at once one wins. Raises ``CodeRefused``, ``AlreadyLinked``,
        ``TooManyAttempts``, and ``NameRefused`` for a name that cannot be one.
        """

        async def judge(made: Attempt) -> Linked | NameWanted:
            code = await self._proven(made, code_id, proof)
            if _holder(code) is None and name is None:
                return NameWanted(code_id, proof)
            return await self._grant(made, code, _called(code, name))

        return await attempt(self.db, reader, self.clock.now(), "code.link", judge)

    async def _proven(self, made: Attempt, code_id: int, proof: str) -> StoredCode:
        if not codes.proves(self.key, code_id, made.reader.id, proof):
            raise CodeRefused(CodeTrouble.FORGED)
        code = await stored.by_id(made.session, code_id, today=self.clock.today())
        if code is None:
            raise CodeRefused(CodeTrouble.UNKNOWN)
        _check(made, code)
        return code

    async def _grant(self, made: Attempt, code: StoredCode, holder: str) -> Linked:
        session, reader, now = made.session, made.reader, made.now
        if not await stored.use(session, code.id, reader.id, now=now):
            raise CodeRefused(CodeTrouble.USED, code.for_staff)
        student = code.student
        person_id = student.id if student and code.role is Role.STUDENT else code.person_id
        new = NewGrant(
            reader.id,
            code.role,
            student.id if student else None,
            person_id,
            "" if person_id else holder,
            code.id,
        )
        made.grant_id = await grants.add(session, new, now=now)
        await attempts.clear(session, reader.telegram_id)
        if student is not None:
            await chats.select_student(session, reader.id, student.id)
            fact = SomebodyLinked(
                student=student.id,
                name=student.name.short,
                role=code.role,
                holder=holder,
                chat=reader.id,
            )
            await facts.add(session, [fact], happened_at=now, ready_at=now)
        return Linked(code.role, student, holder, first=not made.held)


def _check(made: Attempt, code: StoredCode) -> None:
    """Refuse a code that is spent, or that is meant for another phone."""
    made.code_id = code.id
    # First, because a person who types their own code again should not be sent for another one.
    if has_already(code, made.held):
        raise AlreadyLinked
    trouble = code.trouble(made.now) or conflict(code, made.held)
    if trouble is not None:
        raise CodeRefused(trouble, code.for_staff)


def _holder(code: StoredCode) -> Name | None:
    """Return who holds the phone, as far as the code knows."""
    if code.role is Role.STUDENT and code.student is not None:
        return code.student.name
    return code.person or (Name(code.holder_name, "") if code.holder_name else None)


def _called(code: StoredCode, typed: str | None) -> str:
    known = _holder(code)
    if known is not None:
        return known.polite if code.for_staff else known.full
    name = tidy_name(typed or "")
    if not name:
        raise NameRefused
    return name
