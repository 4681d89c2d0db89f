"""Bound groups on both databases: written once, followed where Telegram moves them."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.class_groups import Room
from domain.clock import FixedClock
from domain.facts import NewsPosted
from storage import class_groups
from storage import tables as t
from storage.database import Database, Session
from tests.groups import audited, bindings
from tests.notifications.house import House
from tests.school import SEPTEMBER, fill

OLD, NEW = -500, -1_000_000_000_500
NEWS = NewsPosted(announcement=2, posted_at=SEPTEMBER, school_class=1, title="x", body="x")


@pytest.fixture
async def house(any_db: Database, clock: FixedClock) -> House:
    """Give a group that is bound to 7Б, and has one piece of news to wait for."""
    await fill(any_db)
    async with any_db.begin() as session:
        assert await bound(session, OLD) == 5
    house = House(any_db, clock)
    await house.happens(NEWS)
    await house.plan()
    return house


async def bound(session: Session, telegram_id: int, topic: int | None = None) -> int:
    row = await class_groups.hold(session, telegram_id, SEPTEMBER)
    room = Room(telegram_id, "7Б", topic)
    await class_groups.bind(session, row, 1, room, by=4, now=SEPTEMBER)
    return row


async def move(house: House, row: int, telegram_id: int) -> None:
    async with house.db.begin() as session:
        await class_groups.move(session, row, telegram_id, house.clock.now())


async def waiting(house: House) -> list[tuple[Any, ...]]:
    """Return (chat, state, reason) of the groups' deliveries."""
    found = [(row[0], *row[2:]) for row in await house.deliveries() if row[0] > 4]
    return sorted(found)


async def test_a_second_binding_takes_the_place_of_the_first(house: House) -> None:
    async with house.db.begin() as session:
        await bound(session, OLD, topic=77)
        found = await class_groups.binding(session, OLD)
        shown = await class_groups.of_class(session, 1)
        empty = await class_groups.of_class(session, 2)
        nothing = await class_groups.of_class(session, 999)

    assert await bindings(house.db) == [(OLD, 1, 77, "7Б", 4)]
    assert found is not None
    assert (found.chat_id, found.class_id, found.bound_by) == (5, 1, 4)
    assert shown is not None
    assert [(one.title, one.in_topic, one.bound_at) for one in shown.groups] == [
        ("7Б", True, SEPTEMBER)
    ]
    assert empty is not None
    assert (empty.class_title, empty.groups) == ("3А", ())
    assert nothing is None


async def test_a_group_that_can_be_reached_again_is_held_as_such(house: House) -> None:
    await house.change(sa.update(t.chat).values(unreachable_at=SEPTEMBER))

    async with house.db.begin() as session:
        row = await class_groups.hold(session, OLD, SEPTEMBER + timedelta(days=1))

    found = sa.select(t.chat.c.unreachable_at, t.chat.c.created_at).where(t.chat.c.id == row)
    assert await house.rows(found) == [(None, SEPTEMBER)]


async def test_a_moved_group_keeps_its_row(house: House) -> None:
    await move(house, 5, NEW)
    await move(house, 5, NEW)

    assert await bindings(house.db) == [(NEW, 1, None, "7Б", 4)]
    assert await waiting(house) == [(5, "due", "")]
    assert await audited(house.db) == []


async def test_a_row_that_has_the_new_number_takes_over_what_waits(house: House) -> None:
    async with house.db.begin() as session:
        new = await class_groups.hold(session, NEW, SEPTEMBER)

    await move(house, 5, NEW)

    assert await bindings(house.db) == [(NEW, 1, None, "7Б", 4)]
    assert await waiting(house) == [(new, "due", "")]


async def test_a_group_that_was_bound_anew_before_its_move_hears_once(house: House) -> None:
    async with house.db.begin() as session:
        new = await bound(session, NEW, topic=77)
    await house.happens(NEWS)
    await house.plan()

    await move(house, 5, NEW)

    assert await bindings(house.db) == [(NEW, 1, 77, "7Б", 4)]
    assert await waiting(house) == [
        (5, "skipped", "moved"), (new, "due", ""), (new, "due", ""),
    ]  # fmt: skip
    assert [entry[1:3] for entry in await audited(house.db)] == [("group.unbind", "lost")]


async def test_a_group_is_unbound_from_its_own_class_only(house: House) -> None:
    async with house.db.begin() as session:
        other = await class_groups.unbind(session, 5, 2)
        own = await class_groups.unbind(session, 5, 1)
        again = await class_groups.unbind(session, 5, 1)

    assert (other, own, again) == (False, True, False)
