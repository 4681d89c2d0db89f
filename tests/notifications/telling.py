"""What the tests of the sender tell, and what came of it."""

from collections.abc import Iterable
from datetime import date, timedelta

from domain.clock import FixedClock
from domain.facts import (
    Fact,
    MarkAdded,
    NewsPosted,
)
from tests.notifications.house import House
from tests.notifications.timer import Skipping
from tests.school import SEPTEMBER

MOTHER, ANNA, FATHER = 1001, 1002, 1003
DAY = date(2026, 9, 16)


def mark(value: str, student: int = 1) -> MarkAdded:
    return MarkAdded(
        student=student, name="", course=1, subject="Алгебра", value=value, day=date(2026, 9, 16)
    )


NEWS = NewsPosted(announcement=1, title="Собрание", body="", posted_at=SEPTEMBER, school=1)


async def told(house: House, *facts: Fact) -> None:
    await house.happens(*facts)
    while await house.plan():
        pass
    await house.send()


async def passing(house: House, clock: FixedClock, timer: Skipping, seconds: int) -> None:
    """Let time pass, and look every five seconds whether something may be sent."""
    for _ in range(seconds // 5):
        clock.advance(timedelta(seconds=5))
        timer.ahead += 5
        await house.send()


def states(rows: Iterable[tuple[object, ...]]) -> list[object]:
    return [f"{state}: {reason}".strip(": ") for _chat, _kind, state, reason in rows]
