"""Messages at which the server breaks, after an outage, while nothing healthy waits."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from notifications.limits import Rates
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database
from tests.notifications.house import House, telegram
from tests.notifications.telling import FATHER, NEWS, mark, passing, told
from tests.notifications.timer import Skipping
from tests.school import SmallSchool

EVER = 10**9
D = t.delivery.c


@pytest.fixture
def timer() -> Skipping:
    return Skipping()


@pytest.fixture
async def house(
    db: Database, school: SmallSchool, clock: FixedClock, server: BotApiServer, timer: Skipping
) -> AsyncIterator[House]:
    bot = telegram(server)
    yield House(db, clock, bot, rates=Rates(chat=1000, gather=0), timer=timer)
    await bot.session.close()


def _tried(server: BotApiServer, since: int) -> int:
    return sum(call.method == "sendMessage" for call in server.outbox.since(since))


@pytest.mark.parametrize("broken", [{"code": 500}, {"drop": "after"}])
async def test_one_message_to_one_chat_backs_off_by_itself(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping,
    broken: dict[str, Any],
) -> None:  # fmt: skip
    server.fail(Fault("*", 502, times=EVER))
    await told(house, mark("5", student=3))
    await passing(house, clock, timer, 30)
    server.faults.clear()
    server.fail(Fault("sendMessage", times=EVER, chat_id=FATHER, **broken))
    since = server.outbox.mark()

    await passing(house, clock, timer, 600)

    assert house.sender.line.up
    # 2 s, 4 s, 8 s …: eight waits are some ten minutes.
    rows = await house.rows(sa.select(D.attempts, D.due_at > clock.now()))
    assert rows == [(_tried(server, since), True)]
    assert 5 <= rows[0][0] <= 12


async def test_one_news_backs_off_in_each_of_its_chats(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    server.fail(Fault("*", 502, times=EVER))
    await told(house, NEWS)
    await passing(house, clock, timer, 30)
    server.faults.clear()
    server.fail(Fault("sendMessage", 500, times=EVER, contains="Собрание"))
    since = server.outbox.mark()

    await passing(house, clock, timer, 600)

    assert house.sender.line.up
    rows = await house.rows(sa.select(D.attempts))
    assert len(rows) == 3
    assert all(5 <= attempts <= 12 for (attempts,) in rows)
    assert _tried(server, since) <= 3 * 12 + 2
