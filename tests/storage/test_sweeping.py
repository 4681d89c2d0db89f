"""What goes at night and what stays; on both databases."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import Fact, LowAverage, MarkAdded, NewsEdited, NewsPosted
from domain.retention import LEAST, Retention
from storage import queue, receipts
from storage import tables as t
from storage.database import Database
from storage.sweeping import Heap, Strangers, heaps
from tests.conftest import NOW
from tests.counting import executed
from tests.notifications.house import House
from tests.school import SEPTEMBER, fill, sept

KEEPS = Retention()
DAY = timedelta(days=1)
MARK = MarkAdded(student=1, name="", course=1, subject="Алгебра", value="5", day=sept(16))
NEWS = NewsPosted(
    announcement=2, title="Экскурсия", body="", posted_at=SEPTEMBER, course=1, thing="news:2"
)
LOW = LowAverage(
    student=1, name="", course=1, subject="Алгебра", session="1", average="2.1", marks=3
)


@pytest.fixture
async def house(any_db: Database, clock: FixedClock) -> House:
    await fill(any_db)
    return House(any_db, clock)


async def sweep(db: Database, now: datetime, keeps: Retention = KEEPS, rows: int = 2) -> None:
    """Sweep in the smallest steps that there are, each a transaction of its own."""
    for heap in heaps(keeps, now):
        await take_down(db, heap, rows)


async def take_down(db: Database, heap: Heap, rows: int) -> list[int]:
    taken = []
    while not heap.is_done:
        async with db.begin() as session:
            taken.append(await heap.step(session, rows))
    return taken


async def told(house: House, *facts: Fact, **outcome: Any) -> None:
    """Plan facts, and let all of it end as given."""
    await house.happens(*facts)
    while await house.plan():
        pass
    now = house.clock.now()
    ended = {"state": "sent", "message_id": 7, "finished_at": now, "reason": ""} | outcome
    open_ = sa.update(t.delivery).where(t.delivery.c.finished_at.is_(None))
    await house.change(open_.values(ended))


async def left(house: House) -> list[tuple[Any, ...]]:
    """Return (fact's kind, how many deliveries it has), in their order."""
    number = sa.func.count(t.delivery.c.id)
    query = sa.select(t.fact.c.kind, number).outerjoin(t.delivery).group_by(t.fact.c.id)
    return await house.rows(query.order_by(t.fact.c.id))


async def test_facts_go_with_all_their_deliveries_when_both_are_old(
    house: House, clock: FixedClock
) -> None:
    await told(house, MARK, MARK, MARK)
    clock.advance(timedelta(days=KEEPS.deliveries, seconds=-1))
    await told(house, MARK)
    await sweep(house.db, clock.now())
    there = await left(house)

    clock.advance(timedelta(seconds=2))
    await sweep(house.db, clock.now())

    assert there == [("mark.added", 2)] * 4
    assert await left(house) == [("mark.added", 2)]


async def test_a_fact_stays_while_one_of_its_messages_waits_or_ended_lately(
    house: House, clock: FixedClock
) -> None:
    await told(house, MARK, MARK, MARK)
    ids = await house.rows(sa.select(t.delivery.c.id).order_by(t.delivery.c.id))
    waits, lately = (sa.update(t.delivery).where(t.delivery.c.id == ids[n][0]) for n in (0, 3))
    clock.advance(timedelta(days=KEEPS.deliveries + 1))
    await house.change(
        waits.values(state="due", finished_at=None), lately.values(finished_at=clock.now() - DAY)
    )

    await sweep(house.db, clock.now())

    # The third, which is the newest, keeps its number.
    assert await left(house) == [("mark.added", 1), ("mark.added", 1), ("mark.added", 2)]


async def test_nothing_swept_is_planned_again(house: House, clock: FixedClock) -> None:
    await told(house, *[MARK] * 5, *[NEWS] * 2)
    clock.advance(timedelta(days=KEEPS.deliveries + 1))
    for heap in heaps(KEEPS, clock.now()):
        # Cut off after each of its steps, as by a stop of the process.
        while not heap.is_done:
            async with house.db.begin() as session:
                await heap.step(session, 1)
            assert await house.plan() == 0

    assert await left(house) == [("news.posted", 3)] * 2


async def test_a_fact_that_waits_for_its_hour_is_never_swept(
    house: House, clock: FixedClock
) -> None:
    await house.happens(MARK, MARK, ready_at=NOW + timedelta(days=1000))

    await sweep(house.db, NOW + timedelta(days=900))

    assert await left(house) == [("mark.added", 0)] * 2


async def test_an_edit_reaches_the_messages_of_news_that_is_a_year_old(
    house: House, clock: FixedClock
) -> None:
    await told(house, NEWS, MARK, MARK)
    clock.advance(timedelta(days=KEEPS.news - 1))
    await sweep(house.db, clock.now())
    async with house.db.read() as session:
        counts = await receipts.counts(session, 2)

    await house.happens(NewsEdited(announcement=2, thing="news:2", title="Т", body="Новое"))
    await house.plan()

    assert counts.sent == 3
    assert [row[:2] for row in await house.deliveries() if row[1] == "news.edited"] == [
        (1, "news.edited"), (2, "news.edited"), (3, "news.edited"),
    ]  # fmt: skip


async def test_news_goes_in_the_end_and_its_receipts_stay(house: House, clock: FixedClock) -> None:
    await told(house, NEWS, MARK)
    async with house.db.begin() as session:
        await receipts.note(session, 2, [1], confirmed_at=clock.now())
    clock.advance(timedelta(days=KEEPS.news + 1))

    await sweep(house.db, clock.now())

    assert await left(house) == [("mark.added", 2)]
    async with house.db.read() as session:
        assert await receipts.confirmed_at(session, 2, 1) == NOW


async def test_dead_letters_can_be_seen_and_tried_again_for_as_long_as_messages_stay(
    house: House, clock: FixedClock
) -> None:
    await told(house, MARK, state="failed", reason="bad request", message_id=None)
    await told(house, MARK)
    clock.advance(timedelta(days=KEEPS.deliveries, seconds=-1))
    await sweep(house.db, clock.now())
    async with house.db.read() as session:
        before = await queue.dead_letters(session, limit=9, before=None)
    clock.advance(timedelta(seconds=2))
    await sweep(house.db, clock.now())
    async with house.db.read() as session:
        after = await queue.dead_letters(session, limit=9, before=None)

    assert ([one.reason for one in before], after) == (["bad request"] * 2, [])


async def test_a_message_is_known_by_its_number_for_ninety_days_at_least(
    house: House, clock: FixedClock
) -> None:
    await told(house, MARK, MARK)
    clock.advance(timedelta(days=90, seconds=-1))

    await sweep(house.db, clock.now(), LEAST)

    numbers = await house.rows(sa.select(t.delivery.c.message_id))
    assert numbers == [(7,)] * 4


async def test_a_warning_is_remembered_for_as_long_as_a_grading_period_may_last(
    house: House, clock: FixedClock
) -> None:
    await told(house, LOW, MARK, MARK)
    clock.advance(timedelta(days=365))
    await sweep(house.db, clock.now())
    within = await left(house)
    clock.advance(timedelta(days=2))
    await sweep(house.db, clock.now())

    assert [kind for kind, _number in within] == ["mark.low_average", "mark.added"]
    assert [kind for kind, _number in await left(house)] == ["mark.added"]


def _rows(table: sa.Table, moment: str, *ages: int, **usual: Any) -> sa.Insert:
    rows = [usual | {moment: NOW - timedelta(days=age)} for age in ages]
    (key,) = table.primary_key.columns
    if key.autoincrement is not True:
        rows = [row | {key.name: _key(key, n)} for n, row in enumerate(rows, 100)]
    return sa.insert(table).values(rows)


def _key(column: sa.Column[Any], number: int) -> object:
    return str(number) if isinstance(column.type, sa.String) else number


@pytest.mark.parametrize(
    ("table", "moment", "days", "usual"),
    [
        (t.audit_entry, "at", KEEPS.audit, {"action": "x", "outcome": "ok", "detail": {}}),
        (t.journal_change, "at", KEEPS.history, {"batch": "b", "thing": "mark", "thing_id": 1}),
        (t.link_attempt, "last_failed_at", KEEPS.attempts, {"failures": 2}),
        (t.conversation, "updated_at", KEEPS.drafts, {"data": {}}),
    ],
    ids=lambda given: given.name if isinstance(given, sa.Table) else "",
)
async def test_rows_go_by_their_age(
    any_db: Database, table: sa.Table, moment: str, days: int, usual: dict[str, Any]
) -> None:
    async with any_db.begin() as session:
        await session.execute(_rows(table, moment, days + 9, days + 2, days + 1, days, 0, **usual))

    await sweep(any_db, NOW)

    async with any_db.read() as session:
        rows = await session.execute(sa.select(table.c[moment]).order_by(table.c[moment]))
        assert [NOW - row for row in rows.scalars()] == [timedelta(days=days), timedelta(0)]


async def test_only_chats_that_nothing_speaks_of_are_forgotten(house: House) -> None:
    old, young = NOW - timedelta(days=31), NOW - timedelta(days=29)
    ages = (old, old, young, old, old, old)
    rows = [{"id": n, "telegram_id": 1000 + n, "created_at": age} for n, age in enumerate(ages, 5)]
    code = {"digest": b"c" * 32, "issued_at": old, "expires_at": NOW, "role": "guardian"}
    await house.change(
        sa.insert(t.chat).values(rows),
        sa.update(t.chat).values(created_at=old).where(t.chat.c.id < 5),
        # 6 had access once, 8 is in the middle of something, 9 used a code, 10 is the newest.
        sa.insert(t.access_grant).values(
            chat_id=6, role="guardian", student_id=1, granted_at=old, revoked_at=old
        ),
        sa.insert(t.conversation).values(key="1008", data={}, updated_at=NOW),
        sa.insert(t.access_code).values(code | {"used_by_id": 9}),
    )

    await sweep(house.db, NOW)

    assert await house.rows(sa.select(t.chat.c.id).order_by(t.chat.c.id)) == [
        (n,) for n in (1, 2, 3, 4, 6, 7, 8, 9, 10)
    ]
    assert len(await house.rows(sa.select(t.access_grant.c.id))) == 6


async def test_the_next_stranger_never_gets_the_number_of_one_who_is_forgotten(
    house: House,
) -> None:
    old = NOW - timedelta(days=31)
    rows = [{"telegram_id": 5000 + n, "created_at": old} for n in range(3)]
    await house.change(*(sa.insert(t.chat).values(row) for row in rows))
    before = await house.rows(sa.select(sa.func.max(t.chat.c.id)))

    await sweep(house.db, NOW)
    await house.change(sa.insert(t.chat).values(telegram_id=6000, created_at=NOW))

    after = await house.rows(sa.select(t.chat.c.id).where(t.chat.c.telegram_id == 6000))
    assert after[0][0] == before[0][0] + 1


async def test_a_stranger_who_is_being_linked_at_this_moment_stays(postgres: Database) -> None:
    await fill(postgres)
    old = NOW - timedelta(days=31)
    grant = {"chat_id": 5, "role": "guardian", "student_id": 1, "granted_at": NOW}
    rows = [{"id": n, "telegram_id": 5000 + n, "created_at": old} for n in (5, 6, 7)]
    async with postgres.begin() as session:
        await session.execute(sa.insert(t.chat).values(rows))

    async with postgres.begin() as linking:
        await linking.execute(sa.insert(t.access_grant).values(grant))
        taken = await take_down(postgres, Strangers(NOW - DAY), 100)

    assert taken == [1]
    async with postgres.read() as session:
        chats = await session.execute(sa.select(t.chat.c.id).where(t.chat.c.id >= 5))
        assert sorted(chats.scalars()) == [5, 7]
        mine = sa.select(t.access_grant.c.role).where(t.access_grant.c.chat_id == 5)
        assert await session.scalar(mine) == "guardian"


async def test_no_step_takes_more_than_it_is_told(house: House, clock: FixedClock) -> None:
    await told(house, *[MARK] * 7)
    clock.advance(timedelta(days=KEEPS.deliveries + 1))

    taken = await take_down(house.db, heaps(KEEPS, clock.now())[0], 4)

    # Twelve deliveries of six facts: four at a time, then the facts at hand.
    assert sum(taken) == 18
    assert max(taken) <= 8


async def test_every_step_finds_what_it_takes_by_an_index(db: Database, clock: FixedClock) -> None:
    await fill(db)
    house = House(db, clock)
    await told(house, MARK, MARK)
    stranger = {"telegram_id": 5000, "created_at": SEPTEMBER}
    await house.change(
        sa.insert(t.chat).values(stranger), sa.insert(t.chat).values(stranger | {"telegram_id": 1})
    )
    with executed(db) as seen:
        for heap in heaps(KEEPS, NOW + timedelta(days=500)):
            await take_down(db, heap, 100)

    assert await _walks(db, [one for one in seen if "diary" not in one[0]]) == []


async def _walks(db: Database, seen: Sequence[tuple[str, Any]]) -> list[str]:
    """Return the lines of plans that go through a whole table; what waits is a short queue."""
    found: list[str] = []
    async with db.read() as session:
        for statement, given in seen:
            rows = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            found += [str(row.detail) for row in rows]
    return [
        one for one in found if re.match(r"SCAN (?!waiting_update)", one) and "INDEX" not in one
    ]


def test_whatever_points_to_a_chat_is_found_by_an_index() -> None:
    """Or each stranger who is forgotten would cost a walk through that table."""
    pointing = [
        (table.name, key.parent)
        for table in t.metadata.tables.values()
        for key in table.foreign_keys
        if key.column is t.chat.c.id
    ]
    bare = [
        f"{name}.{column.name}"
        for name, column in pointing
        if not any(column is next(iter(index)) for index in _indexes(column.table))
    ]

    assert (len(pointing) > 10, bare) == (True, [])


def _indexes(table: Any) -> list[list[sa.Column[Any]]]:
    unique = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    return [[*one.columns] for one in (*table.indexes, *unique, table.primary_key)]
