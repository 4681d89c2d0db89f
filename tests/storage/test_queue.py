"""The queue as those see it who look after it, on both databases."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.delivery import Ended, Facts, Updates, Wanted
from storage import queue
from storage import tables as t
from storage.database import Database
from tests.counting import executed
from tests.school import SEPTEMBER, fill

NOW = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def deliveries(db: Database, *rows: Mapping[str, Any]) -> None:
    """Write a fact and a delivery of it for each row; ids count from 1."""
    async with db.begin() as session:
        for number, row in enumerate(rows, 1):
            moments = {"happened_at": NOW, "ready_at": NOW, "planned_at": NOW}
            await session.execute(
                sa.insert(t.fact).values(id=number, kind="mark.added", payload={}, **moments)
            )
            usual = {
                "id": number, "fact_id": number, "chat_id": 1, "kind": "mark.added",
                "state": "due", "planned_for": NOW, "due_at": NOW,
            }  # fmt: skip
            await session.execute(sa.insert(t.delivery).values(usual | dict(row)))


def dead(reason: str, **values: Any) -> dict[str, Any]:
    ended = {"state": "failed", "reason": reason, "finished_at": NOW - HOUR, "attempts": 3}
    return ended | {"planned_for": NOW - 5 * HOUR, "claimed_by": 7} | values


async def test_the_open_and_the_failed_are_counted_and_the_sent_are_not(any_db: Database) -> None:
    await fill(any_db)
    sent = {"state": "sent", "finished_at": NOW}
    await deliveries(
        any_db,
        {"planned_for": NOW - HOUR},
        {"lost_answers": 2},
        {"state": "held", "kind": "news.posted", "planned_for": NOW + HOUR},
        sent, {"state": "skipped", "finished_at": NOW, "reason": "stale"},
        dead("bad request"), dead("bad request", chat_id=2), dead("forbidden"),
    )  # fmt: skip
    async with any_db.begin() as session:
        lost = sa.update(t.chat).where(t.chat.c.id == 1).values(unreachable_at=NOW)
        await session.execute(lost)

    async with any_db.read() as session:
        found = await queue.overview(session)

    assert [(one.kind, one.state, one.number, one.answers_lost) for one in found.waiting] == [
        ("mark.added", "due", 2, 1), ("news.posted", "held", 1, 0),
    ]  # fmt: skip
    assert found.oldest(NOW) == NOW - HOUR
    assert [(one.reason, one.number, one.can_go, one.newest_id) for one in found.dead] == [
        ("bad request", 2, 1, 7), ("forbidden", 1, 0, 8),
    ]  # fmt: skip


async def test_what_waits_for_its_hour_is_not_late(any_db: Database) -> None:
    await fill(any_db)
    await deliveries(any_db, {"state": "held", "planned_for": NOW + HOUR})

    async with any_db.read() as session:
        found = await queue.overview(session)

    assert found.oldest(NOW) is None
    assert found.oldest(NOW + 2 * HOUR) == NOW + HOUR


async def test_dead_letters_are_paged_newest_first(any_db: Database) -> None:
    await fill(any_db)
    await deliveries(any_db, *(dead(f"reason {number}") for number in range(1, 6)), {})

    async with any_db.read() as session:
        first = await queue.dead_letters(session, limit=3, before=None)
        second = await queue.dead_letters(session, limit=3, before=first[-1].id)

    assert [one.id for one in first] == [5, 4, 3]
    assert [one.id for one in second] == [2, 1]
    assert (second[1].kind, second[1].chat_id, second[1].reason, second[1].attempts) == (
        "mark.added", 1, "reason 1", 3,
    )  # fmt: skip
    assert second[1].failed_at == NOW - HOUR
    assert second[1].is_reachable


@pytest.mark.parametrize(
    ("wanted", "back"),
    [
        (Wanted(), [1, 2, 3]),
        (Wanted(ids=(2, 4, 99)), [2]),
        (Wanted(kind="news.posted"), [3]),
        (Wanted(reason="too large"), [2]),
        (Wanted(kind="mark.added", reason="bad request"), [1]),
        (Wanted(reason=""), []),
    ],
)
async def test_dead_letters_go_back_as_if_planned_now(
    any_db: Database, wanted: Wanted, back: list[int]
) -> None:
    await fill(any_db)
    await deliveries(
        any_db, dead("bad request"), dead("too large"), dead("bad request", kind="news.posted"),
        {"state": "sent", "finished_at": NOW, "message_id": 5},
    )  # fmt: skip

    async with any_db.begin() as session:
        number = await queue.revive(session, wanted, now=NOW)

    assert number == len(back)
    d = t.delivery.c
    query = sa.select(
        d.id, d.planned_for, d.due_at, d.attempts, d.claimed_by, d.finished_at, d.reason
    )
    async with any_db.read() as session:
        rows = (await session.execute(query.where(d.state == "due").order_by(d.id))).all()
    assert rows == [(number, NOW, NOW, 0, None, None, "") for number in back]


async def test_a_letter_to_a_chat_that_nothing_reaches_stays_dead(any_db: Database) -> None:
    await fill(any_db)
    await deliveries(any_db, dead("forbidden"), dead("forbidden", chat_id=2))
    async with any_db.begin() as session:
        lost = sa.update(t.chat).where(t.chat.c.id == 1).values(unreachable_at=SEPTEMBER)
        await session.execute(lost)

        back = await queue.revive(session, Wanted(), now=NOW)
        left = await queue.dead(session, Wanted())

    assert (back, left) == (1, 1)


async def test_facts_updates_and_workers_are_counted(any_db: Database) -> None:
    await fill(any_db)
    async with any_db.begin() as session:
        for ready_at, planned_at in ((NOW, None), (NOW - HOUR, None), (NOW - 2 * HOUR, NOW)):
            await session.execute(
                sa.insert(t.fact).values(
                    kind="mark.added", payload={}, happened_at=NOW,
                    ready_at=ready_at, planned_at=planned_at,
                )
            )  # fmt: skip
        for number in (1, 2):
            row: dict[str, Any] = {"bot_id": 42, "update_id": number, "at": NOW, "raw": {}}
            await session.execute(sa.insert(t.broken_update).values(row))
        await session.execute(sa.insert(t.waiting_update).values(row))
        for number, until in ((1, NOW + HOUR), (2, NOW - HOUR)):
            await session.execute(sa.insert(t.worker).values(id=number, alive_until=until))

    async with any_db.read() as session:
        assert await queue.unplanned(session) == Facts(2, NOW - HOUR)
        assert await queue.updates(session) == Updates(waiting=1, broken=2)
        assert await queue.workers(session, NOW) == 1


async def test_what_ended_of_late_is_told_by_reason(any_db: Database) -> None:
    await fill(any_db)
    stale = {"state": "skipped", "reason": "stale", "finished_at": NOW}
    await deliveries(
        any_db, {"state": "sent", "finished_at": NOW, "lost_answers": 1}, stale, stale,
        stale | {"finished_at": NOW - 50 * HOUR}, {},
    )  # fmt: skip

    async with any_db.read() as session:
        found = await queue.ended(session, NOW - 48 * HOUR)

    assert found == [
        Ended("mark.added", "skipped", "stale", 2, 0),
        Ended("mark.added", "sent", "", 1, 1),
    ]


async def test_no_statement_reads_all_that_was_ever_sent(sqlite: Database) -> None:
    await fill(sqlite)

    async with sqlite.survey() as session:
        with executed(sqlite) as seen:
            await queue.overview(session)
            await queue.dead_letters(session, limit=5, before=9)
            await queue.alike(session, 5)
            await queue.dead(session, Wanted())
            await queue.unplanned(session)
        plans = [
            " / ".join(row[3] for row in await _explained(session, sql, given))
            for sql, given in seen
        ]

    assert [plan for plan in plans if "SCAN delivery" in plan and "USING" not in plan] == []
    assert [plan for plan in plans if "SCAN fact" in plan and "USING" not in plan] == []
    assert "ix_delivery_open_chat" in plans[0]
    assert "ix_delivery_failed" in plans[0]


async def _explained(session: Any, sql: str, given: Any) -> list[Any]:
    return list((await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)).all())
