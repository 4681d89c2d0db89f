"""Claims and outcomes, with two workers on one database, on both databases."""

import asyncio
from collections.abc import Collection
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import MarkAdded
from notifications.kind import all_kinds, audiences
from storage import claims, deliveries, workers
from storage import tables as t
from storage.audiences import Moment
from storage.claims import Ahead, Claim
from storage.database import Database, connect
from storage.deliveries import Claimed
from tests.counting import statements
from tests.notifications.house import House
from tests.school import SEPTEMBER, fill

ALGEBRA = MarkAdded(
    student=1, name="Анна И.", course=1, subject="Алгебра", value="5", day=date(2026, 9, 16)
)
LEASE = timedelta(seconds=10)
ME, OTHER = 71, 72


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


async def claim(
    house: House, worker: int = ME, limit: int = 20, alone: Collection[str] = (), busy: int = 0
) -> list[int]:
    """Claim for a worker that lives for another lease; ``busy`` is a chat as Telegram calls it."""
    now = house.clock.now()
    async with house.db.begin() as session:
        await workers.beat(session, worker, now=now, until=now + LEASE)
        await claims.release(session, now)
        wish = Claim(worker, now, alone=alone)
        may_go = lambda chat, _priority: chat != busy  # noqa: E731
        return sorted(await claims.take(session, wish, limit=limit, may_go=may_go))


async def details(house: House, ids: list[int]) -> list[Claimed]:
    at = Moment(house.clock.now(), date(2026, 9, 16))
    kinds = all_kinds()
    async with house.db.read() as session:
        return await deliveries.details(session, ids, audiences(kinds, set(kinds)), at)


async def test_all_that_is_due_for_a_chat_is_claimed_together(house: House) -> None:
    assert await claim(house) == [1, 2, 3, 4, 5, 6]
    assert await claim(house) == []


async def test_messages_that_are_alone_are_claimed_one_by_one_of_a_chat(house: House) -> None:
    assert await claim(house, alone=["mark.added"]) == [1, 2]
    assert await claim(house, alone=["mark.added"]) == []


async def test_the_next_message_goes_when_the_one_before_is_done(house: House) -> None:
    first, second = await claim(house, alone=["mark.added"])

    async with house.db.begin() as session:
        await deliveries.sent(session, ME, {first: (77, "")}, house.clock.now())
        await deliveries.give_up(session, ME, [second], "bad request", house.clock.now())

    assert await claim(house) == [3, 4, 5, 6]
    rows = await house.rows(
        sa.select(t.delivery.c.state, t.delivery.c.message_id, t.delivery.c.reason)
        .where(t.delivery.c.id <= 2)
        .order_by(t.delivery.c.id)
    )
    assert rows == [("sent", 77, ""), ("failed", None, "bad request")]


async def test_a_message_that_failed_holds_the_later_ones_of_its_chat(
    house: House, clock: FixedClock
) -> None:
    await claim(house, alone=["mark.added"])
    until = clock.now() + timedelta(seconds=10)

    async with house.db.begin() as session:
        await deliveries.put_off(session, ME, [1], until, "answer lost", answer_lost=True)

    assert await claim(house) == []
    clock.advance(timedelta(seconds=10))
    assert await claim(house) == [1, 3, 5]
    rows = await house.rows(sa.select(t.delivery.c.lost_answers).where(t.delivery.c.id == 1))
    assert rows == [(1,)]


async def test_a_message_that_failed_does_not_hold_what_is_more_important(
    house: House, clock: FixedClock
) -> None:
    await claim(house, alone=["mark.added"])
    later = clock.now() + timedelta(minutes=15)
    async with house.db.begin() as session:
        await deliveries.put_off(session, ME, [1], later, "TelegramServerError")

    await house.change(sa.update(t.delivery).where(t.delivery.c.id == 5).values(priority=1))

    assert await claim(house, alone=["mark.added"]) == [5]


async def test_what_is_more_important_goes_first(house: House) -> None:
    await house.change(sa.update(t.delivery).where(t.delivery.c.id == 6).values(priority=1))

    assert await claim(house, limit=1, alone=["mark.added"]) == [6]


async def test_messages_held_for_the_morning_do_not_hold_later_ones(
    house: House, clock: FixedClock
) -> None:
    later = clock.now() + timedelta(hours=8)
    held = {"due_at": later, "state": "held"}
    await house.change(sa.update(t.delivery).where(t.delivery.c.id == 1).values(held))

    assert await claim(house) == [2, 3, 4, 5, 6]
    clock.advance(timedelta(hours=8))
    await claim(house, OTHER)
    states = await house.rows(sa.select(t.delivery.c.state).where(t.delivery.c.id == 1))
    assert states == [("due",)]


async def test_a_claim_is_taken_up_again_when_its_worker_died(
    house: House, clock: FixedClock
) -> None:
    dead = await claim(house)
    early = await claim(house, OTHER)
    clock.advance(LEASE)

    alive = await details(house, await claim(house, OTHER))

    assert early == []
    assert [one.id for one in alive] == dead
    assert {one.attempts for one in alive} == {2}
    lost = await house.rows(sa.select(t.delivery.c.lost_answers).distinct())
    assert lost == [(1,)]  # what the dead one sent, nobody knows


async def test_a_worker_that_leaves_frees_its_claims_at_once(house: House) -> None:
    await claim(house)

    async with house.db.begin() as session:
        await workers.leave(session, ME)

    assert await claim(house, OTHER) == [1, 2, 3, 4, 5, 6]


async def test_an_outcome_counts_only_while_the_claim_holds(
    house: House, clock: FixedClock
) -> None:
    slow = await claim(house)
    clock.advance(LEASE)
    await claim(house, OTHER)

    async with house.db.begin() as session:
        await deliveries.put_off(session, ME, slow[:1], clock.now() + LEASE, "network")
        await deliveries.give_up(session, ME, slow[1:2], "too large", clock.now())
        await deliveries.sent(session, ME, {slow[2]: (9, "")}, clock.now())
        await deliveries.hand_back(session, ME, slow[3:])

    rows = await house.deliveries()
    assert [state for _chat, _kind, state, _reason in rows] == ["due"] * 6
    assert await claim(house) == []


async def test_busy_chats_and_the_limit_are_respected(house: House) -> None:
    assert await claim(house, busy=1001) == [2, 4, 6]
    assert await claim(house, limit=1) == [1, 3, 5]


async def test_one_message_takes_so_many_of_a_chat_as_it_may_hold(house: House) -> None:
    await house.happens(*[ALGEBRA] * claims.BUNDLE)
    await house.plan()

    ids = await claim(house)

    assert len(ids) == 2 * claims.BUNDLE
    assert ids[:6] == [1, 2, 3, 4, 5, 6]


async def test_workers_share_the_chats(house: House) -> None:
    now = house.clock.now()
    async with house.db.begin() as session:
        found = [
            await claims.take(
                session,
                Claim(worker, now, range(place, place + 1), 2),
                limit=9,
                may_go=lambda *_chat: True,
            )
            for place, worker in enumerate((ME, OTHER))
        ]

    assert [sorted(ids) for ids in found] == [[2, 4, 6], [1, 3, 5]]


async def test_claims_handed_back_are_free_at_once(house: House) -> None:
    claimed = await claim(house)

    async with house.db.begin() as session:
        await deliveries.hand_back(session, ME, claimed)

    assert await details(house, await claim(house)) != []
    assert await house.rows(sa.select(t.delivery.c.attempts).distinct()) == [(1,)]


async def test_a_lost_chat_gets_nothing_more_until_it_writes(house: House) -> None:
    async with house.db.begin() as session:
        await deliveries.lose_chat(session, 1, "forbidden", house.clock.now())

    assert await claim(house) == [2, 4, 6]
    mine = [row for row in await house.deliveries() if row[0] == 1]
    assert mine == [(1, "mark.added", "skipped", "forbidden")] * 3
    await house.happens(ALGEBRA)
    await house.plan()
    assert len(await house.deliveries()) == 7


async def test_messages_may_be_let_go_when_the_quiet_hours_change(
    house: House, clock: FixedClock
) -> None:
    morning = clock.now() + timedelta(hours=8)
    await house.change(sa.update(t.delivery).values(due_at=morning, state="held"))

    async with house.db.begin() as session:
        await deliveries.let_go(session, 1, clock.now())

    assert await claim(house) == [1, 3, 5]


async def test_details_name_the_children_whom_the_chat_may_still_hear_of(house: House) -> None:
    await house.change(
        sa.update(t.access_grant).where(t.access_grant.c.chat_id == 2).values(revoked_at=SEPTEMBER)
    )

    mother, anna = await details(house, await claim(house, alone=["mark.added"]))

    assert [(child.id, child.name, child.itself) for child in mother.children] == [
        (1, "Анна И.", False)
    ]
    assert (mother.chat.telegram_id, mother.chat.is_reachable, mother.has_right) == (
        1001,
        True,
        True,
    )
    assert (anna.children, anna.has_right) == ((), False)


async def test_two_workers_at_once_never_claim_the_same_message(
    any_db: Database, clock: FixedClock
) -> None:
    await filled(any_db)
    house, other = House(any_db, clock), House(_second(any_db), clock)
    await house.change(*(_guardian(number) for number in range(100)), *map(_grant, range(100)))
    await house.happens(ALGEBRA)
    await house.plan()

    async def claim_all(one: House, worker: int) -> list[int]:
        found: list[int] = []
        while claimed := await claim(one, worker, limit=3):
            found += claimed
            await asyncio.sleep(0.02)  # as long as the messages take, or SQLite's lock stays here
        return found

    mine, theirs = await asyncio.gather(claim_all(house, ME), claim_all(other, OTHER))

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
    later, morning = clock.now() + timedelta(minutes=3), clock.now() + timedelta(hours=8)
    await house.happens(ALGEBRA, ready_at=later)
    held = {"due_at": morning, "state": "held"}
    await house.change(sa.update(t.delivery).where(t.delivery.c.id > 2).values(held))

    async def look(worker: int) -> Ahead:
        async with house.db.read() as session:
            return await claims.ahead(session, worker, clock.now())

    before = await look(ME)
    await claim(house)

    assert before == Ahead(later, morning, due=True, claimed=False)
    assert await look(ME) == Ahead(later, morning, due=False, claimed=False)
    assert await look(OTHER) == Ahead(later, morning, due=False, claimed=True)
    clock.advance(LEASE)
    assert await look(OTHER) == Ahead(later, morning, due=True, claimed=False)


async def test_claiming_looks_things_up_and_scans_nothing(db: Database, clock: FixedClock) -> None:
    await fill(db)
    house = House(db, clock)
    await house.happens(ALGEBRA)
    with statements(db) as seen:
        await house.plan()
        async with db.read() as session:
            await claims.ahead(session, ME, clock.now())
        await details(house, await claim(house))

    plans: list[str] = []
    async with db.read() as session:
        for statement in seen:
            nothing = tuple([1] * statement.count("?"))
            rows = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", nothing)
            plans += [str(row.detail) for row in rows]
    scans = [plan.split() for plan in plans if plan.startswith("SCAN") and "USING" not in plan]
    large = t.metadata.tables.keys() - {"worker"}
    assert [scan for scan in scans if scan[1] in large] == []
    for name in ("ix_delivery_due", "ix_delivery_held", "ix_delivery_open_chat"):
        assert any(name in plan for plan in plans), name
