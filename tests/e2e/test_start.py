"""What waited is served before anything that can come later, and whether or not that can come."""

import asyncio
from datetime import date

import pytest

from bot.serve import Service
from bot.settings import Settings
from domain.clock import FixedClock
from domain.errors import OperatorFault
from domain.facts import MarkAdded
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import facts, updates
from storage.database import Database
from tests.school import SmallSchool

MOTHER, ANNA, FATHER = 1001, 1002, 1003
LATER = {"deleteWebhook", "getMyCommands", "setMyCommands"}
DAY = date(2026, 9, 16)


async def leave(server: BotApiServer, db: Database, clock: FixedClock) -> None:
    """Leave behind what a dead process had taken: two questions, a mark that two people hear."""
    for number in (MOTHER, ANNA, FATHER):
        await server.person(number, "Кто-то").start()
    server.world.updates.clear()
    for number in (MOTHER, FATHER):
        await server.person(number, "Кто-то").say("/today")
    taken = [update.json() for update in server.world.updates.pending()]
    server.world.updates.clear()
    mark = MarkAdded(student=1, name="", course=1, subject="Физика", value="5", day=DAY)
    async with db.begin(repeatable=True) as session:
        await updates.keep(session, server.world.bot["id"], taken, clock.now())
        await facts.add(session, [mark], happened_at=clock.now(), ready_at=clock.now())


async def test_what_waited_goes_before_commands(
    live_settings: Settings, db: Database, clock: FixedClock, school: SmallSchool,
    server: BotApiServer,
) -> None:  # fmt: skip
    await leave(server, db, clock)
    server.fail(Fault("sendMessage", delay=0.3, times=9))  # it is not won by being quick
    since = server.outbox.mark()

    async with Service(live_settings, db, clock):
        await server.outbox.wait_for(lambda call: call.method == "setMyCommands", since=since)

    made = [call.method for call in server.outbox.since(since) if call.method != "deleteWebhook"]
    assert made[:6] == ["getMe", *["sendMessage"] * 4, "getMyCommands"]
    told = [call.chat_id for call in server.outbox.of("sendMessage")]
    assert sorted(filter(None, told)) == [MOTHER, MOTHER, ANNA, FATHER]


@pytest.mark.parametrize(
    "fault", [{"delay": 300}, {"drop": "before"}, {"code": 429}, {"code": 500}]
)
async def test_what_waited_is_served_where_nothing_else_can_be_done(
    live_settings: Settings, db: Database, clock: FixedClock, school: SmallSchool,
    server: BotApiServer, fault: dict[str, int | str],
) -> None:  # fmt: skip
    await leave(server, db, clock)
    for method in LATER:
        server.fail(Fault(method, times=1000, **fault))  # type: ignore[arg-type]
    since = server.outbox.mark()

    async with asyncio.timeout(60), Service(live_settings, db, clock):
        await server.outbox.wait_for(
            lambda _call: len(server.outbox.of("sendMessage")) == 4, since=since
        )

    made = [call.method for call in server.outbox.since(since) if call.method not in LATER]
    assert made == ["getMe", *["sendMessage"] * 4]


async def test_commands_that_are_there_are_not_set_again(
    live_settings: Settings, db: Database, clock: FixedClock, school: SmallSchool,
    server: BotApiServer,
) -> None:  # fmt: skip
    for start in (1, 2):

        def are_there(_call: object, asked: int = 6 * start) -> bool:
            made = [call.method for call in server.outbox.calls]
            return made.count("getMyCommands") == asked and made.count("setMyCommands") >= 6

        async with Service(live_settings, db, clock):
            await server.outbox.wait_for(are_there)

    assert {call.params.get("language_code", "") for call in server.outbox.of("setMyCommands")} == {
        "", "en", "ru"
    }  # fmt: skip
    made = [call.method for call in server.outbox.calls]
    assert made.count("setMyCommands") == 6
    assert "setMyCommands" not in made[-6:]


async def test_an_address_that_telegram_refuses_is_one_sentence(
    live_settings: Settings, db: Database, clock: FixedClock, server: BotApiServer
) -> None:
    address = {"webhook_url": "https://bot.example/telegram/webhook"}
    settings = live_settings.model_copy(update=address)
    server.fail(Fault("setWebhook", code=400, description="Bad Request: bad webhook"))

    with pytest.raises(OperatorFault) as refused:
        async with Service(settings, db, clock):
            pass

    assert str(refused.value) == "the Bot API refuses WEBHOOK_URL: Bad Request: bad webhook"
