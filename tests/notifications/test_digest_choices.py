"""What waits for a digest when its family chooses otherwise: neither early nor by the old hour."""

from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.quiet import QuietHours, QuietWeek
from domain.settings import EVERYONE
from domain.timing import Mode
from sandbox.server import BotApiServer
from storage import deliveries, preferences, quiet, settings
from storage import tables as t
from storage.database import Session
from tests.notifications.house import House, texts
from tests.notifications.marks import ALGEBRA

MOTHER_CHAT, MOTHER, STUDENT = 1, 1001, 1
MARK = "mark.added"
SEVEN = datetime(2026, 9, 16, 16, 0, tzinfo=UTC)
"""In the evening in Moscow: the digest's usual hour."""


@pytest.fixture
async def waiting(house: House) -> House:
    """Let a mark wait for the evening's digest."""
    wish = {"chat_id": MOTHER_CHAT, "student_id": STUDENT, "kind": MARK, "mode": "evening"}
    await house.change(sa.insert(t.preference).values(wish))
    await house.happens(ALGEBRA)
    await house.plan()
    await house.send()
    return house


async def heard(house: House, server: BotApiServer, *, at: datetime, clock: FixedClock) -> int:
    """Return how many messages the mother has had by then."""
    clock.moment = at
    await house.send()
    return sum(chat == MOTHER for chat, _text in texts(server))


async def let_go(house: House, session: Session) -> None:
    await deliveries.let_go(session, MOTHER_CHAT, house.clock.now())


async def test_other_quiet_hours_do_not_bring_the_digest_early(
    waiting: House, server: BotApiServer, clock: FixedClock
) -> None:
    night = QuietWeek.daily(QuietHours(time(21), time(7)))
    async with waiting.db.begin() as session:
        await quiet.put(session, MOTHER_CHAT, EVERYONE, night)
        await let_go(waiting, session)

    early = await heard(waiting, server, at=clock.now(), clock=clock)
    before = await heard(waiting, server, at=SEVEN - timedelta(seconds=1), clock=clock)

    assert (early, before) == (0, 0)
    assert await heard(waiting, server, at=SEVEN, clock=clock) == 1


async def test_a_digest_that_meets_new_quiet_hours_comes_when_they_end(
    waiting: House, server: BotApiServer, clock: FixedClock
) -> None:
    early = QuietWeek.daily(QuietHours(time(18), time(20)))
    async with waiting.db.begin() as session:
        await quiet.put(session, MOTHER_CHAT, EVERYONE, early)
        await let_go(waiting, session)

    assert await heard(waiting, server, at=SEVEN, clock=clock) == 0
    assert await heard(waiting, server, at=SEVEN + timedelta(hours=1), clock=clock) == 1


async def test_what_waits_comes_at_the_new_hour(
    waiting: House, server: BotApiServer, clock: FixedClock
) -> None:
    async with waiting.db.begin() as session:
        await settings.choose_digest(session, MOTHER_CHAT, time(21))
        await let_go(waiting, session)

    assert await heard(waiting, server, at=SEVEN, clock=clock) == 0
    assert await heard(waiting, server, at=SEVEN + timedelta(hours=2), clock=clock) == 1


async def test_what_waits_comes_at_once_when_that_is_chosen(
    waiting: House, server: BotApiServer, clock: FixedClock
) -> None:
    async with waiting.db.begin() as session:
        await preferences.choose_mode(session, MOTHER_CHAT, STUDENT, [MARK], Mode.NOW)
        await let_go(waiting, session)

    assert await heard(waiting, server, at=clock.now(), clock=clock) == 1
    assert "🌆" not in dict(texts(server))[MOTHER]


async def test_what_waits_for_the_evening_waits_for_sunday_when_that_is_chosen(
    waiting: House, server: BotApiServer, clock: FixedClock
) -> None:
    async with waiting.db.begin() as session:
        await preferences.choose_mode(session, MOTHER_CHAT, STUDENT, [MARK], Mode.WEEKLY)
        await let_go(waiting, session)

    assert await heard(waiting, server, at=SEVEN, clock=clock) == 0
    assert await heard(waiting, server, at=SEVEN + timedelta(days=4), clock=clock) == 1
    assert dict(texts(server))[MOTHER].startswith("📅")
