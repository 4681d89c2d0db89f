"""Deliveries over real HTTP to a Bot API server that answers as Telegram does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import (
    HomeworkAssigned,
)
from domain.quiet import QuietHours
from notifications.limits import Rates
from notifications.sender import Options
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database
from tests.notifications.house import House, telegram, texts
from tests.notifications.telling import ANNA, FATHER, MOTHER, NEWS, mark, states, told
from tests.school import SEPTEMBER, SmallSchool


async def test_each_chat_hears_once_in_its_own_language_and_by_its_own_view(
    house: House, server: BotApiServer
) -> None:
    english = sa.update(t.chat).where(t.chat.c.id == 2).values(language="en")
    await house.change(english)

    await told(house, mark("5"), NEWS)
    await house.send()

    assert sorted(texts(server)) == [
        (MOTHER, "⭐ <b>Анна И.</b> · Новая оценка: Алгебра — <b>5</b>\nср, 16 сент."),
        (MOTHER, "📰 <b>Собрание</b>"),
        (ANNA, "⭐ New mark: Алгебра — <b>5</b>\nWed, Sep 16"),
        (ANNA, "📰 <b>Собрание</b>"),
        (FATHER, "📰 <b>Собрание</b>"),
    ]
    assert states(await house.deliveries()) == ["sent"] * 5


async def test_a_message_about_two_children_names_both(house: House, server: BotApiServer) -> None:
    twin = sa.update(t.course_member).where(t.course_member.c.person_id == 2).values(course_id=1)
    await house.change(twin)
    due = date(2026, 9, 17)

    await told(
        house,
        HomeworkAssigned(course=1, subject="Алгебра", text="№ 1", assigned_on=due, due_on=due),
    )

    assert dict(texts(server))[MOTHER] == (
        "📝 <b>Анна И.</b>, <b>Пётр И.</b> · Домашнее задание: Алгебра, на чт, 17 сент.\n№ 1"
    )


async def test_the_order_within_a_chat_is_the_order_of_the_facts(
    house: House, server: BotApiServer
) -> None:
    await told(house, *(mark(str(number)) for number in range(2, 6)), NEWS, mark("1"))

    for chat in (MOTHER, ANNA):
        said = "\n".join(text for to, text in texts(server) if to == chat)
        values = [line.split("<b>")[-1].removesuffix("</b>") for line in said.split("\n")]
        heard = [value for value in values if value in {*"12345", "Собрание"}]
        assert sorted(heard) == ["1", "2", "3", "4", "5", "Собрание"]
        assert [value for value in heard if value in "2345"] == ["2", "3", "4", "5"]


async def test_a_right_withdrawn_after_planning_is_respected(
    house: House, server: BotApiServer
) -> None:
    await house.happens(mark("5"), NEWS)
    await house.plan()
    of_anna = t.access_grant.c.student_id == 1
    await house.change(sa.update(t.access_grant).where(of_anna).values(revoked_at=SEPTEMBER))

    await house.send()
    await house.send()

    # The mother still hears the school's news through her other child.
    assert sorted(chat for chat, _text in texts(server)) == [MOTHER, FATHER]
    assert dict(texts(server))[MOTHER] == "📰 <b>Собрание</b>"
    reasons = {(chat, kind): reason for chat, kind, _state, reason in await house.deliveries()}
    assert reasons == {
        (1, "mark.added"): "revoked", (2, "mark.added"): "revoked", (1, "news.posted"): "",
        (2, "news.posted"): "revoked", (3, "news.posted"): "",
    }  # fmt: skip


async def test_a_kind_switched_off_after_planning_is_respected(
    house: House, server: BotApiServer
) -> None:
    await house.happens(mark("5"))
    await house.plan()
    off = {"chat_id": 1, "student_id": 1, "kind": "mark.added", "mode": "off"}
    await house.change(sa.insert(t.preference).values(off))

    await house.send()

    assert states(await house.deliveries()) == ["skipped: switched off", "sent"]


async def test_old_news_is_kept_silent(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    await house.happens(mark("5"))
    await house.plan()
    clock.advance(timedelta(days=2, seconds=1))

    await house.send()

    assert texts(server) == []
    assert states(await house.deliveries()) == ["skipped: stale"] * 2


async def test_what_waited_for_its_digest_is_not_old(
    house: House, server: BotApiServer, clock: FixedClock
) -> None:
    weekly = {"chat_id": 1, "student_id": 1, "kind": "mark.added", "mode": "weekly"}
    await house.change(sa.insert(t.preference).values(weekly))
    await told(house, mark("5"))
    clock.moment = datetime(2026, 9, 20, 16, 0, tzinfo=UTC)  # Sunday, seven in the evening

    await house.happens(mark("4"))
    await told(house)

    assert [text for chat, text in texts(server) if chat == MOTHER] == [
        (
            "📅 <b>Неделя в двух словах</b>\n\n"
            "⭐ <b>Анна И.</b> · Новая оценка: Алгебра — <b>5</b>\nср, 16 сент."
        )
    ]


async def test_what_falls_due_again_at_night_waits_for_the_morning(
    db: Database, school: SmallSchool, clock: FixedClock, server: BotApiServer
) -> None:
    options = Options(quiet=QuietHours(time(21), time(7)))
    house = House(db, clock, telegram(server), options)
    await house.happens(mark("5"))
    await house.plan()
    clock.moment = datetime(2026, 9, 16, 19, 0, tzinfo=UTC)  # ten in the evening in Moscow

    await house.send()
    at_night = texts(server)
    clock.moment = datetime(2026, 9, 17, 4, 0, tzinfo=UTC)
    await house.send()

    assert at_night == []
    assert sorted(chat for chat, _text in texts(server)) == [MOTHER, ANNA]
    attempts = await house.rows(sa.select(t.delivery.c.attempts))
    assert attempts == [(1,), (1,)]
    await house.bot.session.close()


async def test_a_fact_that_cannot_be_written_stops_nobody_else(
    house: House, server: BotApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"student": 1, "name": "Анна", "day": "вчера"}
    moments = {"happened_at": house.clock.now(), "ready_at": house.clock.now()}
    await house.change(sa.insert(t.fact).values(kind="mark.added", payload=broken, **moments))

    await told(house, mark("5"))

    assert states(await house.deliveries()) == ["failed: unwritable"] * 2 + ["sent"] * 2
    assert "вчера" not in caplog.text
    assert "ValueError" in caplog.text


async def test_the_bots_own_rate_keeps_telegram_from_refusing(
    db: Database, school: SmallSchool, clock: FixedClock, server: BotApiServer
) -> None:
    server.limits.on = True
    people = range(5000, 5060)
    for number in people:
        await server.person(number, "Кто-то").start()
    house = House(db, clock, telegram(server), rates=Rates(gather=0))
    await house.change(
        *(_chat(number) for number in people), *(_guardian(number) for number in people)
    )

    await told(house, mark("5"))

    assert len(texts(server)) == 62
    assert server.outbox.errors() == []
    await house.bot.session.close()


def _chat(number: int) -> sa.Executable:
    return sa.insert(t.chat).values(id=number, telegram_id=number, created_at=SEPTEMBER)


def _guardian(number: int) -> sa.Executable:
    values = {"chat_id": number, "role": "guardian", "student_id": 1, "granted_at": SEPTEMBER}
    return sa.insert(t.access_grant).values(values)


async def test_what_is_under_way_at_a_stop_ends_or_is_handed_back(
    house: House, server: BotApiServer
) -> None:
    server.fail(Fault("sendMessage", delay=5, chat_id=MOTHER))
    await house.happens(mark("5"))
    await house.plan()
    await house.sender.start_due()

    await house.sender.drain(1)

    assert [chat for chat, _text in texts(server)] == [ANNA]
    d = t.delivery.c
    rows = await house.rows(sa.select(d.chat_id, d.state, d.claimed_by).order_by(d.id))
    assert rows[0] == (1, "due", None)
    assert rows[1][:2] == (2, "sent")
