"""Deliveries to Telegram: claimed in one short transaction, sent outside, recorded in another."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import InlineKeyboardMarkup

from domain import timing
from domain.facts import load
from domain.school_clock import SchoolClock
from domain.timing import QuietHours
from notifications.kind import Hearer, Kind, audiences
from notifications.limits import Limits
from notifications.outcome import GiveUp, Outcome, Sent, TryLater, sort
from notifications.record import record
from storage import deliveries
from storage.audiences import Moment
from storage.database import Database, Session
from storage.deliveries import Claimed
from views import words

logger = logging.getLogger(__name__)
REQUEST_SECONDS = 20
"""Of one call to Telegram; well below the lease, so that a slow call is not claimed again."""


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator or a test may turn."""

    quiet: QuietHours | None = None
    """The school's, for chats that chose none of their own."""
    language: str = "ru"
    """For chats whose language we do not have."""
    lease: timedelta = timedelta(seconds=60)
    """How long a claim holds: after it, the claims of a sender that died are taken up."""
    parallel: int = 20
    """Chats that are written to at the same time."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes out."""

    text: str
    markup: InlineKeyboardMarkup


@dataclass(slots=True)
class Sender:
    """Sends what is due; safe to run in several processes at once."""

    db: Database
    bot: Bot
    clock: SchoolClock
    kinds: Mapping[str, Kind]
    limits: Limits = field(default_factory=Limits)
    options: Options = field(default_factory=Options)
    stir: Callable[[], None] = lambda: None
    """Called when a message is done and its chat is free again."""
    _under_way: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _claims: dict[int, int] = field(default_factory=dict)
    _unrecorded: list[tuple[Claimed, Outcome]] = field(default_factory=list)
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _dice: Random = field(default_factory=Random)

    async def start_due(self) -> bool:
        """Claim what may go now and begin to send it; tells whether there may be more at once."""
        room = self._room()
        if room <= 0 or self.limits.closed():
            return False
        taken, ready = await self._claim(room)
        for claimed in ready:
            task = asyncio.create_task(self._deliver(claimed), name=f"delivery {claimed.id}")
            self._under_way[claimed.chat_id] = task
            self._claims[claimed.chat_id] = claimed.id
        return len(ready) < taken

    @property
    def under_way(self) -> int:
        """How many messages are being sent."""
        return len(self._under_way)

    async def settle(self) -> None:
        """Wait until a message that is being sent is done."""
        if self._under_way:
            done = asyncio.FIRST_COMPLETED
            await asyncio.wait(list(self._under_way.values()), return_when=done)

    def _room(self) -> int:
        # A slow rate lets only few wait for their slot, or their leases would run out meanwhile.
        most = min(self.options.parallel, max(1, int(self.limits.rates.bot)))
        return most - len(self._under_way)

    async def _claim(self, room: int) -> tuple[int, list[Claimed]]:
        """Return how many were claimed, and those of them that ought to go out."""
        now = self.clock.now()
        busy = self._under_way.keys() | self.limits.busy().keys()
        lease = now + self.options.lease
        async with self._writing, self.db.begin() as session:
            ids = await deliveries.claim(session, now=now, lease=lease, limit=room, busy=busy)
            if not ids:
                return 0, []
            at = Moment(now, self.clock.today())
            listeners = audiences(self.kinds, set(self.kinds))
            found = await deliveries.details(session, ids, listeners, at)
            return len(ids), await self._triage(session, found, now)

    async def _triage(self, session: Session, found: list[Claimed], now: datetime) -> list[Claimed]:
        """Drop what nobody ought to hear any more, hold what is for the morning."""
        ready: list[Claimed] = []
        dropped: dict[str, list[int]] = {}
        held: dict[datetime, list[int]] = {}
        for claimed in found:
            until = timing.release(now, claimed.hours.in_force(self.options.quiet), self.clock.zone)
            if reason := self._pointless(claimed, now):
                dropped.setdefault(reason, []).append(claimed.id)
                self._log(claimed, f"skipped: {reason}")
            elif until > now:
                held.setdefault(until, []).append(claimed.id)
            else:
                ready.append(claimed)
        for reason, ids in dropped.items():
            await deliveries.skip(session, ids, reason, now)
        for until, ids in held.items():
            await deliveries.hold_back(session, ids, until)
        return ready

    def _pointless(self, claimed: Claimed, now: datetime) -> str:
        """Return why the message should not go out any more, or nothing."""
        kind = self.kinds.get(claimed.kind)
        if kind is None:
            return "unknown kind"
        if not claimed.is_reachable:
            return "unreachable"
        if not claimed.has_right:
            return "revoked"
        if not claimed.children:
            return "switched off"
        quiet = claimed.hours.in_force(self.options.quiet)
        if timing.is_stale(claimed.ready_at, kind.stale_after, now, quiet, self.clock.zone):
            return "stale"
        return ""

    async def _deliver(self, claimed: Claimed) -> None:
        try:
            outcome = await self._attempt(claimed)
            reason = "" if isinstance(outcome, Sent) else f": {outcome.reason}"
            self._log(claimed, f"{type(outcome).__name__}{reason}")
            await self._record(claimed, outcome)
        finally:
            del self._under_way[claimed.chat_id], self._claims[claimed.chat_id]
            self.stir()

    async def _attempt(self, claimed: Claimed) -> Outcome:
        """Write and send one message; whatever goes wrong is an outcome."""
        try:
            letter = self._write(claimed)
        except Exception as error:  # noqa: BLE001  (one broken fact must not stop the others)
            return self._unwritable(claimed, error)
        await asyncio.sleep(self.limits.slot())
        if closed := self.limits.closed():
            return TryLater("too many requests", timedelta(seconds=closed))
        self.limits.spend(claimed.chat_id)
        try:
            message = await self.bot.send_message(
                claimed.telegram_id, letter.text, reply_markup=letter.markup,
                request_timeout=REQUEST_SECONDS,
            )  # fmt: skip
        except AiogramError as error:
            return self._refused(claimed, error)
        return Sent(message.message_id)

    def _write(self, claimed: Claimed) -> Letter:
        kind = self.kinds[claimed.kind]
        fact = load(claimed.kind, dict(claimed.payload))
        hearer = Hearer(
            claimed.children[0].id,
            tuple(child.name for child in claimed.children if not child.itself),
        )
        telegrams = words.best(claimed.telegram_language, self.options.language)
        language = words.best(claimed.language, telegrams)
        with words.use(language, self.clock.zone):
            return Letter(kind.text(fact, hearer), kind.markup(fact, hearer))

    def _unwritable(self, claimed: Claimed, error: Exception) -> Outcome:
        """Log where it broke but not on what: an exception's text may hold a child's data."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        name = type(error).__name__
        logger.error("fact %d (%s): %s at %s", claimed.fact_id, claimed.kind, name, place)
        return GiveUp("unwritable")

    def _refused(self, claimed: Claimed, error: Exception) -> Outcome:
        outcome = sort(error)
        if isinstance(outcome, TryLater) and outcome.flooded and outcome.after:
            self.limits.pause(claimed.chat_id, outcome.after.total_seconds())
        if outcome == GiveUp("bad request"):
            logger.error("delivery %d (%s): %s", claimed.id, claimed.kind, error)
        return outcome

    async def _record(self, claimed: Claimed, outcome: Outcome) -> None:
        """Write the outcome down, with all that wait for the same: a commit costs the most.

        What happened must be written however long the database is busy, or it would be repeated.
        """
        self._unrecorded.append((claimed, outcome))
        async with self._writing:
            batch, self._unrecorded = self._unrecorded, []
            while batch:
                try:
                    await record(self.db, batch, self.clock.now(), self._dice)
                except Exception:
                    logger.exception("%d outcomes not recorded yet", len(batch))
                    await asyncio.sleep(1)
                else:
                    return

    def _log(self, claimed: Claimed, what: str) -> None:
        names = (claimed.id, claimed.fact_id, claimed.kind, what)
        logger.info("delivery %d of fact %d (%s): %s", *names)

    async def drain(self, seconds: float) -> None:
        """Let what is under way end; what does not is cut off and its claims handed back."""
        tasks = list(self._under_way.values())
        if not tasks:
            return
        _done, late = await asyncio.wait(tasks, timeout=seconds)
        ids = [self._claims[chat_id] for chat_id, task in self._under_way.items() if task in late]
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
            async with self.db.begin() as session:
                await deliveries.hand_back(session, ids)
