"""What attempts came to, written down: one short transaction for all that ended together."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import assert_never

from domain import timing
from notifications.outcome import GiveUp, Outcome, Sent, TryLater
from storage import deliveries
from storage.database import Database, Session
from storage.deliveries import Claimed


async def record(
    db: Database, batch: Sequence[tuple[Claimed, Outcome]], now: datetime, dice: Random
) -> None:
    """Write outcomes down; ``dice`` spreads the next attempts."""
    sent: dict[int, tuple[Claimed, int]] = {}
    async with db.begin() as session:
        for claimed, outcome in batch:
            match outcome:
                case Sent(message_id):
                    sent[claimed.id] = (claimed, message_id)
                case TryLater():
                    await _put_off(session, claimed, outcome, now, dice)
                case GiveUp():
                    await _give_up(session, claimed, outcome, now)
                case _:
                    assert_never(outcome)
        if sent:
            await deliveries.sent(session, sent, now)


async def _put_off(
    session: Session, claimed: Claimed, outcome: TryLater, now: datetime, dice: Random
) -> None:
    pause = timing.wait(claimed.attempts, dice.random())
    until = now + (pause if outcome.after is None else outcome.after)
    await deliveries.put_off(session, claimed, until, outcome.reason)
    if outcome.moved_to is not None:
        await deliveries.move_chat(session, claimed.chat_id, outcome.moved_to)


async def _give_up(session: Session, claimed: Claimed, outcome: GiveUp, now: datetime) -> None:
    await deliveries.give_up(session, claimed, outcome.reason, now)
    if outcome.lost:
        await deliveries.lose_chat(session, claimed.chat_id, outcome.reason, now)
