"""An update has its effect once, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.errors import AlreadyDone
from storage import tables as t
from storage import updates
from storage.database import Database
from storage.effects import Effect, of_update
from storage.updates import ANSWER_AWAITED, BROKEN_KEPT, KEPT

BOT = 42


async def effect(db: Database, clock: FixedClock, number: int, *, fails: bool = False) -> None:
    """Handle an update that adds a school."""
    with of_update(Effect(BOT, number, clock.now())):
        async with db.begin() as session:
            await session.execute(sa.insert(t.school).values(sourced_id=f"{number}"))
            if fails:
                raise ValueError


async def schools(db: Database) -> int:
    async with db.read() as session:
        return int(
            await session.scalar(sa.select(sa.func.count()).select_from(t.school)) or 0
        )  # fmt: skip


async def test_a_repeated_update_has_no_second_effect(any_db: Database, clock: FixedClock) -> None:
    await effect(any_db, clock, 7)

    with pytest.raises(AlreadyDone):
        await effect(any_db, clock, 7)
    await effect(any_db, clock, 8)

    assert await schools(any_db) == 2


async def test_an_effect_that_failed_may_be_tried_again(
    any_db: Database, clock: FixedClock
) -> None:
    with pytest.raises(ValueError):
        await effect(any_db, clock, 7, fails=True)

    await effect(any_db, clock, 7)

    assert await schools(any_db) == 1


async def test_a_second_effect_of_one_update_is_a_mistake_of_ours(
    any_db: Database, clock: FixedClock
) -> None:
    with of_update(Effect(BOT, 7, clock.now())):
        async with any_db.begin(repeatable=True):
            pass
        async with any_db.begin():
            pass

        with pytest.raises(RuntimeError):
            async with any_db.begin():
                pass


async def test_two_bots_may_have_an_update_of_the_same_number(
    any_db: Database, clock: FixedClock
) -> None:
    for bot in (1, 2):
        with of_update(Effect(bot, 7, clock.now())):
            async with any_db.begin():
                pass


async def test_old_numbers_are_forgotten(any_db: Database, clock: FixedClock) -> None:
    await effect(any_db, clock, 7)
    async with any_db.begin() as session:
        await updates.set_aside(session, BOT, 9, {"update_id": 9}, "message", clock.now())
    clock.advance(KEPT * 2)
    await effect(any_db, clock, 8)

    async with any_db.begin() as session:
        swept = await updates.sweep(session, clock.now())

    assert swept == 1
    with pytest.raises(AlreadyDone):
        await effect(any_db, clock, 8)


async def test_updates_are_kept_in_telegrams_order_until_they_are_done(
    any_db: Database, clock: FixedClock
) -> None:
    raw = [{"update_id": number, "message": {"text": "ё"}} for number in (12, 11, 10)]
    async with any_db.begin() as session:
        await updates.keep(session, BOT, raw, clock.now())
        await updates.keep(session, BOT, raw[:1], clock.now())
        await updates.done(session, BOT, [11])

    async with any_db.read() as session:
        assert await updates.kept(session, BOT) == [raw[2], raw[0]]
        assert await updates.kept(session, BOT + 1) == []


async def rows(db: Database, table: sa.Table) -> list[int]:
    async with db.read() as session:
        found = await session.execute(sa.select(table.c.update_id).order_by(table.c.update_id))
        return list(found.scalars())


async def keep(db: Database, clock: FixedClock, *numbers: int) -> None:
    async with db.begin() as session:
        await updates.keep(session, BOT, [{"update_id": one} for one in numbers], clock.now())


async def test_a_number_is_forgotten_only_with_the_update_that_it_guards(
    any_db: Database, clock: FixedClock
) -> None:
    await effect(any_db, clock, 7)
    await keep(any_db, clock, 7, 8)
    clock.advance(KEPT * 2)

    async with any_db.begin() as session:
        await updates.sweep(session, clock.now())

    assert await rows(any_db, t.waiting_update) == [8]
    assert await rows(any_db, t.handled_update) == []


async def test_who_was_cut_off_from_an_answer_a_moment_ago_still_gets_one(
    any_db: Database, clock: FixedClock
) -> None:
    await effect(any_db, clock, 7)
    await keep(any_db, clock, 7)
    clock.advance(ANSWER_AWAITED)
    async with any_db.begin() as session:
        early = await updates.forget_done(session, clock.now())
    clock.advance(timedelta(seconds=1))

    async with any_db.begin() as session:
        late = await updates.forget_done(session, clock.now())

    assert (early, late) == (0, 1)
    assert await rows(any_db, t.handled_update) == [7]


async def test_what_no_bot_has_handled_in_a_month_is_set_aside(
    any_db: Database, clock: FixedClock
) -> None:
    await keep(any_db, clock, 7)
    clock.advance(BROKEN_KEPT)
    await keep(any_db, clock, 8)
    clock.advance(timedelta(seconds=1))

    async with any_db.begin() as session:
        await updates.sweep(session, clock.now())

    assert await rows(any_db, t.waiting_update) == [8]
    async with any_db.read() as session:
        (broken,) = (await session.execute(sa.select(t.broken_update))).all()
    assert (broken.update_id, broken.raw) == (7, {"update_id": 7})
    assert (broken.at, broken.reason) == (clock.now(), "never handled")


async def test_kept_updates_are_read_in_pages_and_by_number(
    any_db: Database, clock: FixedClock
) -> None:
    await keep(any_db, clock, 13, 12, 11, 10)

    async with any_db.read() as session:
        first = await updates.kept(session, BOT, limit=3)
        second = await updates.kept(session, BOT, after=12, limit=3)
        numbered = await updates.numbered(session, BOT, [11, 13, 99])

    assert first == [{"update_id": number} for number in (10, 11, 12)]
    assert second == [{"update_id": 13}]
    assert numbered == {number: {"update_id": number} for number in (11, 13)}
