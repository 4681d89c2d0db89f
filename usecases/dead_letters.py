"""The queue for those who look after it, and a second chance for what did not get through.

Numbers and reasons are of the whole installation, whichever school its administrator belongs to:
they say nothing of anybody, and a message that is put back goes to its own chat only, whose rights
the sender asks for anew.
"""

from dataclasses import dataclass
from datetime import timedelta

from domain.clock import Clock
from domain.delivery import Queue, Retried, Status, Wanted
from domain.errors import NotAdmin
from domain.people import Reader, Role
from domain.school_clock import SchoolClock
from storage import audit, due_times, queue, staff
from storage.database import Database, Session

ACTION = "delivery.retry"


@dataclass(frozen=True, slots=True)
class ShowStatus:
    """All that the command line tells; whoever may type there may know it."""

    db: Database
    clock: Clock

    async def __call__(self, *, letters: int, before: int | None, days: int) -> Status:
        """Return the state of the queue, with a page of dead letters and what ended of late."""
        now = self.clock.now()
        async with self.db.survey() as session:
            return Status(
                now=now,
                queue=await queue.overview(session),
                facts=await queue.unplanned(session),
                updates=await queue.updates(session),
                letters=tuple(await queue.dead_letters(session, limit=letters, before=before)),
                ended=tuple(await queue.ended(session, now - timedelta(days=days))),
                workers=await queue.workers(session, now),
                jobs=await due_times.of_all(session),
            )


@dataclass(frozen=True, slots=True)
class RetryDead:
    """The operator has the cause out of the way: dead letters go out after all."""

    db: Database
    clock: Clock

    async def __call__(self, wanted: Wanted) -> Retried:
        """Put them back into the queue."""
        async with self.db.begin() as session:
            back = await _revive(session, wanted, self.clock, chat_id=None)
            return Retried(back, await queue.dead(session, wanted))


@dataclass(frozen=True, slots=True)
class ShowDelivery:
    """What waits and what did not get through, for a school administrator."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader) -> Queue:
        """Return it in numbers; raises ``NotAdmin``."""
        async with self.db.survey() as session:
            await _admin(session, self.clock, reader)
            return await queue.overview(session)


@dataclass(frozen=True, slots=True)
class RetryGroup:
    """A school administrator has one group of dead letters tried again."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, dead_id: int) -> tuple[int, Queue]:
        """Put back all that failed as this one did; return how many, and what is left.

        Raises ``NotAdmin``. A letter that is dead no longer puts nothing back.
        """
        async with self.db.begin() as session:
            await _admin(session, self.clock, reader)
            wanted = await queue.alike(session, dead_id)
            back = 0
            if wanted is not None:
                back = await _revive(session, wanted, self.clock.clock, chat_id=reader.id)
            return back, await queue.overview(session)


async def _revive(session: Session, wanted: Wanted, clock: Clock, *, chat_id: int | None) -> int:
    now = clock.now()
    back = await queue.revive(session, wanted, now=now)
    detail = {
        "kind": wanted.kind,
        "reason": wanted.reason,
        "ids": ",".join(map(str, wanted.ids)) or None,
        "number": back,
    }
    await audit.note(session, ACTION, "ok", chat_id=chat_id, at=now, detail=detail)
    return back


async def _admin(session: Session, clock: SchoolClock, reader: Reader) -> None:
    """Raise ``NotAdmin`` for all but those who are school administrators at this moment."""
    member = await staff.of_chat(session, reader.id, now=clock.now())
    if member is None or Role.SCHOOL_ADMIN not in member.roles:
        raise NotAdmin
