"""News goes out, now or at its hour; is changed; is taken back."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.announcing import EDIT_SETTLES, Announcement, State, title_of
from domain.composing import Composed
from domain.errors import MomentRefused, NotFound
from domain.fact import File
from domain.facts import NewsEdited, NewsPosted, NewsWithdrawn, dump
from domain.people import Reader
from domain.rights import Action, Object, What, may
from domain.school_clock import SchoolClock
from storage import announcing, audit, due_times, facts, receipts, standing
from storage.database import Database, Session
from usecases.announcing import own


@dataclass(frozen=True, slots=True)
class PostNews:
    """News goes out now, or waits for its moment."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, news_id: int, at: datetime | None = None
    ) -> Announcement:
        """Post, or plan for ``at``; raises ``NotAllowed``, ``NotFound``, ``MomentRefused``."""
        now = self.clock.now()
        if at is not None and not now < at:
            raise MomentRefused
        async with self.db.begin() as session:
            found = await own(session, self.clock, reader, news_id, lock=True)
            if found.state not in (State.DRAFT, State.SCHEDULED):
                raise NotFound
            if at is not None:
                values: dict[str, Any] = {"state": State.SCHEDULED.value, "publish_at": at}
                await announcing.change(session, news_id, **values)
                return replace(found, state=State.SCHEDULED, publish_at=at)
            await announcing.change(session, news_id, state=State.POSTED.value, posted_at=now)
            posted = replace(found, state=State.POSTED, posted_at=now)
            await _tell(session, posted, now)
            await _audit(session, "news.post", reader.id, posted, now)
        return posted


@dataclass(frozen=True, slots=True)
class PostScheduled:
    """What waited for its hour goes out; safe to run in several workers."""

    db: Database
    clock: SchoolClock
    job = "news"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return how many went out; what its author may no longer post is a draft again."""
        now = self.clock.now()
        async with self.db.begin() as session:
            await due_times.take(session, self.job, due_at, following)
            return await self.post(session, now)

    async def post(self, session: Session, now: datetime) -> int:
        """Post what is due inside a transaction."""
        sent = 0
        for number in await announcing.due(session, now):
            found = await announcing.one(session, number)
            author = await announcing.author_of(session, number)
            if found is None or author is None:
                continue
            if await self._may(session, author, found.audience.object):
                await _tell(session, found, now)
                await _audit(session, "news.post", author, found, now)
                sent += 1
            else:
                values: dict[str, Any] = {"state": State.DRAFT.value, "publish_at": None}
                await announcing.change(session, number, **values)
                await _audit(session, "news.post", author, found, now, outcome="refused")
        return sent

    async def _may(self, session: Session, author: int, whom: Object) -> bool:
        """Tell whether the chat that wrote it may still post there."""
        today, now = self.clock.today(), self.clock.now()
        found = await standing.relations(session, author, whom, now=now, today=today)
        return may(found, Action.POST_NEWS, whom.what)


@dataclass(frozen=True, slots=True)
class EditNews:
    """Other words: the messages that were sent are changed, and nobody is woken."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, news_id: int, said: Composed, *, again: bool = False
    ) -> Announcement:
        """Replace the words of a draft or of what went out.

        ``again``: whether those who confirmed are asked again. Raises ``NotAllowed``, ``NotFound``,
        ``NothingWritten``.
        """
        said, now = said.checked(), self.clock.now()
        async with self.db.begin() as session:
            found = await own(session, self.clock, reader, news_id, lock=True)
            if found.state is State.WITHDRAWN or not said.text:
                raise NotFound
            changed = replace(found, title=title_of(said.text), body=said.html, formatted=True)
            values: dict[str, Any] = {
                "title": changed.title, "body": changed.body, "formatted": True,
            }  # fmt: skip
            if found.state is State.POSTED:
                values["edited_at"] = now
                await announcing.rewrite_waiting(session, news_id, dump(_posted(changed)))
                edited = NewsEdited(**_sent(changed))
                later = now + EDIT_SETTLES
                await facts.add(session, [edited], happened_at=now, ready_at=later)
                await _audit(session, "news.edit", reader.id, changed, now)
                if again:
                    await receipts.unconfirm(session, news_id)
            await announcing.change(session, news_id, **values)
        return changed


@dataclass(frozen=True, slots=True)
class WithdrawNews:
    """News is taken back: the messages that were sent say so, the others are not sent."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, news_id: int) -> Announcement:
        """Withdraw it; raises ``NotAllowed``, ``NotFound``."""
        now = self.clock.now()
        async with self.db.begin() as session:
            found = await own(session, self.clock, reader, news_id, lock=True)
            if found.state is not State.POSTED:
                raise NotFound
            gone = replace(found, state=State.WITHDRAWN)
            await announcing.change(session, news_id, state=State.WITHDRAWN.value, withdrawn_at=now)
            await announcing.drop_waiting(session, news_id, now=now)
            later = now + EDIT_SETTLES
            withdrawn = NewsWithdrawn(**_sent(gone))
            await facts.add(session, [withdrawn], happened_at=now, ready_at=later)
            await _audit(session, "news.withdraw", reader.id, gone, now)
        return gone


def _posted(one: Announcement) -> NewsPosted:
    whom = {What.SCHOOL: "school", What.CLASS: "school_class", What.COURSE: "course"}
    of_all: dict[str, Any] = {whom[one.audience.what]: one.audience.id}
    target: dict[str, Any] = {"chosen": one.id} if one.chosen else of_all
    return NewsPosted(
        thing=f"news:{one.id}", announcement=one.id, title=one.title, body=one.body,
        posted_at=one.posted_at, must_confirm=one.must_confirm, urgent=one.urgent,
        grade=one.audience.grade, hearers=one.hearers.value, formatted=one.formatted,
        files=_files(one), **target,
    )  # fmt: skip


def _sent(one: Announcement) -> dict[str, Any]:
    """Return the fields of a fact about news that went out before."""
    return {
        "thing": f"news:{one.id}", "announcement": one.id, "title": one.title, "body": one.body,
        "formatted": one.formatted, "must_confirm": one.must_confirm,
    }  # fmt: skip


def _files(one: Announcement) -> list[File]:
    return [File(file.kind.value, file.file_id, file.name) for file in one.files]


async def _tell(session: Session, posted: Announcement, now: datetime) -> None:
    await facts.add(session, [_posted(posted)], happened_at=now, ready_at=now)


async def _audit(
    session: Session, action: str, chat_id: int, one: Announcement, now: datetime,
    outcome: str = "ok",
) -> None:  # fmt: skip
    detail = {"news": one.id, one.audience.what.value: one.audience.id}
    await audit.note(session, action, outcome, chat_id=chat_id, at=now, detail=detail)
