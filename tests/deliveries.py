"""A queue as a bad day leaves it: messages that wait, one that is dead, one that cannot go."""

from datetime import timedelta

import sqlalchemy as sa

from storage import tables as t
from storage.database import Database
from tests.conftest import NOW

HOUR = timedelta(hours=1)
QUEUE: tuple[dict[str, object], ...] = (
    {"state": "due", "planned_for": NOW - HOUR, "lost_answers": 1},
    {"state": "held", "planned_for": NOW + HOUR, "kind": "news.posted"},
    {"state": "failed", "reason": "bad request", "finished_at": NOW - HOUR, "attempts": 1},
    {"state": "failed", "reason": "forbidden", "finished_at": NOW, "chat_id": 3, "attempts": 2},
    {"state": "failed", "reason": "bad request", "finished_at": NOW, "chat_id": 2, "attempts": 1},
    {"state": "sent", "finished_at": NOW - HOUR, "message_id": 7},
    {"state": "skipped", "reason": "stale", "finished_at": NOW - HOUR},
)


async def a_bad_day(db: Database) -> None:
    """Write the queue of the small school; chat 3 has blocked the bot."""
    async with db.begin() as session:
        for number, row in enumerate(QUEUE, 1):
            moments = {"happened_at": NOW, "ready_at": NOW, "planned_at": NOW}
            await session.execute(
                sa.insert(t.fact).values(id=number, kind="mark.added", payload={}, **moments)
            )
            usual = {"id": number, "fact_id": number, "chat_id": 1, "kind": "mark.added"}
            usual |= {"planned_for": NOW, "due_at": NOW}
            await session.execute(sa.insert(t.delivery).values(usual | row))
        lost = sa.update(t.chat).where(t.chat.c.id == 3).values(unreachable_at=NOW)
        await session.execute(lost)
