"""Who has read the news: confirming it, seeing who did, reminding who did not."""

from dataclasses import dataclass
from datetime import datetime

from domain.announcing import REMIND_AGAIN, Readers, State
from domain.errors import NotFound, TooSoon
from domain.facts import NewsReminder
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import facts, news, receipts
from storage.database import Database
from usecases.announcing import own


@dataclass(frozen=True, slots=True)
class ConfirmNews:
    """One has read it."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, news_id: int) -> datetime:
        """Return when the chat confirmed, the first time; raises ``NotFound``."""
        now = self.clock.now()
        async with self.db.begin() as session:
            if await news.one(session, reader.id, news_id, now=now) is None:
                raise NotFound
            await receipts.note(session, news_id, [reader.id], confirmed_at=now)
            found = await receipts.confirmed_at(session, news_id, reader.id)
        return found or now


@dataclass(frozen=True, slots=True)
class ShowReaders:
    """Who has read it, by name."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, news_id: int, page: int = 0) -> Readers:
        """Return a page; raises ``NotAllowed``, ``NotFound``."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.read() as session:
            found = await own(session, self.clock, reader, news_id)
            lines, has_more = await receipts.readers(session, found, page, now=now, today=today)
        return Readers(found, tuple(lines), page, has_more)


@dataclass(frozen=True, slots=True)
class RemindReaders:
    """Write to exactly those who have it and have not confirmed."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, news_id: int) -> int:
        """Return how many are reminded; raises ``NotAllowed``, ``NotFound``, ``TooSoon``."""
        now = self.clock.now()
        async with self.db.begin() as session:
            found = await own(session, self.clock, reader, news_id, lock=True)
            if found.state is not State.POSTED or not found.must_confirm:
                raise NotFound
            last = await receipts.last_reminder(session, news_id)
            if last is not None and now - last < REMIND_AGAIN:
                raise TooSoon(last + REMIND_AGAIN)
            chats = await receipts.unconfirmed(session, news_id)
            made = [
                NewsReminder(
                    announcement=news_id, title=found.title, must_confirm=True, to_chat=chat
                )
                for chat in chats
            ]
            await facts.add(session, made, happened_at=now, ready_at=now)
            await receipts.note(session, news_id, chats, reminded_at=now)
        return len(chats)
