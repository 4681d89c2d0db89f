"""Before a message is written: what nobody ought to hear any more, and what is for later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.quiet import QuietHours, in_force
from domain.school_clock import SchoolClock
from domain.timing import Priority, digest_moment
from notifications.kind import Kind
from storage import deliveries
from storage.database import Session
from storage.deliveries import Claimed


@dataclass(frozen=True, slots=True)
class Triage:
    """The rules, for one school."""

    clock: SchoolClock
    kinds: Mapping[str, Kind]
    quiet: QuietHours | None

    def __call__(self, found: Sequence[Claimed]) -> "Verdict":
        """Sort claimed deliveries; asks the database nothing."""
        now, verdict = self.clock.now(), Verdict()
        for claimed in found:
            if reason := self._pointless(claimed, now):
                verdict.dropped.setdefault(reason, []).append(claimed)
            elif (until := self._held(claimed, now)) > now:
                verdict.held.setdefault(until, []).append(claimed.id)
            else:
                verdict.ready.append(claimed)
        return verdict

    def _pointless(self, claimed: Claimed, now: datetime) -> str:
        """Return why the message should not go out any more, or nothing."""
        kind = self.kinds.get(claimed.kind)
        if kind is None:
            return "unknown kind"
        if not claimed.chat.is_reachable:
            return "unreachable"
        if not claimed.has_right:
            return "revoked"
        if not claimed.children:
            return "switched off"
        if now > claimed.planned_for + kind.stale_after:
            return "stale"
        return ""

    def _held(self, claimed: Claimed, now: datetime) -> datetime:
        if claimed.priority == Priority.URGENT or self.kinds[claimed.kind].changes:
            return now
        # Asked anew, because the chat may have chosen otherwise while the message waited.
        zone, chat = self.clock.zone, claimed.chat
        heard = digest_moment(claimed.planned_at, claimed.mode, chat.digest_at, zone)
        week = in_force(claimed.child_week, chat.week, self.quiet)
        return week.release(max(heard, now), zone)


@dataclass(slots=True)
class Verdict:
    """What becomes of claimed deliveries."""

    ready: list[Claimed] = field(default_factory=list)
    dropped: dict[str, list[Claimed]] = field(default_factory=dict)
    held: dict[datetime, list[int]] = field(default_factory=dict)

    async def write(self, session: Session, now: datetime) -> None:
        """Record what does not go out now."""
        for reason, found in self.dropped.items():
            await deliveries.skip(session, [one.id for one in found], reason, now)
        for until, ids in self.held.items():
            await deliveries.hold_back(session, ids, until)
