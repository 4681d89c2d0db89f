"""The nightly job: once a night, in steps that hold up nobody, and nothing is told twice."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import Absence, Fact, LowAverage, MarkAdded, NewsPosted
from domain.retention import Retention
from domain.school_clock import SchoolClock
from storage import tables as t
from storage.database import Database
from tests.notifications.house import MOSCOW, House
from tests.school import SEPTEMBER, fill, sept
from tests.usecases.jobs import Due
from usecases.low_average import TellLowAverages
from usecases.sweep import Sweep

NIGHT = datetime(2026, 9, 17, 0, 30, tzinfo=UTC)
FRIDAY = datetime(2026, 9, 18, 14, 0, tzinfo=UTC)
KEEPS = Retention()


@dataclass
class Slow:
    """A clock of a machine on which everything takes a tenth of a second."""

    moment: datetime = NIGHT

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=100)
        return self.moment


@dataclass
class Rests:
    """Counts rests instead of taking them."""

    taken: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


async def draft(db: Database, number: int) -> None:
    rows = [{"key": f"{n}", "data": {}, "updated_at": SEPTEMBER} for n in range(number)]
    async with db.begin() as session:
        await session.execute(sa.update(t.conversation).values(updated_at=SEPTEMBER))
        await session.execute(sa.insert(t.conversation), rows)


async def drafts(db: Database) -> int:
    async with db.read() as session:
        found = await session.scalar(sa.select(sa.func.count()).select_from(t.conversation))
    return int(found or 0)


async def test_a_night_takes_what_is_old_and_the_second_worker_nothing(
    any_db: Database, clock: FixedClock
) -> None:
    rests = Rests()
    work = Sweep(any_db, SchoolClock(clock, MOSCOW), KEEPS, rests)
    due = Due(any_db, clock, work, NIGHT + timedelta(days=30))
    await draft(any_db, 60)

    await due.run()
    after = await drafts(any_db)
    await draft(any_db, 1)
    await due.again()

    assert (after, await drafts(any_db)) == (0, 1)
    # Fifty at first, then twice as many at most: one rest between two steps.
    assert rests.taken == [0.1]


async def test_where_a_step_takes_long_the_next_ones_are_shorter(db: Database) -> None:
    rests = Rests()
    await draft(db, 75)

    work = Sweep(db, SchoolClock(Slow(NIGHT + timedelta(days=30)), MOSCOW), KEEPS, rests)
    due = Due(db, FixedClock(NIGHT), work, NIGHT)
    await due.run()

    assert await drafts(db) == 0
    # Fifty, then ten, ten, and the five that are left.
    assert rests.taken == [0.1] * 3


async def test_a_course_in_danger_is_told_once_a_period_whatever_was_swept(
    any_db: Database, clock: FixedClock
) -> None:
    await fill(any_db)
    wall, house = SchoolClock(clock, MOSCOW), House(any_db, clock)
    warns = Due(any_db, clock, TellLowAverages(any_db, wall), FRIDAY)
    low = {"student_id": 3, "course_id": 1, "scale": "five", "day": sept(16), "value": "2"}
    await warns.add(t.mark, *[low | {"score": 2.0}] * 4)
    # A half-year is one period: it outlasts the messages.
    term = sa.update(t.academic_session).where(t.academic_session.c.kind == "term")
    await warns.change(term.values(ends_on=sept(16) + timedelta(days=250)))
    told = []
    for weeks in (0, 1, 20, 30):
        warns.at = FRIDAY + timedelta(weeks=weeks)
        await warns.run()
        told.append(await house.plan())
        await house.change(
            sa.update(t.delivery).values(state="sent", finished_at=clock.now(), message_id=1)
            .where(t.delivery.c.finished_at.is_(None))
        )  # fmt: skip
        await house.happens(MARK)  # the newest fact, which would stay whatever it is
        await house.plan()
        night = Due(any_db, clock, Sweep(any_db, wall, KEEPS, Rests()), clock.now())
        await night.run(late=timedelta(hours=12))

    assert told == [1, 0, 0, 0]


MARK = MarkAdded(student=1, name="", course=1, subject="Алгебра", value="5", day=sept(16))
_KINDS: tuple[Fact, ...] = (
    MARK,
    Absence(student=3, name="", day=sept(16), category="absent"),
    NewsPosted(announcement=1, title="", body="", posted_at=SEPTEMBER, school=1, thing="news:1"),
    LowAverage(student=1, name="", course=1, subject="", session="", average="2", marks=3),
)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_years_leave_behind_what_is_young_or_open_stays_whole(
    any_db: Database, clock: FixedClock, seed: int
) -> None:
    """Facts of all ages with messages that ended at any time, or not yet."""
    dice, now = Random(seed), clock.now()
    await fill(any_db)
    house = House(any_db, clock)
    for age in sorted(dice.sample(range(1, 1000), 12), reverse=True):
        clock.moment = now - timedelta(days=age)
        await house.happens(*dice.choices(_KINDS, k=dice.randint(1, 3)))
        await house.plan()
        ids = await house.rows(
            sa.select(t.delivery.c.id).where(t.delivery.c.planned_for == clock.now())
        )
        for (number,) in ids:
            ended = None if dice.random() < 0.1 else now - timedelta(days=dice.randint(0, age))
            of = sa.update(t.delivery).where(t.delivery.c.id == number)
            await house.change(of.values(finished_at=ended, state="sent" if ended else "due"))
    clock.moment = now
    limit = now - timedelta(days=KEEPS.deliveries)
    young = sa.select(t.delivery.c.id, t.fact.c.kind).join(t.fact).where(
        sa.or_(t.delivery.c.finished_at.is_(None), t.delivery.c.finished_at >= limit)
    ).order_by(t.delivery.c.id)  # fmt: skip
    before = await house.rows(young)
    every = await house.rows(sa.select(t.delivery.c.id))

    await Due(any_db, clock, Sweep(any_db, SchoolClock(clock, MOSCOW), KEEPS, Rests()), now).run()

    after = await house.rows(sa.select(t.delivery.c.id))
    assert await house.rows(young) == before
    assert len(after) < len(every)
    assert await house.plan() == 0
    # Of what stayed without a message, nothing is old but the newest and what nobody heard of.
    bare = sa.select(t.fact.c.id).outerjoin(t.delivery).where(
        t.delivery.c.id.is_(None), t.fact.c.planned_at < limit,
        t.fact.c.id < sa.select(sa.func.max(t.fact.c.id)).scalar_subquery(),
        t.fact.c.kind.in_(("mark.added", "attendance.absent")),
    )  # fmt: skip
    assert await house.rows(bare) == []
