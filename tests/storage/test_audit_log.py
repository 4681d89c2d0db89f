"""The audit log on both databases: whose school an entry belongs to, pages by index."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.audit import Cursor, Scope, Topic, Wanted
from storage import audit, audit_log, marking
from storage import tables as t
from storage.database import Database
from storage.marking import Change
from tests.conftest import NOW
from tests.counting import executed
from tests.school import fill

EVERY = Scope((), every=True)
MIDNIGHT = NOW - timedelta(hours=12)


async def note(db: Database, detail: dict[str, int | str], action: str = "code.issue") -> None:
    async with db.begin() as session:
        await audit.note(session, action, "ok", chat_id=4, at=NOW, detail=detail)


async def kept(db: Database) -> list[tuple[Any, ...]]:
    a = t.audit_entry.c
    async with db.read() as session:
        rows = await session.execute(sa.select(a.action, a.detail, a.school_id).order_by(a.id))
        return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    "detail",
    [
        {"school": 1}, {"class": 2}, {"course": 3}, {"lesson": 7}, {"student": 3}, {"person": 4},
        {"person": 6}, {"code": 1}, {"code": 2}, {"news": 1, "class": 1},
    ],
    ids=str,
)  # fmt: skip
async def test_what_is_named_says_whose_it_is(
    any_db: Database, detail: dict[str, int | str]
) -> None:
    await fill(any_db)
    async with any_db.begin() as session:
        for number, of in ((1, {"student_id": 1}), (2, {"person_id": 4})):
            code = {"id": number, "digest": bytes([number]) * 32, "role": "staff", **of}
            moments = {"issued_at": NOW, "expires_at": NOW}
            await session.execute(sa.insert(t.access_code).values(**code, **moments))

    await note(any_db, detail)

    assert await kept(any_db) == [("code.issue", detail, 1)]


async def test_what_names_nothing_belongs_to_no_school(any_db: Database) -> None:
    await fill(any_db)

    await note(any_db, {"kind": "mark.added", "number": 2}, "delivery.retry")

    assert await kept(any_db) == [("delivery.retry", {"kind": "mark.added", "number": 2}, None)]


async def test_reading_is_noted_once_a_day_and_thing(any_db: Database) -> None:
    await fill(any_db)
    for later, course in ((0, 1), (1, 1), (2, 2), (30, 1)):
        async with any_db.begin() as session:
            await audit.note_reading(
                session, "journal.read", chat_id=4, at=NOW + timedelta(hours=later),
                midnight=MIDNIGHT + timedelta(days=later // 24), detail={"course": course},
            )  # fmt: skip

    assert await kept(any_db) == [
        ("journal.read", {"course": number}, 1) for number in (1, 2, 1)
    ]  # fmt: skip


async def test_two_logs_are_one_list_the_newest_first(any_db: Database) -> None:
    await fill(any_db)
    await note(any_db, {"student": 1})
    before = {"id": 2, "student_id": 1, "course_id": 1, "value": "5"}
    async with any_db.begin() as session:
        await marking.note(
            session, [Change("mark", before, None), Change("mark", None, {**before, "id": 9})],
            chat_id=4, batch="b", now=NOW + timedelta(minutes=1),
        )  # fmt: skip

    async with any_db.read() as session:
        found = await audit_log.lines(session, Wanted(), EVERY, since=MIDNIGHT, most=9)
        own = await audit_log.lines(session, Wanted(who=4), Scope((1,)), since=None, most=9)
        other = await audit_log.lines(session, Wanted(), Scope((2,)), since=None, most=9)
        news = await audit_log.lines(session, Wanted(Topic.NEWS), EVERY, since=None, most=9)
        page = await audit_log.lines(
            session, Wanted(), EVERY, since=None, after=found[0].cursor, most=9
        )

    assert [(one.id[0], one.action, one.outcome, one.number) for one in found] == [
        ("J", "mark", "removed", 2), ("A", "code.issue", "ok", 1),
    ]  # fmt: skip
    assert found[0].actor.name == "Мария Сидорова"
    assert (found[0].course, found[1].student and found[1].student.name.full) == (
        "Алгебра, 7Б", "Анна Иванова",
    )  # fmt: skip
    assert (own, other, news, page) == (found, [], [], found[1:])
    async with any_db.read() as session:
        who = await audit_log.actors(session, Wanted(), EVERY, since=None, looked_at=9)
        nobody = await audit_log.actor(session, 10**9)
    assert ([one.name for one in who], nobody.name) == (["Мария Сидорова"], "")


@pytest.mark.parametrize("within", [EVERY, Scope((1,))], ids=["every", "one school"])
@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(Topic.JOURNAL), Wanted(Topic.ACCESS), Wanted(who=4)], ids=str
)
async def test_a_page_is_looked_up_not_searched(
    sqlite: Database, wanted: Wanted, within: Scope
) -> None:
    await fill(sqlite)
    with executed(sqlite) as seen:
        async with sqlite.read() as session:
            after = Cursor(NOW, 7)
            await audit_log.lines(session, wanted, within, since=MIDNIGHT, after=after, most=9)
    ((statement, given),) = seen
    async with sqlite.read() as session:
        plan = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        steps = [str(row.detail) for row in plan]

    large = ("audit_entry", "journal_change", "person", "access_grant", "course", "other")
    walked = [step for step in steps if step.startswith("SCAN")]
    assert [one for one in walked if any(name in one.split() for name in large)] == []
