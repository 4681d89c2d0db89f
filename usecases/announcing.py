"""Writing news: for whom, the draft, its options."""

from dataclasses import dataclass, replace
from typing import Any

from domain.announcing import Announcement, Audience, Counts, Hearers, OwnNews, State, title_of
from domain.composing import Composed
from domain.errors import NotFound
from domain.people import Reader
from domain.rights import Action, What
from domain.school_clock import SchoolClock
from storage import announcing, attachments, receipts
from storage.attachments import Owner
from storage.database import Database, Session
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowOwnNews:
    """What one wrote."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, page: int = 0) -> OwnNews:
        """Return a page, the newest first; one's own, so it refuses nobody."""
        async with self.db.read() as session:
            found, has_more = await announcing.of_author(session, reader.id, page)
        return OwnNews(tuple(found), page, has_more)


@dataclass(frozen=True, slots=True)
class ShowAudiences:
    """For whom one may write."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader) -> list[Audience]:
        """Return schools, years, classes and courses; empty for who may write to nobody."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.read() as session:
            return await announcing.audiences(session, reader.id, now=now, today=today)


@dataclass(frozen=True, slots=True)
class WriteNews:
    """A draft, or other words in one."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, what: What, target_id: int, grade: str, said: Composed
    ) -> Announcement:
        """Keep the draft; raises ``NotAllowed``, ``NothingWritten``."""
        said, now = said.checked(), self.clock.now()
        audience = Audience(what, target_id, "", grade)
        async with self.db.begin() as session:
            await allow(session, self.clock, reader, Action.POST_NEWS, audience.object)
            number = await announcing.add(
                session, audience, title=title_of(said.text), body=said.html, posted_at=now,
                author_id=reader.id,
            )  # fmt: skip
            await attachments.add(session, Owner.NEWS, number, said.files)
            found = await announcing.one(session, number)
        assert found is not None, "it was written in this transaction"
        return found


@dataclass(frozen=True, slots=True)
class ShowOwn:
    """One piece of news, to who may post it."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, news_id: int) -> tuple[Announcement, Counts]:
        """Return it and how far it has come; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            found = await own(session, self.clock, reader, news_id)
            posted = found.state in (State.POSTED, State.WITHDRAWN)
            return found, await receipts.counts(session, news_id) if posted else Counts()


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """Who hears, whether it is to be confirmed, whether it is urgent; or not at all."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, news_id: int, *, hearers: Hearers | None = None,
        must_confirm: bool | None = None, urgent: bool | None = None, drop: bool = False,
    ) -> Announcement:  # fmt: skip
        """Change what is given, before it goes out; raises ``NotAllowed``, ``NotFound``."""
        values: dict[str, Any] = {"must_confirm": must_confirm, "urgent": urgent}
        values["hearers"] = None if hearers is None else hearers.value
        values = {name: value for name, value in values.items() if value is not None}
        async with self.db.begin() as session:
            found = await own(session, self.clock, reader, news_id, lock=True)
            if found.state not in (State.DRAFT, State.SCHEDULED):
                raise NotFound
            if drop:
                await announcing.drop(session, news_id)
            elif values:
                await announcing.change(session, news_id, **values)
        if hearers is not None:
            values["hearers"] = hearers
        return replace(found, **values)


async def own(
    session: Session, clock: SchoolClock, reader: Reader, news_id: int, *, lock: bool = False
) -> Announcement:
    """Return news that the reader wrote and may still post to those it is for.

    Of others' news only what went out is shown, to who may post there too. Three statements.
    """
    found = await announcing.one(session, news_id, lock=lock)
    if found is None:
        raise NotFound
    await allow(session, clock, reader, Action.POST_NEWS, found.audience.object)
    is_author = await announcing.author_of(session, news_id) == reader.id
    if not is_author and found.state in (State.DRAFT, State.SCHEDULED):
        raise NotFound
    return replace(found, is_author=is_author)
