"""What comes in is handled once, in order, and nothing that comes in stops the rest."""

import asyncio
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.serve import Service
from bot.settings import Settings
from domain.clock import FixedClock
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from storage import updates
from storage.database import Database
from storage.effects import Effect, of_update
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


def answered(server: BotApiServer, chat: int) -> int:
    return sum(call.chat_id == chat for call in server.outbox.of("sendMessage"))


def menu(number: int, chat: int = MOTHER) -> dict[str, Any]:
    """Return an update as Telegram would give it."""
    person = {"id": chat, "is_bot": False, "first_name": "Ольга", "language_code": "ru"}
    place = {"id": chat, "type": "private", "first_name": "Ольга"}
    entity = {"type": "bot_command", "offset": 0, "length": 5}
    said = {"message_id": number, "date": 1, "text": "/menu", "from": person, "chat": place}
    return {"update_id": number, "message": said | {"entities": [entity]}}


async def keep(db: Database, server: BotApiServer, clock: FixedClock, *numbers: int) -> None:
    """Leave updates over, as a process does that is killed."""
    async with db.begin() as session:
        raws = [menu(number) for number in numbers]
        await updates.keep(session, int(server.token.split(":")[0]), raws, clock.now())


async def forgotten(db: Database) -> None:
    async with asyncio.timeout(60):
        while await count(db, t.waiting_update):  # noqa: ASYNC110  (the bot writes)
            await asyncio.sleep(0.05)


async def test_a_chat_with_hundreds_waiting_holds_up_no_other(
    service: Service, server: BotApiServer, db: Database
) -> None:
    mother, father = server.person(MOTHER, "Ольга"), server.person(FATHER, "Пётр")
    await mother.start()
    await mother.wait_for(lambda m: m.from_bot)
    before = answered(server, MOTHER)
    for number in range(300):
        server.world.updates.add("message", menu(number)["message"], f"chat:{MOTHER}")

    since = father.mark()
    await father.say("/today")
    await father.wait_for(lambda m: m.from_bot, since=since, within=60)
    ahead = answered(server, MOTHER) - before

    assert ahead < 100
    async with asyncio.timeout(120):
        while answered(server, MOTHER) - before < 300:  # noqa: ASYNC110  (the bot answers)
            await asyncio.sleep(0.05)
    await forgotten(db)
    assert answered(server, MOTHER) - before == 300


async def test_hundreds_that_a_crash_left_over_hold_up_nobody_and_are_answered_once(
    live_settings: Settings, db: Database, clock: FixedClock, school: SmallSchool,
    server: BotApiServer,
) -> None:  # fmt: skip
    server.person(MOTHER, "Ольга").chat.standing = "open"
    father = server.person(FATHER, "Пётр")
    # The crash came before they were confirmed: Telegram has the last of them too.
    again = [
        server.world.updates.add("message", menu(n)["message"], f"chat:{MOTHER}") for n in range(9)
    ]
    last = [update.id for update in again if update is not None]
    await keep(db, server, clock, *range(last[0] - 150, last[-1] + 1))

    async with Service(live_settings, db, clock):
        since = father.mark()
        await father.say("/today")
        await father.wait_for(lambda m: m.from_bot, since=since, within=60)
        ahead = answered(server, MOTHER)
        await forgotten(db)
        await father.say("/today")
        await father.wait_for(lambda m: m.from_bot, since=father.mark() - 1, within=60)

    assert ahead < 100
    assert answered(server, MOTHER) == 159


async def test_what_had_its_effect_long_ago_is_not_answered_at_a_later_start(
    live_settings: Settings, db: Database, clock: FixedClock, school: SmallSchool,
    server: BotApiServer,
) -> None:  # fmt: skip
    server.person(MOTHER, "Ольга").chat.standing = "open"
    father = server.person(FATHER, "Пётр")
    await keep(db, server, clock, 7)
    with of_update(Effect(int(server.token.split(":")[0]), 7, clock.now())):
        async with db.begin():
            pass
    clock.advance(timedelta(hours=1))

    async with Service(live_settings, db, clock):
        await father.say("/today")
        await father.wait_for(lambda m: m.from_bot)
        await forgotten(db)

    assert answered(server, MOTHER) == 0
    assert await count(db, t.handled_update) == 1


async def test_a_handled_update_is_forgotten_as_soon_as_the_database_lets_us(
    service: Service, server: BotApiServer, db: Database
) -> None:
    mother = server.person(MOTHER, "Ольга")
    server.fail(Fault("sendMessage", delay=1.5, chat_id=MOTHER))
    await mother.say("/today")
    async with asyncio.timeout(30):
        while not await count(db, t.waiting_update):  # noqa: ASYNC110  (the bot writes)
            await asyncio.sleep(0.05)
    async with db.begin() as session:
        await session.execute(sa.text("ALTER TABLE waiting_update RENAME TO away"))

    await mother.wait_for(lambda m: m.from_bot, within=30)
    await asyncio.sleep(0.3)
    async with db.begin() as session:
        await session.execute(sa.text("ALTER TABLE away RENAME TO waiting_update"))

    await forgotten(db)
    assert answered(server, MOTHER) == 1
