"""What goes wrong between us and Telegram, over real HTTP."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import (
    Absence,
    PlannedLesson,
    Tomorrow,
)
from notifications.limits import Rates
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from tests.notifications.house import House, texts
from tests.notifications.telling import ANNA, DAY, FATHER, MOTHER, mark, states, told


async def test_a_lost_connection_is_tried_again_and_nothing_overtakes(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    server.fail(Fault("sendMessage", drop="before", chat_id=MOTHER))

    await told(house, mark("5"))
    await told(house, mark("4"))
    first = texts(server)
    clock.advance(timedelta(seconds=4))
    await house.send()

    assert [chat for chat, _text in first] == [ANNA, ANNA]
    (mothers,) = [text for chat, text in texts(server) if chat == MOTHER]
    assert mothers.index("<b>5</b>") < mothers.index("<b>4</b>")


async def test_what_failed_holds_up_nothing_more_important(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    server.fail(Fault("sendMessage", drop="before", chat_id=MOTHER))
    absent = Absence(student=1, name="", day=DAY, category="absent")

    await told(house, mark("5"))
    await told(house, absent)

    (mothers,) = [text for chat, text in texts(server) if chat == MOTHER]
    assert "Алгебра" not in mothers
    clock.advance(timedelta(seconds=4))
    await house.send()
    assert len([chat for chat, _text in texts(server) if chat == MOTHER]) == 2


@pytest.mark.parametrize("code", [500, 502, 401])
async def test_trouble_that_is_not_the_messages_fault_is_waited_out(
    house: House, server: BotApiServer, clock: FixedClock, code: int
) -> None:
    server.fail(Fault("sendMessage", code, times=4))

    await told(house, mark("5"))
    for seconds in (3, 6):
        clock.advance(timedelta(seconds=seconds))
        await house.send()

    assert sorted(chat for chat, _text in texts(server)) == [MOTHER, ANNA]


async def test_a_429_pauses_a_chat_that_was_written_to_much_for_as_long_as_telegram_says(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    house.sender.limits.rates = Rates(gather=0)
    await told(house, mark("5"))
    server.fail(Fault("sendMessage", 429, retry_after=9, chat_id=MOTHER))

    await told(house, mark("4"), mark("3", student=3))

    assert sorted(chat for chat, _text in texts(server)) == [MOTHER, ANNA, ANNA, FATHER]
    due = t.delivery.c.due_at
    rows = await house.rows(sa.select(due).where(t.delivery.c.state == "held"))
    assert rows == [(clock.now() + timedelta(seconds=9),)]
    assert 8 < house.sender.limits.wait(MOTHER) <= 9
    assert house.sender.gate.closed == 0


async def test_a_429_of_a_chat_left_in_peace_closes_the_whole_bot(
    house: House, server: BotApiServer
) -> None:
    server.fail(Fault("sendMessage", 429, retry_after=9, times=2))

    await told(house, mark("5"))
    await told(house, mark("4", student=3))

    assert texts(server) == []
    assert 8 < house.sender.gate.closed <= 9


async def test_a_lost_answer_is_counted_and_what_may_be_told_twice_is_told_again(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    server.fail(Fault("sendMessage", drop="after", chat_id=MOTHER))

    await told(house, mark("5"))
    clock.advance(timedelta(seconds=4))
    await house.send()

    mothers = [call for call in server.outbox.of("sendMessage") if call.chat_id == MOTHER]
    assert len(mothers) == 2
    d = t.delivery.c
    rows = await house.rows(sa.select(d.chat_id, d.state, d.lost_answers).order_by(d.id))
    assert rows == [(1, "sent", 1), (2, "sent", 0)]


async def test_a_lost_answer_to_a_daily_message_is_not_followed_by_another(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    server.fail(Fault("sendMessage", drop="after", chat_id=MOTHER))
    lesson = PlannedLesson(number=1, subject="Алгебра")

    await told(house, Tomorrow(student=1, name="", day=DAY, lessons=[lesson]))
    clock.advance(timedelta(seconds=4))
    await house.send()

    mothers = [call for call in server.outbox.of("sendMessage") if call.chat_id == MOTHER]
    assert len(mothers) == 1
    assert states(await house.deliveries()) == ["sent: answer lost", "sent"]


async def test_a_blocked_bot_gives_up_and_remembers_the_chat(
    house: House, server: BotApiServer
) -> None:
    await server.person(MOTHER, "Ольга").block()

    later = house.clock.now() + timedelta(hours=1)
    await told(house, mark("5"), mark("4"))
    await house.happens(mark("3"), ready_at=later)

    assert texts(server) == [(ANNA, text) for _chat, text in texts(server)]
    mothers = [row for row in await house.deliveries() if row[0] == 1]
    assert states(mothers) == ["failed: forbidden", "failed: forbidden"]
    (known,) = await house.rows(sa.select(t.chat.c.unreachable_at).where(t.chat.c.id == 1))
    assert known == (house.clock.now(),)


async def test_a_chat_that_never_began_is_given_up(house: House, server: BotApiServer) -> None:
    await house.change(sa.update(t.chat).where(t.chat.c.id == 1).values(telegram_id=9999))

    await told(house, mark("5"))

    assert states(await house.deliveries()) == ["failed: chat not found", "sent"]


async def test_a_permanent_400_is_given_up_and_logged_without_anybodys_data(
    house: House, server: BotApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail(
        Fault("sendMessage", 400, "Bad Request: message is too long", chat_id=MOTHER,
              contains="<b>5</b>", times=2)
    )  # fmt: skip

    await told(house, mark("5"), mark("4"))

    mothers = [row for row in await house.deliveries() if row[0] == 1]
    assert states(mothers) == ["failed: bad request", "sent"]
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 1
    assert errors[0].endswith("(mark.added) is refused: TelegramBadRequest")
    assert "Алгебра" not in caplog.text


async def test_too_large_is_permanent_although_it_is_a_network_error(
    house: House, server: BotApiServer
) -> None:
    server.fail(Fault("sendMessage", 413, chat_id=MOTHER))

    await told(house, mark("5"))

    assert states(await house.deliveries()) == ["failed: too large", "sent"]


async def test_a_group_that_moved_is_followed(house: House, server: BotApiServer) -> None:
    server.fail(
        Fault("sendMessage", 400, "group chat was upgraded", migrate_to=FATHER, chat_id=MOTHER)
    )
    await house.change(sa.update(t.chat).where(t.chat.c.id == 3).values(telegram_id=5))

    await told(house, mark("5"))
    await house.send()

    assert sorted(chat for chat, _text in texts(server)) == [ANNA, FATHER]
    assert states(await house.deliveries()) == ["sent", "sent"]
