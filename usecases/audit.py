"""The audit log: read by school administrators, with filters, and taken out as a file."""

from dataclasses import dataclass

from domain.audit import (
    LINES,
    LOOKED_AT,
    MOST_ACTORS,
    MOST_EXPORTED,
    Actor,
    Cursor,
    Export,
    Page,
    Scope,
    Wanted,
)
from domain.errors import NotAdmin
from domain.people import Reader
from domain.retention import Retention
from domain.school_clock import SchoolClock
from storage import audit, audit_log
from storage.database import Database, Session


@dataclass(frozen=True, slots=True)
class ShowAudit:
    """A page of the log."""

    db: Database
    clock: SchoolClock
    keeps: Retention

    async def __call__(self, reader: Reader, wanted: Wanted, after: Cursor | None = None) -> Page:
        """Return entries of the reader's schools, the newest first; raises ``NotAdmin``."""
        async with self.db.read() as session:
            within = await _scope(session, self.clock, reader)
            found = await audit_log.lines(
                session, wanted, within, since=wanted.since(self.clock.midnight()), after=after,
                most=LINES + 1,
            )  # fmt: skip
            who = found[0].actor if found and wanted.who else None
            if wanted.who and who is None:
                who = await audit_log.actor(session, wanted.who)
        following = found[LINES - 1].cursor if len(found) > LINES else None
        return Page(wanted, tuple(found[:LINES]), following, after is None, self.keeps, who)


@dataclass(frozen=True, slots=True)
class ShowActors:
    """Whose entries may be asked for."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, wanted: Wanted) -> list[Actor]:
        """Return who of these entries did something last; raises ``NotAdmin``."""
        async with self.db.read() as session:
            within = await _scope(session, self.clock, reader)
            found = await audit_log.actors(
                session,
                wanted,
                within,
                since=wanted.since(self.clock.midnight()),
                looked_at=LOOKED_AT,
            )
        return found[:MOST_ACTORS]


@dataclass(frozen=True, slots=True)
class ExportAudit:
    """The log as a file."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, wanted: Wanted) -> Export:
        """Return the entries that are asked for, and note who took them; raises ``NotAdmin``."""
        async with self.db.survey() as session:
            within = await _scope(session, self.clock, reader)
            found = await audit_log.lines(
                session,
                wanted,
                within,
                since=wanted.since(self.clock.midnight()),
                most=MOST_EXPORTED + 1,
            )
        kept = tuple(found[:MOST_EXPORTED])
        detail = {
            "count": len(kept), "topic": wanted.topic.value or None, "days": wanted.days,
            "who": wanted.who or None,
        }  # fmt: skip
        if not within.every and len(within.schools) == 1:
            detail["school"] = within.schools[0]
        async with self.db.begin() as session:
            now = self.clock.now()
            await audit.note(
                session, "audit.export", "ok", chat_id=reader.id, at=now, detail=detail
            )
        return Export(wanted, kept, len(found) <= MOST_EXPORTED)


async def note_reading(
    db: Database, clock: SchoolClock, reader: Reader, action: str, **of: int
) -> None:
    """Note that the reader looked at diaries of many students whom they do not teach.

    A transaction of its own, because most screens only read; the same is noted once a day.
    """
    async with db.begin(repeatable=True) as session:
        await audit.note_reading(
            session, action, chat_id=reader.id, at=clock.now(), midnight=clock.midnight(), detail=of
        )


async def _scope(session: Session, clock: SchoolClock, reader: Reader) -> Scope:
    found = await audit_log.scope(session, reader.id, now=clock.now())
    if found is None:
        raise NotAdmin
    return found
