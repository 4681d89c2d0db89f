"""The bot is killed each time it turns to what can wait: it has done its work all the same."""

import asyncio

from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage.database import Database
from tests.kill.test_kill import CHATS, Marks, prepare, states
from tests.kill.test_kill_updates import bot

COMMANDS = ("getMyCommands", "setMyCommands")
STARTS = 3


async def test_a_bot_that_crashes_at_each_start_gets_on_with_its_work(sqlite: Database) -> None:
    async with BotApiServer() as server:
        house = await prepare(sqlite, server)
        server.world.updates.clear()
        marks = Marks(house)
        async with bot(sqlite, server) as victim:
            for start in range(1, STARTS + 1):
                await marks.give()
                asked = [server.fail(Fault(method, delay=300)) for method in COMMANDS]
                pid = await victim.start()
                async with asyncio.timeout(120):
                    while all(fault.times for fault in asked):  # noqa: ASYNC110  (another process asks)
                        await asyncio.sleep(0.05)
                await victim.kill(pid)
                server.world.faults.clear()

                assert await states(house) == {"sent": start * CHATS}
