"""Claims and outcomes, with two workers on one database, on both databases."""

import asyncio
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import MarkAdded
from notifications.kind import all_kinds, audiences
from storage import deliveries
from storage import tables as t
from storage.audiences import Moment
from storage.database import Database, connect
from storage.deliveries import Claimed
from tests.counting import statements
from tests.notifications.house import House
from tests.school import SEPTEMBER, fill

ALGEBRA = MarkAdded(
    student=1, name="Анна И.", course=1, subject="Алгебра", value="5", day=date(2026, 9, 16)
)
LEASE = timedelta(seconds=60)


@pytest.fixture
async def house(any_db: Database, clock: FixedClock) -> House:
    """Give three marks of Anna's, planned: deliveries 1, 3, 5 to her mother, 2, 4, 6 to herself."""
    await filled(any_db)
    house = House(any_db, clock)
    await house.happens(ALGEBRA, ALGEBRA, ALGEBRA)
    await house.plan()
    return house


async def filled(db: Database) -> None:
    """Fill in the small school; deliveries count from 1 on PostgreSQL too."""
    await fill(db)
    if not db.is_sqlite:
        async with db.begin() as session:
            await session.execute(sa.text("SELECT setval('delivery_id_seq', 1, false)"))


async def claim(house: House, limit: int = 20, busy: Collection[int] = ()) -> list[int]:
    now = house.clock.now()
    async with house.db.begin() as session:
        return await deliveries.claim(
            session, now=now, lease=now + LEASE, limit=limit, busy=busy
        )  # fmt: skip


async def details(house: House, ids: list[int]) -> list[Claimed]:
    at = Moment(house.clock.now(), date(2026, 9, 16))
    kinds = all_kinds()
    async with house.db.read() as session:
        return await deliveries.details(session, ids, audiences(kinds, set(kinds)), at)


async def test_a_chat_has_one_message_under_way(house: House) -> None:
    assert await claim(house) == [1, 2]
    assert await claim(house) == []


async def test_the_next_message_goes_when_the_one_before_is_done(house: House) -> None:
    first, second = await details(house, await claim(house))

    async with house.db.begin() as session:
        await deliveries.sent(session, {first.id: (first, 77)}, house.clock.now())
        await deliveries.give_up(session, second, "bad request", house.clock.now())

    assert await claim(house) == [3, 4]
    rows = await house.rows(
        sa.select(t.delivery.c.state, t.delivery.c.message_id, t.delivery.c.reason)
        .where(t.delivery.c.id <= 2)
        .order_by(t.delivery.c.id)
    )
    assert rows == [("sent", 77, ""), ("failed", None, "bad request")]


async def test_a_message_that_failed_holds_the_later_ones_of_its_chat(
    house: House, clock: FixedClock
) -> None:
    first, _second = await details(house, await claim(house))
    until = clock.now() + timedelta(seconds=10)

    async with house.db.begin() as session:
        await deliveries.put_off(session, first, until, "network")

    assert await claim(house) == []
    clock.advance(timedelta(seconds=10))
    assert await claim(house) == [1]


async def test_messages_held_for_the_morning_do_not_hold_later_ones(
    house: House, clock: FixedClock
) -> None:
    later = clock.now() + timedelta(hours=8)
    await house.change(sa.update(t.delivery).where(t.delivery.c.id == 1).values(due_at=later))

    assert await claim(house) == [2, 3]


async def test_a_claim_is_taken_up_again_when_its_sender_died(
    house: House, clock: FixedClock
) -> None:
    dead = await details(house, await claim(house))
    clock.advance(LEASE)

    alive = await details(house, await claim(house))

    assert [one.id for one in alive] == [one.id for one in dead] == [1, 2]
    assert [one.attempts for one in alive] == [2, 2]


async def test_an_outcome_counts_only_while_the_claim_holds(
    house: House, clock: FixedClock
) -> None:
    slow = await details(house, await claim(house))
    clock.advance(LEASE)
    await claim(house)

    async with house.db.begin() as session:
        await deliveries.put_off(session, slow[0], clock.now() + LEASE, "network")
        await deliveries.give_up(session, slow[1], "too large", clock.now())

    rows = await house.deliveries()
    assert [state for _chat, _kind, state, _reason in rows] == ["due"] * 6
    assert await claim(house) == []


async def test_busy_chats_and_the_limit_are_respected(house: House) -> None:
    assert await claim(house, busy=[1]) == [2]
    assert await claim(house, limit=1) == [1]


async def test_claims_handed_back_are_free_at_once(house: House) -> None:
    claimed = await claim(house)

    async with house.db.begin() as session:
        await deliveries.hand_back(session, claimed)

    assert await claim(house) == [1, 2]


async def test_a_lost_chat_gets_nothing_more_until_it_writes(house: House) -> None:
    async with house.db.begin() as session:
        await deliveries.lose_chat(session, 1, "forbidden", house.clock.now())

    assert await claim(house) == [2]
    mine = [row for row in await house.deliveries() if row[0] == 1]
    assert mine == [(1, "mark.added", "skipped", "forbidden")] * 3
    await house.happens(ALGEBRA)
    await house.plan()
    assert len(await house.deliveries()) == 7


async def test_a_group_moves_unless_its_new_id_is_known_already(house: House) -> None:
    async with house.db.begin() as session:
        await deliveries.move_chat(session, 1, -1007)
        await deliveries.move_chat(session, 2, 1003)

    rows = await house.rows(sa.select(t.chat.c.telegram_id).order_by(t.chat.c.id))
    assert rows == [(-1007,), (1002,), (1003,), (1004,)]


async def test_messages_may_be_let_go_when_the_quiet_hours_change(
    house: House, clock: FixedClock
) -> None:
    await house.change(sa.update(t.delivery).values(due_at=clock.now() + timedelta(hours=8)))

    async with house.db.begin() as session:
        await deliveries.let_go(session, 1, clock.now())

    assert await claim(house) == [1]


async def test_details_name_the_children_whom_the_chat_may_still_hear_of(house: House) -> None:
    await house.change(
        sa.update(t.access_grant).where(t.access_grant.c.chat_id == 2).values(revoked_at=SEPTEMBER)
    )

    mother, anna = await details(house, await claim(house))

    assert [(child.id, child.name, child.itself) for child in mother.children] == [
        (1, "Анна И.", False)
    ]
    assert (mother.telegram_id, mother.is_reachable, mother.has_right) == (1001, True, True)
    assert (anna.children, anna.has_right) == ((), False)


async def test_two_workers_at_once_never_claim_the_same_message(
    any_db: Database, clock: FixedClock
) -> None:
    await filled(any_db)
    house, other = House(any_db, clock), House(_second(any_db), clock)
    await house.change(*(_guardian(number) for number in range(100)), *map(_grant, range(100)))
    await house.happens(ALGEBRA)
    await house.plan()

    async def claim_all(one: House) -> list[int]:
        found: list[int] = []
        while claimed := await claim(one, limit=3):
            found += claimed
        return found

    mine, theirs = await asyncio.gather(claim_all(house), claim_all(other))

    assert sorted(mine + theirs) == list(range(1, 103))
    assert mine
    assert theirs
    await other.db.close()


def _second(db: Database) -> Database:
    return connect(db.engine.url.render_as_string(hide_password=False))


def _guardian(number: int) -> sa.Executable:
    values = {"id": 5000 + number, "telegram_id": 5000 + number, "created_at": SEPTEMBER}
    return sa.insert(t.chat).values(values)


def _grant(number: int) -> sa.Executable:
    values = {"chat_id": 5000 + number, "role": "guardian", "student_id": 1}
    return sa.insert(t.access_grant).values(**values, granted_at=SEPTEMBER)


async def test_when_to_look_next(house: House, clock: FixedClock) -> None:
    now, later = clock.now(), clock.now() + timedelta(minutes=3)
    await house.happens(ALGEBRA, ready_at=later)
    await house.change(
        sa.update(t.delivery).where(t.delivery.c.id > 2).values(due_at=later + LEASE)
    )

    async def look() -> tuple[Any, ...]:
        async with house.db.read() as session:
            moments = await deliveries.next_moments(session, clock.now())
            return (*moments, await deliveries.next_due(session, clock.now()))

    before = await look()
    await claim(house)
    after = await look()

    assert before == (later, now, later + LEASE)
    assert after == (later, later + LEASE, later + LEASE)


async def test_claiming_looks_things_up_and_scans_nothing(db: Database, clock: FixedClock) -> None:
    await fill(db)
    house = House(db, clock)
    await house.happens(ALGEBRA)
    with statements(db) as seen:
        await house.plan()
        await details(house, await claim(house))

    plans: list[str] = []
    async with db.read() as session:
        for statement in seen:
            if statement.startswith("INSERT INTO fact"):
                continue
            nothing = tuple([1] * statement.count("?"))
            rows = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", nothing)
            plans += [str(row.detail) for row in rows]
    scans = [plan.split() for plan in plans if plan.startswith("SCAN") and "USING" not in plan]
    assert [scan for scan in scans if scan[1] in t.metadata.tables] == []
    assert any("ix_delivery_due (due_at<?)" in plan for plan in plans)
    assert any("ix_delivery_due_chat_id" in plan for plan in plans)
