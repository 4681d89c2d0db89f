"""Deliveries to Telegram: claimed in one short transaction, sent outside, recorded in another."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from random import Random

from aiogram import Bot

from domain import trace
from domain.quiet import QuietHours
from domain.school_clock import SchoolClock
from notifications import letter
from notifications.attempt import Attempt
from notifications.gate import MOST_AT_ONCE, Gate
from notifications.kind import Kind, audiences
from notifications.letter import Entry, Letter
from notifications.limits import Limits
from notifications.line import Line
from notifications.membership import Membership
from notifications.outcome import GiveUp, Sent, TryLater
from notifications.post import messages
from notifications.record import Done, record
from notifications.triage import Triage
from notifications.watching import Unwatched, Watcher
from storage import claims, deliveries
from storage.audiences import Moment
from storage.claims import Claim
from storage.database import Database, Session
from storage.deliveries import Claimed
from views import words

logger = logging.getLogger(__name__)
PROBE_SECONDS = 5
"""Of a call that only asks whether Telegram answers."""
_AHEAD = 0.25
"""Seconds' worth of messages that stand at the gate: few, so that an absence overtakes the rest."""
_MOST = 200


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator or a test may turn."""

    quiet: QuietHours | None = None
    """The school's, for chats that chose none of their own."""
    language: str = "ru"
    """For chats whose language we do not have."""
    lease: timedelta = timedelta(seconds=10)
    """A worker that has not said for so long that it lives loses its claims."""
    at_once: int = MOST_AT_ONCE
    """Most messages on their way at once; the gate lets out no more than the rate needs."""
    paid: bool = False
    """Whether Telegram may be paid for more than 30 messages a second."""


@dataclass(slots=True)
class Sender:
    """Sends what is due; safe to run in several processes at once."""

    db: Database
    bot: Bot
    clock: SchoolClock
    kinds: Mapping[str, Kind]
    limits: Limits = field(default_factory=Limits)
    options: Options = field(default_factory=Options)
    watcher: Watcher = field(default_factory=Unwatched)
    stir: Callable[[], None] = lambda: None
    """Called when there is room for more."""
    gate: Gate = field(init=False)
    line: Line = field(init=False)
    membership: Membership = field(init=False)
    _attempt: Attempt = field(init=False)
    _probing: asyncio.Task[None] | None = None
    _under_way: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _claimed: dict[int, list[int]] = field(default_factory=dict)
    _kept_waiting: dict[int, float] = field(default_factory=dict)
    _unrecorded: list[Done] = field(default_factory=list)
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _dice: Random = field(default_factory=Random)
    _hungry: bool = False

    def __post_init__(self) -> None:
        """Make the parts that follow from the options."""
        rate, timer = self.limits.rates.bot, self.limits.timer
        self.gate = Gate(rate, timer, most=self.options.at_once)
        self.line = Line(
            lambda: self.bot.get_me(request_timeout=PROBE_SECONDS), timer, self.watcher
        )
        self.membership = Membership(self.clock.clock, self.options.lease, self.limits.timer)
        self._attempt = Attempt(
            self.bot, self.limits, self.gate, self.line, self.watcher, self.options.paid
        )  # fmt: skip

    @property
    def under_way(self) -> int:
        """How many messages are being sent; a probe of the line is one too."""
        return len(self._tasks())

    @property
    def pause(self) -> float:
        """Seconds until something that is due but has to wait may go, as far as we know."""
        if self.line.away:
            return self.line.wait or 1.0
        waits = (self.gate.closed, self.membership.settling, self.limits.next_free() or 0)
        return min((wait for wait in waits if wait > 0), default=1.0)

    async def start_due(self) -> bool:
        """Claim what may go now and begin to send it; tells whether anything was claimed."""
        room = self._room()
        self._hungry = room <= 0
        if self._hungry or self.gate.closed or self.membership.settling:
            return False
        if self.line.away:
            self._probe()
            return False
        taken, bundles = await self._claim(room)
        if not taken and not self.line.up and not self.membership.settling:
            return self.line.nothing_to_try()
        self._hungry = len(bundles) >= room
        for bundle in bundles:
            chat = bundle[0].chat.telegram_id
            self._claimed[chat] = [one.id for one in bundle]
            self._under_way[chat] = asyncio.create_task(self._deliver(bundle))
        return taken

    async def settle(self) -> None:
        """Wait until a message that is being sent is done."""
        if tasks := self._tasks():
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)

    async def beat(self) -> None:
        """Say that we live while messages are under way, or wait for the line."""
        if (self._under_way or self.line.away) and self.membership.must_beat:
            async with self.db.begin() as session:
                await self._beat(session)

    async def _beat(self, session: Session) -> None:
        await self.membership.beat(session)
        self.gate.share(self.membership.place, self.membership.workers)

    def _tasks(self) -> list[asyncio.Task[None]]:
        probing = [self._probing] if self._probing else []
        return [*self._under_way.values(), *probing]

    def _probe(self) -> None:
        """Ask whether the line is back, if it is time to."""
        if not self._tasks() and self.line.wait == 0:
            self._probing = asyncio.create_task(self.line.probe())
            self._probing.add_done_callback(self._probed)

    def _probed(self, task: asyncio.Task[None]) -> None:
        self._probing = None
        if not task.cancelled() and (error := task.exception()):
            logger.error("asking the Bot API failed: %s", type(error).__name__)
        self.stir()

    def _most(self) -> int:
        """Return how many chats may stand at the gate or be on their way."""
        if not self.line.up:
            return 1
        ahead = self.gate.pace.own * _AHEAD
        return min(_MOST, self.gate.width + max(2, int(ahead)))

    def _room(self) -> int:
        """Return how many more chats that may be."""
        return self._most() - len(self._under_way)

    async def _claim(self, room: int) -> tuple[bool, list[list[Claimed]]]:
        """Return whether anything was claimed, and what of it ought to go out, chat by chat."""
        now = self.clock.now()
        async with self._writing, self.db.begin() as session:
            if self.membership.must_beat:
                await self._beat(session)
                if self.membership.settling:
                    return False, []
            await claims.release(session, now)
            ids = await claims.take(session, self._wish(), limit=room, may_go=self._may_go)
            if not ids:
                return False, []
            at = Moment(now, self.clock.today())
            listeners = audiences(self.kinds, set(self.kinds))
            found = await deliveries.details(session, ids, listeners, at)
            verdict = Triage(self.clock, self.kinds, self.options.quiet)(found)
            await verdict.write(session, now)
        for reason, dropped in verdict.dropped.items():
            for one in dropped:
                self._log(one, f"skipped: {reason}")
                self.watcher.finished(one.kind, deliveries.SKIPPED)
        ready = sorted(verdict.ready, key=lambda one: (one.chat.id, one.id))
        bundles = [list(group) for _, group in groupby(ready, lambda one: one.chat.id)]
        return True, sorted(bundles, key=_urgency)

    def _wish(self) -> Claim:
        member = self.membership
        alone = [code for code, kind in self.kinds.items() if kind.alone or kind.separate]
        pace = self.gate.pace
        return Claim(member.id, self.clock.now(), pace.part, pace.whole, alone)

    def _may_go(self, chat: int, priority: int) -> bool:
        """Tell whether the chat may be written to now; who has to wait is remembered."""
        if chat in self._under_way or not self.line.may_try(chat):
            return False
        if self.limits.wait(chat, urgent=priority == 0) > 0:
            self._kept_waiting.setdefault(chat, self.limits.timer())
            return False
        return True

    async def _deliver(self, bundle: list[Claimed]) -> None:
        chat = bundle[0].chat.telegram_id
        began = self._kept_waiting.pop(chat, None)
        if began is not None:
            self.watcher.waited("chat", self.limits.timer() - began)
        try:
            with trace.follow(trace.of_facts([one.fact_id for one in bundle])):
                await self._tell(bundle)
        except Exception as error:  # noqa: BLE001  (a claim that nobody ends would never be free)
            letter.log_broken(bundle[0], error)
            done = Done(bundle[0].chat.id, TryLater("internal error"), self._claimed[chat])
            await self._record(done, bundle)
        finally:
            del self._under_way[chat], self._claimed[chat]
            # A claim costs as much for one chat as for many: not at every place that is free.
            if not self._under_way or (self._hungry and self._room() * 2 >= self._most()):
                self.stir()

    async def _tell(self, bundle: list[Claimed]) -> None:
        """Write and send what the bundle comes to; whatever goes wrong is an outcome."""
        found = letter.settle(bundle, self.kinds)
        if found.broken:
            await self._record(Done(bundle[0].chat.id, GiveUp("unwritable"), found.broken), bundle)
        entries = found.entries
        if not entries:
            nothing = Done(bundle[0].chat.id, Sent(0), withdrawn=found.withdrawn)
            await self._record(nothing, bundle)
            return
        if not await self._send(entries, found.withdrawn) and len(entries) > 1:
            # One of them is refused by Telegram: it must not take the others along.
            for place, entry in enumerate(entries):
                await self._send([entry], () if place else found.withdrawn)

    async def _send(self, entries: Sequence[Entry], withdrawn: Sequence[int] = ()) -> bool:
        """Send one message and record what it came to; False where the words are refused."""
        chat, bundle = entries[0].claimed.chat, [entry.claimed for entry in entries]
        ids = [number for entry in entries for number in (entry.claimed.id, *entry.absorbed)]
        try:
            written = self._write(entries)
        except Exception as error:  # noqa: BLE001  (one broken fact must not stop the others)
            letter.log_broken(bundle[0], error)
            if len(entries) > 1:
                return False
            unwritable = Done(chat.id, GiveUp("unwritable"), ids, withdrawn=withdrawn)
            await self._record(unwritable, bundle)
            return True
        urgency = min(one.priority for one in bundle)
        entered = await self.gate.enter(urgency, messages(written))
        self.watcher.waited("bot", entered.waited)
        try:
            await self.line.decided()
            if self.line.away or not self.membership.holds:
                await self._record(Done(chat.id, Sent(0), left=[*ids, *withdrawn]), bundle)
                return True
            outcome = await self._attempt(entries, written, entered.place)
            if outcome == GiveUp("bad request") and len(entries) > 1:
                return False
            await self._record(Done.of(entries, written, outcome, withdrawn), bundle)
        finally:
            self.gate.leave(entered)
        return True

    def _write(self, entries: Sequence[Entry]) -> Letter:
        chat = entries[0].claimed.chat
        telegrams = words.best(chat.telegram_language, self.options.language)
        with words.use(words.best(chat.language, telegrams), self.clock.zone):
            return letter.write(entries, discreet=chat.discreet)

    async def _record(self, done: Done, bundle: Sequence[Claimed]) -> None:
        """Write the outcome down, with all that wait for the same: a commit costs the most.

        What happened must be written however long the database is busy, or it would be repeated.
        """
        self._unrecorded.append(done)
        async with self._writing:
            batch, self._unrecorded = self._unrecorded, []
            while batch:
                try:
                    await record(self.db, self.membership.id, batch, self.clock.now(), self._dice)
                except Exception:
                    logger.exception("%d outcomes not recorded yet", len(batch))
                    await asyncio.sleep(1)
                else:
                    break
        self._note(done, bundle)

    def _note(self, done: Done, bundle: Sequence[Claimed]) -> None:
        """Log and count what is over."""
        reason = "" if isinstance(done.outcome, Sent) else f": {done.outcome.reason}"
        for one in bundle:
            if one.id in done.ids:
                self._log(one, f"{type(done.outcome).__name__}{reason}")
                if not isinstance(done.outcome, TryLater):
                    ended = isinstance(done.outcome, Sent)
                    self.watcher.finished(one.kind, deliveries.SENT if ended else deliveries.FAILED)
            elif one.id in (*done.absorbed, *done.withdrawn):
                self.watcher.finished(one.kind, deliveries.SKIPPED)

    def _log(self, claimed: Claimed, what: str) -> None:
        names = (claimed.id, claimed.fact_id, claimed.kind, what)
        logger.info("delivery %d of fact %d (%s): %s", *names)

    async def drain(self, seconds: float) -> None:
        """Let what is under way end; what does not is cut off and its claims handed back."""
        if probing := self._probing:
            probing.cancel()
            await asyncio.wait([probing])
        tasks = list(self._under_way.values())
        if tasks:
            _done, late = await asyncio.wait(tasks, timeout=seconds)
            chats = [chat for chat, task in self._under_way.items() if task in late]
            ids = [number for chat in chats for number in self._claimed[chat]]
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
                async with self.db.begin() as session:
                    await deliveries.hand_back(session, self.membership.id, ids)
        await self.membership.leave(self.db)


def _urgency(bundle: Sequence[Claimed]) -> tuple[int, int]:
    return min((one.priority, one.id) for one in bundle)
