"""What comes in is handled once, in order, and nothing that comes in stops the rest."""

import asyncio

import sqlalchemy as sa

from bot.serve import Service
from bot.settings import Settings
from domain.clock import FixedClock
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database
from tests.school import SmallSchool

MOTHER, FATHER = 1001, 1003


async def count(db: Database, table: sa.Table) -> int:
    async with db.read() as session:
        return int(await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


async def test_an_update_that_nobody_can_read_is_set_aside_and_stops_nobody(
    service: Service, server: BotApiServer, db: Database
) -> None:
    mother = server.person(MOTHER, "Ольга")
    broken = {"message_id": "many", "chat": {"id": MOTHER}, "text": "Алгебра: 2"}
    server.world.updates.add("message", broken, f"chat {MOTHER}")

    since = mother.mark()
    await mother.say("/today")
    await mother.wait_for(lambda m: m.from_bot, since=since)

    async with db.read() as session:
        (row,) = (await session.execute(sa.select(t.broken_update))).all()
    assert row.raw["message"] == broken
    assert "message.message_id" in row.reason
    assert "Алгебра" not in row.reason


async def test_a_slow_chat_holds_up_no_other(service: Service, server: BotApiServer) -> None:
    mother, father = server.person(MOTHER, "Ольга"), server.person(FATHER, "Пётр")
    server.fail(Fault("sendMessage", delay=30, chat_id=MOTHER))
    await mother.say("/today")
    since = father.mark()

    await father.say("/today")
    await father.wait_for(lambda m: m.from_bot, since=since)

    assert [call.chat_id for call in server.outbox.of("sendMessage")] == [FATHER]


async def test_one_chat_is_served_in_its_order(service: Service, server: BotApiServer) -> None:
    mother = server.person(MOTHER, "Ольга")
    server.fail(Fault("sendMessage", delay=0.6, chat_id=MOTHER))
    since = server.outbox.mark()

    for command in ("/today", "/marks", "/news"):
        await mother.say(command)
    await server.outbox.wait_for(
        lambda _call: len(server.outbox.of("sendMessage")) >= 3, since=since
    )

    titles = [call.params["text"].split("\n")[0] for call in server.outbox.of("sendMessage")]
    assert titles == [
        "📘 <b>Среда, 16 сентября</b>", "⭐ <b>Последние оценки</b>", "📰 <b>Новости</b>"
    ]  # fmt: skip


async def test_what_a_stop_cuts_off_is_done_at_the_next_start(
    live_settings: Settings, db: Database, clock: FixedClock, school: SmallSchool,
    server: BotApiServer,
) -> None:  # fmt: skip
    mother = server.person(MOTHER, "Ольга")
    server.fail(Fault("sendMessage", delay=30, chat_id=MOTHER))
    async with Service(live_settings, db, clock):
        await mother.say("9SJ8-J67N-2R")  # a code that is none: the attempt is written down
        async with asyncio.timeout(60):
            while not await count(db, t.audit_entry):  # noqa: ASYNC110  (the bot writes)
                await asyncio.sleep(0.05)

    kept = await count(db, t.waiting_update)
    since = mother.mark()
    async with Service(live_settings, db, clock):
        answer = await mother.wait_for(lambda m: m.from_bot, since=since)
        await asyncio.sleep(0.5)

    assert kept == 1
    assert await count(db, t.audit_entry) == 1
    assert await count(db, t.waiting_update) == 0
    assert "/menu" in answer.text
