"""A teacher corrects while families have not heard yet; on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import Fact, MarkAdded, MarkChanged, MarkRemoved, load
from storage import facts
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.notifications.house import House
from tests.school import fill

GRACE = timedelta(seconds=180)
GIVEN = MarkAdded(
    thing="mark:7", student=1, name="", course=1, subject="Алгебра", value="4",
    day=date(2026, 9, 16),
)  # fmt: skip
CORRECTED = MarkChanged(
    thing="mark:7", student=1, name="", course=1, subject="Алгебра", before="4", value="5",
    day=date(2026, 9, 16),
)  # fmt: skip
TAKEN_BACK = MarkRemoved(
    thing="mark:7", student=1, name="", course=1, subject="Алгебра", before="4",
    day=date(2026, 9, 16),
)  # fmt: skip


@pytest.fixture
async def house(any_db: Database, clock: FixedClock) -> House:
    await fill(any_db)
    return House(any_db, clock)


async def amend(house: House, *made: Fact) -> None:
    now = house.clock.now()
    async with house.db.begin() as session:
        await facts.amend(session, made, now=now, ready_at=now + GRACE)


async def waiting(house: House) -> list[tuple[Fact, object]]:
    """Return the facts that are not planned yet, and when they will be."""
    f = t.fact.c
    query = sa.select(f.kind, f.payload, f.ready_at).where(f.planned_at.is_(None)).order_by(f.id)
    return [(load(kind, payload), ready) for kind, payload, ready in await house.rows(query)]


async def ended(house: House) -> list[str]:
    f = t.fact.c
    rows = await house.rows(sa.select(f.reason).where(f.planned_at.is_not(None)).order_by(f.id))
    return [reason for (reason,) in rows]


async def test_a_correction_within_the_grace_is_told_as_the_mark_and_starts_it_anew(
    house: House, clock: FixedClock
) -> None:
    await amend(house, GIVEN)
    clock.advance(timedelta(seconds=170))

    await amend(house, CORRECTED)

    assert await waiting(house) == [(replace(GIVEN, value="5"), clock.now() + GRACE)]
    assert await ended(house) == ["replaced"]
    clock.advance(timedelta(seconds=179))
    early = await house.plan()
    clock.advance(timedelta(seconds=1))
    assert (early, await house.plan()) == (0, 1)


async def test_what_is_taken_back_within_the_grace_is_told_to_nobody(house: House) -> None:
    await amend(house, GIVEN)
    await amend(house, TAKEN_BACK)

    assert await waiting(house) == []
    assert await ended(house) == ["withdrawn"]


async def test_a_correction_after_the_grace_is_told_as_a_correction(
    house: House, clock: FixedClock
) -> None:
    await amend(house, GIVEN)
    clock.advance(GRACE)
    await house.plan()

    await amend(house, CORRECTED)

    assert await waiting(house) == [(CORRECTED, clock.now() + GRACE)]


async def test_several_changes_at_once_and_other_marks_do_not_disturb_each_other(
    house: House, clock: FixedClock
) -> None:
    other = replace(GIVEN, thing="mark:8")
    await amend(house, GIVEN, other)

    await amend(house, CORRECTED, replace(CORRECTED, before="5", value="3"))

    ready = clock.now() + GRACE
    assert await waiting(house) == [(other, ready), (replace(GIVEN, value="3"), ready)]


async def test_thirty_marks_cost_as_many_statements_as_one(house: House) -> None:
    marks = [replace(GIVEN, thing=f"mark:{number}") for number in range(30)]
    await amend(house, GIVEN)
    with statements(house.db) as one:
        await amend(house, GIVEN)
    await amend(house, *marks)
    with statements(house.db) as thirty:
        await amend(house, *marks)

    assert len(thirty) == len(one) == (3 if house.db.is_sqlite else 4)
