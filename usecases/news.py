"""Reading the news."""

from dataclasses import dataclass

from domain.errors import NotFound
from domain.files import Attachment
from domain.news import PAGE, News, NewsPage
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import attachments, news, receipts
from storage.attachments import Owner
from storage.database import Database


@dataclass(frozen=True, slots=True)
class ShowNewsList:
    """Show what concerns the chat, newest first."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, page: int = 0) -> NewsPage:
        """Return one page; an empty one for a chat that nothing concerns."""
        number = max(0, page)
        async with self.db.read() as session:
            found = await news.of_chat(
                session, reader.id, now=self.clock.now(), skip=number * PAGE, limit=PAGE + 1
            )
        return NewsPage(tuple(found[:PAGE]), number, len(found) > PAGE)


@dataclass(frozen=True, slots=True)
class ShowNews:
    """Show one announcement."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, announcement_id: int) -> News:
        """Return it whole, and note that it was opened.

        Raises ``NotFound`` for one that does not concern the chat.
        """
        now = self.clock.now()
        async with self.db.read() as session:
            found = await news.one(session, reader.id, announcement_id, now=now)
        if found is None:
            raise NotFound
        if found.must_confirm and found.confirmed_at is None:
            async with self.db.begin(repeatable=True) as session:
                await receipts.note(session, announcement_id, [reader.id], opened_at=now)
        return found


@dataclass(frozen=True, slots=True)
class ShowNewsFiles:
    """What goes along with one announcement."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, announcement_id: int) -> tuple[Attachment, ...]:
        """Return the files; raises ``NotFound`` for one that does not concern the chat."""
        async with self.db.read() as session:
            if not await news.one(session, reader.id, announcement_id, now=self.clock.now()):
                raise NotFound
            files = await attachments.of(session, Owner.NEWS, [announcement_id])
        return files.get(announcement_id, ())
