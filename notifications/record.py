"""What attempts came to, written down: one short transaction for all that ended together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Self, assert_never

from domain import timing
from notifications.letter import Entry, Letter
from notifications.outcome import GiveUp, Outcome, Sent, TryLater
from storage import class_groups, deliveries
from storage.database import Database, Session
from storage.facts import REPLACED, WITHDRAWN


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the deliveries that were claimed together for a chat."""

    chat_id: int
    outcome: Outcome
    ids: Sequence[int] = ()
    """The deliveries that the message told, or was to tell."""
    attempts: int = 1
    absorbed: Sequence[int] = ()
    """Told along with a later one about the same thing."""
    withdrawn: Sequence[int] = ()
    """About things that are by now as if nothing had been."""
    left: Sequence[int] = ()
    """Untouched: the message had no room for them."""

    @classmethod
    def of(
        cls, entries: Sequence[Entry], written: Letter, outcome: Outcome, withdrawn: Sequence[int]
    ) -> Self:
        """Return what became of these entries, of which the letter tells the first."""
        told, rest = written.entries, entries[len(written.entries) :]
        return cls(
            chat_id=entries[0].claimed.chat.id,
            outcome=outcome,
            ids=[entry.claimed.id for entry in told],
            attempts=max(entry.claimed.attempts for entry in told),
            absorbed=[number for entry in told for number in entry.absorbed],
            withdrawn=withdrawn,
            left=[number for entry in rest for number in (entry.claimed.id, *entry.absorbed)],
        )


async def record(
    db: Database, worker: int, batch: Sequence[Done], now: datetime, dice: Random
) -> None:
    """Write outcomes down; ``dice`` spreads the next attempts."""
    sent: dict[int, tuple[int, str]] = {}
    over: dict[str, list[int]] = {REPLACED: [], WITHDRAWN: []}
    left: list[int] = []
    async with db.begin() as session:
        for done in batch:
            left += done.left
            over[WITHDRAWN] += done.withdrawn
            match done.outcome:
                case Sent(message_id, remark):
                    sent |= dict.fromkeys(done.ids, (message_id, remark))
                    over[REPLACED] += done.absorbed
                case TryLater():
                    await _put_off(session, worker, done, done.outcome, now, dice)
                case GiveUp():
                    await _give_up(session, worker, done, done.outcome, now)
                case _:
                    assert_never(done.outcome)
        if sent:
            await deliveries.sent(session, worker, sent, now)
        for reason, ids in over.items():
            if ids:
                await deliveries.skip(session, ids, reason, now)
        if left:
            await deliveries.hand_back(session, worker, left)


async def _put_off(
    session: Session, worker: int, done: Done, outcome: TryLater, now: datetime, dice: Random
) -> None:
    pause = timing.wait(done.attempts, dice.random())
    until = now + (pause if outcome.after is None else outcome.after)
    if outcome.of_line:
        until = now
        await deliveries.forgive(session, outcome.wronged, now)
    await deliveries.put_off(
        session, worker, [*done.ids, *done.absorbed], until, outcome.reason,
        answer_lost=outcome.answer_lost, counts=not outcome.of_line,
    )  # fmt: skip
    if outcome.moved_to is not None:
        await class_groups.move(session, done.chat_id, outcome.moved_to, now)


async def _give_up(
    session: Session, worker: int, done: Done, outcome: GiveUp, now: datetime
) -> None:
    ids = [*done.ids, *done.absorbed]
    await deliveries.give_up(session, worker, ids, outcome.reason, now)
    if outcome.lost:
        await deliveries.lose_chat(session, done.chat_id, outcome.reason, now)
