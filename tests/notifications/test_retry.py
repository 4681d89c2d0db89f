"""A dead letter's second chance, from the refusal to the phone."""

from datetime import timedelta

import sqlalchemy as sa

from domain.clock import FixedClock
from domain.delivery import Retried, Wanted
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from tests.notifications.house import House, texts
from tests.notifications.test_trace import MARK
from usecases.dead_letters import RetryDead

MOTHER, ANNA = 1001, 1002


async def _refused(house: House, server: BotApiServer) -> None:
    """Let the mother's message become a dead letter."""
    server.fail(Fault("sendMessage", 400, "Bad Request: message is too long", chat_id=MOTHER))
    await house.happens(MARK)
    await house.plan()
    await house.send()
    assert [chat for chat, _text in texts(server)] == [ANNA]


async def test_a_dead_letter_is_sent_after_all_however_old_it_is(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    await _refused(house, server)
    clock.advance(timedelta(days=30))

    done = await RetryDead(house.db, clock)(Wanted(reason="bad request"))
    await house.send()

    assert done == Retried(1, 0)
    assert [chat for chat, _text in texts(server)] == [ANNA, MOTHER]
    assert [row[2:] for row in await house.deliveries()] == [("sent", ""), ("sent", "")]


async def test_rights_are_asked_for_anew(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    await _refused(house, server)
    await house.change(sa.update(t.access_grant).values(revoked_at=clock.now()))

    await RetryDead(house.db, clock)(Wanted())
    await house.send()

    assert [chat for chat, _text in texts(server)] == [ANNA]
    assert ("skipped", "revoked") in [row[2:] for row in await house.deliveries()]


async def test_who_blocked_the_bot_hears_it_after_coming_back(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    await server.person(MOTHER, "Ольга").block()
    await house.happens(MARK)
    await house.plan()
    await house.send()
    blocked = await RetryDead(house.db, clock)(Wanted())

    await server.person(MOTHER, "Ольга").unblock()
    await house.change(sa.update(t.chat).values(unreachable_at=None))  # as MeetChat does
    back = await RetryDead(house.db, clock)(Wanted())
    await house.send()

    assert (blocked, back) == (Retried(0, 1), Retried(1, 0))
    assert [chat for chat, _text in texts(server)] == [ANNA, MOTHER]
