"""From a fact row to a message on a phone, with everything running."""

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock, SystemClock
from notifications.worker import LONGEST_PAUSE
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database
from tests.notifications.house import House, telegram, texts
from tests.notifications.marks import ALGEBRA
from tests.school import fill


async def test_a_mark_is_on_the_phones_of_its_family_and_on_no_other(
    house: House, server: BotApiServer
) -> None:
    mark = server.outbox.mark()

    async with house.worker:
        await house.happens(ALGEBRA)
        await server.outbox.wait_for(lambda call: call.chat_id == 1002, since=mark)

    sent = {call.chat_id: call.params["text"] for call in server.outbox.since(mark)}
    assert sent == {
        1001: "⭐ <b>Анна И.</b> · Новая оценка: Алгебра — <b>5</b>"
        "\nОтвет, ср, 16 сент.\n💬 Молодец!",
        1002: "⭐ Новая оценка: Алгебра — <b>5</b>\nОтвет, ср, 16 сент.\n💬 Молодец!",
    }


IMPORT = """
import asyncio, sys, time
from domain.clock import SystemClock
from storage import facts
from storage.database import connect
from tests.notifications.marks import ALGEBRA

async def main():
    db = connect(sys.argv[1])
    now = SystemClock().now()
    async with db.begin() as session:
        await facts.add(session, [ALGEBRA], happened_at=now, ready_at=now)
    print(time.time(), flush=True)
    await db.close()

asyncio.run(main())
"""


async def test_a_fact_of_another_process_is_on_the_phones_before_anybody_looks(
    any_db: Database, server: BotApiServer
) -> None:
    await fill(any_db)
    bot = telegram(server)
    url = any_db.engine.url.render_as_string(hide_password=False)

    async with House(any_db, SystemClock(), bot).worker:
        await asyncio.sleep(0.3)  # it rests before the other process begins
        importer = await asyncio.create_subprocess_exec(
            sys.executable, "-c", IMPORT, url,
            cwd=Path(__file__).parents[2], stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        told = await server.outbox.wait_for(lambda call: call.chat_id == 1002)
        out, _err = await importer.communicate()

    # Not by the look that comes every half minute.
    assert told.at.timestamp() - float(out) < LONGEST_PAUSE / 3
    assert sorted(chat for chat, _text in texts(server)) == [1001, 1002]
    await bot.session.close()


async def test_what_becomes_ready_later_goes_out_by_itself(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    soon = timedelta(seconds=0.5)
    house.clock = clock
    async with house.worker:
        await house.happens(ALGEBRA, ready_at=clock.now() + soon)
        await asyncio.sleep(0.3)
        early = texts(server)
        clock.advance(soon)
        await server.outbox.wait_for(lambda call: call.chat_id == 1002)

    assert early == []


async def test_two_workers_on_one_database_tell_nobody_twice(
    any_db: Database, clock: FixedClock, server: BotApiServer
) -> None:
    await fill(any_db)
    bot = telegram(server)
    one, two = House(any_db, clock, bot), House(any_db, clock, bot)

    marks = [replace(ALGEBRA, value=f"№{number}.") for number in range(40)]
    async with one.worker, two.worker:
        for mark in marks:
            await one.happens(mark)
        await server.outbox.wait_for(lambda _call: _told(server) == 80)
        await asyncio.sleep(0.5)

    every = "\n".join(text for _chat, text in texts(server))
    assert [every.count(mark.value) for mark in marks] == [2] * 40
    assert {state for _chat, _kind, state, _reason in await one.deliveries()} == {"sent"}
    await bot.session.close()


def _told(server: BotApiServer) -> int:
    """Return how many marks were told, in however many messages."""
    return sum(text.count("№") for _chat, text in texts(server))


async def test_a_stop_is_quick_and_hands_back_what_it_cuts_off(
    house: House, server: BotApiServer
) -> None:
    server.fail(Fault("sendMessage", delay=300, chat_id=1001))

    async with asyncio.timeout(120), house.worker:
        await house.happens(ALGEBRA)
        await server.outbox.wait_for(lambda call: call.chat_id == 1002)

    assert [call.chat_id for call in server.outbox.of("sendMessage")] == [1002]
    d = t.delivery.c
    rows = await house.rows(sa.select(d.state, d.claimed_by).order_by(d.id))
    assert rows[0] == ("due", None)
    assert rows[1][0] == "sent"


async def test_a_worker_outlives_a_database_that_fails(
    house: House, server: BotApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with house.worker:
        await house.change(sa.text("ALTER TABLE delivery RENAME TO away"))
        await house.happens(ALGEBRA)
        await asyncio.sleep(0.5)
        await house.change(sa.text("ALTER TABLE away RENAME TO delivery"))
        await server.outbox.wait_for(lambda call: call.chat_id == 1002)

    assert "a turn of the notifications failed" in caplog.text
