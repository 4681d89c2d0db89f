"""Telegram is away and comes back: one probe, and then everything at once."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from aiogram.exceptions import TelegramRetryAfter

from bot.limits import TakePlaces
from domain.clock import FixedClock
from domain.facts import Absence, PlannedLesson, Tomorrow
from domain.quiet import QuietHours
from notifications.limits import Rates
from notifications.sender import Options
from notifications.watching import Unwatched
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database
from tests.notifications.house import House, telegram, texts
from tests.notifications.telling import ANNA, DAY, FATHER, MOTHER, NEWS, mark, passing, states, told
from tests.notifications.timer import Skipping
from tests.school import SEPTEMBER, SmallSchool

GUARDIANS = range(5000, 5020)
EVER = 10**9
D = t.delivery.c


@pytest.fixture
def timer() -> Skipping:
    return Skipping()


@pytest.fixture
async def house(
    db: Database, school: SmallSchool, clock: FixedClock, server: BotApiServer, timer: Skipping
) -> AsyncIterator[House]:
    """Give the small school with twenty more guardians of Anna."""
    bot = telegram(server)
    # At Telegram's pace, so that few are under way when it goes.
    house = House(db, clock, bot, rates=Rates(chat=1000, gather=0), timer=timer)
    rights = {"role": "guardian", "student_id": 1, "granted_at": SEPTEMBER}
    await house.change(
        sa.insert(t.chat).values(
            [{"id": n, "telegram_id": n, "created_at": SEPTEMBER} for n in GUARDIANS]
        ),
        sa.insert(t.access_grant).values([{"chat_id": n, **rights} for n in GUARDIANS]),
    )
    for number in GUARDIANS:
        await server.person(number, "Кто-то").start()
    yield house
    await bot.session.close()


async def _away(server: BotApiServer, how: str) -> None:
    if how == "refused":
        await server.stop()
    else:
        server.fail(Fault("*", int(how), times=EVER))


async def _back(server: BotApiServer, how: str) -> None:
    if how == "refused":
        await server.start()
    server.faults.clear()


def _calls(server: BotApiServer, method: str, since: int = 0) -> int:
    return sum(call.method == method for call in server.outbox.since(since))


@pytest.mark.parametrize("how", ["refused", "502", "500", "401", "404", "409"])
async def test_after_an_outage_everything_goes_at_once(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping, how: str
) -> None:
    absent = Absence(student=1, name="", day=DAY, category="absent")
    await house.happens(NEWS, mark("5"), absent)
    await house.plan()
    await _away(server, how)
    since = server.outbox.mark()
    await passing(house, clock, timer, 180)

    waiting = await house.rows(sa.select(D.attempts, D.due_at > clock.now()))
    tried, probes = _calls(server, "sendMessage", since), _calls(server, "getMe", since)
    await _back(server, how)
    timer.ahead += 5
    await house.send()

    assert set(waiting) == {(0, False)}
    assert tried <= 10
    assert probes <= 10 + 180 / 5
    rows = await house.rows(sa.select(D.state, D.attempts, D.finished_at, D.lost_answers))
    assert set(rows) == {("sent", 1, clock.now(), 0)}
    heard = [chat for chat, _text in texts(server)]
    assert len(heard) == 45
    assert len(set(heard[:22])) == 22
    assert set(heard) == {MOTHER, ANNA, FATHER, *GUARDIANS}


async def test_the_important_go_first_after_an_outage(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    await house.happens(mark("5", student=3))
    await house.plan()
    server.fail(Fault("*", 502, times=EVER))
    await passing(house, clock, timer, 10)
    await house.happens(Absence(student=1, name="", day=DAY, category="absent"))
    await house.plan()
    await passing(house, clock, timer, 10)

    server.faults.clear()
    timer.ahead += 5
    await house.send()

    heard = [chat for chat, _text in texts(server)]
    assert heard[-1] == FATHER
    assert len(heard) == 23


async def test_only_a_few_are_tried_and_then_the_server_is_asked(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    await told(house)
    server.fail(Fault("*", 502, times=EVER))
    await told(house, mark("5"))
    since = server.outbox.mark()

    await passing(house, clock, timer, 600)

    methods = [call.method for call in server.outbox.since(since)]
    assert set(methods) == {"getMe"}
    assert 100 <= len(methods) <= 120


async def test_where_the_server_answers_but_takes_nothing_three_chats_are_enough(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    server.fail(Fault("sendMessage", 502, times=EVER))
    await told(house, mark("5"))
    await passing(house, clock, timer, 180)
    waiting = await house.rows(sa.select(D.attempts, D.due_at > clock.now()))
    tried = _calls(server, "sendMessage")

    server.faults.clear()
    timer.ahead += 5
    await house.send()

    assert set(waiting) == {(0, False)}
    assert tried <= 10 + 180 / 5
    rows = await house.rows(sa.select(D.state, D.attempts, D.finished_at))
    assert set(rows) == {("sent", 1, clock.now())}


async def test_a_message_at_which_the_server_breaks_stops_nobody_else(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    server.fail(Fault("sendMessage", 500, times=EVER, contains="Собрание"))
    await told(house, NEWS)
    failed = await house.rows(sa.select(D.attempts, D.state))

    await told(house, mark("5", student=3))

    # A news that fails in every chat is one message: each waits by itself, and others pass.
    assert house.sender.line.up
    assert set(failed) == {(1, "held")}
    assert [chat for chat, _text in texts(server)] == [FATHER]
    await passing(house, clock, timer, 15)
    assert house.sender.line.up
    later = await house.rows(sa.select(sa.func.min(D.attempts)).where(D.kind == "news.posted"))
    assert later >= [(2,)]


async def test_a_broken_message_at_the_head_does_not_keep_the_line_away(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    server.fail(Fault("*", 502, times=EVER))
    await told(house, mark("5"))
    await passing(house, clock, timer, 30)
    server.faults.clear()
    server.fail(Fault("sendMessage", 500, times=EVER, chat_id=MOTHER))

    await passing(house, clock, timer, 15)

    assert house.sender.line.up
    assert len(texts(server)) == 21
    mothers = await house.rows(sa.select(D.state, D.attempts > 0).where(D.chat_id == 1))
    assert mothers == [("held", True)]


async def test_what_is_stale_when_the_line_is_back_is_not_told(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    server.fail(Fault("*", 502, times=EVER))
    await told(house, mark("5"))
    clock.advance(timedelta(days=2, seconds=1))
    server.faults.clear()
    timer.ahead += 5

    await house.send()

    assert texts(server) == []
    assert set(states(await house.deliveries())) == {"skipped: stale"}
    assert house.sender.line.up


async def test_quiet_hours_hold_what_the_line_lets_go(
    db: Database, school: SmallSchool, clock: FixedClock, server: BotApiServer, timer: Skipping
) -> None:
    bot = telegram(server)
    house = House(db, clock, bot, Options(quiet=QuietHours(time(21), time(7))), timer=timer)
    server.fail(Fault("*", 502, times=EVER))
    await told(house, mark("5"))
    clock.moment = datetime(2026, 9, 16, 19, 0, tzinfo=UTC)  # ten in the evening in Moscow
    server.faults.clear()
    timer.ahead += 5
    await house.send()
    at_night = texts(server)

    clock.moment = datetime(2026, 9, 17, 4, 0, tzinfo=UTC)
    await house.send()

    assert at_night == []
    assert sorted(chat for chat, _text in texts(server)) == [MOTHER, ANNA]
    await bot.session.close()


async def test_lost_answers_are_counted_and_repeated_only_where_the_kind_says_so(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    # The server takes what we send and dies before it answers.
    server.fail(Fault("sendMessage", drop="after", chat_id=MOTHER))
    server.fail(Fault("*", 502, times=EVER))
    lesson = PlannedLesson(number=1, subject="Алгебра")
    await told(house, Tomorrow(student=1, name="", day=DAY, lessons=[lesson]))
    await passing(house, clock, timer, 30)
    server.faults.clear()
    timer.ahead += 5
    await house.send()
    server.fail(Fault("sendMessage", drop="after", chat_id=MOTHER))
    server.fail(Fault("*", 502, times=EVER))
    await told(house, mark("5", student=1))
    await passing(house, clock, timer, 30)
    server.faults.clear()
    timer.ahead += 5
    await house.send()

    query = sa.select(D.kind, D.state, D.reason, D.lost_answers).where(D.chat_id == 1)
    assert await house.rows(query.order_by(D.id)) == [
        ("day.tomorrow", "sent", "answer lost", 0),
        ("mark.added", "sent", "", 1),
    ]
    mothers = [call for call in server.outbox.of("sendMessage") if call.chat_id == MOTHER]
    assert [call.code for call in mothers if call.code != 502] == [0, 0, 200]


async def test_going_and_coming_are_told_once_each(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    seen: list[bool] = []

    class Watching(Unwatched):
        def line(self, *, up: bool) -> None:
            seen.append(up)

    house.sender.line.watcher = Watching()
    server.fail(Fault("*", 502, times=EVER))
    await told(house, mark("5"), NEWS)
    await passing(house, clock, timer, 60)
    server.faults.clear()
    timer.ahead += 5
    await house.send()

    assert seen == [False, True]
    lines = [record.getMessage() for record in caplog.records if "line" in record.getMessage()]
    assert len(lines) == 2
    assert lines[0] == "the line to the Bot API is away: TelegramServerError"
    assert lines[1].startswith("the line to the Bot API is back after ")


async def test_a_worker_asks_by_itself_and_sends_all_when_the_line_is_back(
    house: House, server: BotApiServer
) -> None:
    server.fail(Fault("*", 502, times=4))

    async with house.worker:
        await house.happens(mark("5"))
        # The clock stands: whatever waits for a moment of its own would wait for ever.
        await server.outbox.wait_for(lambda _call: len(texts(server)) == 22, within=60)

    assert {row[2] for row in await house.deliveries()} == {"sent"}


async def test_a_line_without_messages_is_asked_until_it_is_back(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    server.fail(Fault("*", 502, times=EVER))
    await told(house, mark("5"))
    await house.change(sa.delete(t.delivery))
    server.faults.clear()
    timer.ahead += 5

    await house.send()

    assert house.sender.line.up


async def test_a_tomorrow_that_never_left_is_not_taken_for_sent(
    house: House, server: BotApiServer, clock: FixedClock, timer: Skipping
) -> None:
    await server.stop()
    lesson = PlannedLesson(number=1, subject="Алгебра")
    await told(house, Tomorrow(student=1, name="", day=date(2026, 9, 17), lessons=[lesson]))
    await passing(house, clock, timer, 60)
    await server.start()
    timer.ahead += 5
    await house.send()

    assert len(texts(server)) == 22
    assert set(states(await house.deliveries())) == {"sent"}


async def test_answers_to_taps_do_not_wait_for_the_line_and_bring_it_back(
    house: House, server: BotApiServer
) -> None:
    sender = house.sender
    house.bot.session.middleware(TakePlaces(sender.gate, sender.limits, sender.line))
    server.fail(Fault("*", 502, times=EVER))
    await told(house, mark("5"))
    away = sender.line.away
    server.faults.clear()

    await house.bot.send_message(FATHER, "Меню")
    await house.send()

    assert away
    heard = [chat for chat, _text in texts(server)]
    assert heard[0] == FATHER
    assert len(heard) == 23


async def test_an_answer_that_is_too_much_for_the_bot_holds_up_what_waits(
    house: House, server: BotApiServer
) -> None:
    sender = house.sender
    house.bot.session.middleware(TakePlaces(sender.gate, sender.limits, sender.line))
    server.fail(Fault("sendMessage", 429, retry_after=9, chat_id=FATHER))

    with pytest.raises(TelegramRetryAfter):
        await house.bot.send_message(FATHER, "Меню")
    await told(house, mark("5"))

    assert 8 < sender.gate.closed <= 9
    assert texts(server) == []
