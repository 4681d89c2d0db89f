"""What goes along with a push, what changes it later, and who hears beyond families; over HTTP."""

from datetime import time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.fact import File
from domain.facts import (
    NewsEdited,
    NewsPosted,
    NewsReminder,
    NewsWithdrawn,
    QuestionAnswered,
    QuestionAsked,
)
from domain.quiet import QuietHours
from notifications.sender import Options
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database
from tests.notifications.house import House, telegram, texts
from tests.notifications.marks import ALGEBRA
from tests.sandbox.pictures import png
from tests.school import SEPTEMBER, SmallSchool

MOTHER, ANNA, FATHER, TEACHER = 1001, 1002, 1003, 1004


_PICTURE = png(40, 30)


def news(**also: Any) -> NewsPosted:
    usual: dict[str, Any] = {
        "announcement": 2,
        "title": "Экскурсия",
        "body": "В <b>9:00</b>",
        "formatted": True,
    }
    return NewsPosted(**usual | {"thing": "news:2", "posted_at": SEPTEMBER} | also)


async def uploads(server: BotApiServer, *kinds: str) -> list[File]:
    """Return files that Telegram keeps, as somebody sent them to the bot."""
    person, found = server.person(77, "Кто-то"), []
    await person.start()
    for number, kind in enumerate(kinds):
        if kind == "photo":
            sent = await person.send_photo(_PICTURE)
            found.append(File(kind, sent.content["photo"][-1]["file_id"]))
        else:
            sent = await person.send_document(b"%PDF-1.4", f"{number}.pdf")
            found.append(File(kind, sent.content["document"]["file_id"]))
    return found


def on_phone(server: BotApiServer, who: int) -> list[str]:
    """Return the text or caption of each of the bot's messages that is on a phone now."""
    return [one.text for one in server.person(who, "").messages if one.from_bot]


async def goes_out(house: House, *facts: Any) -> None:
    await house.happens(*facts)
    while await house.plan():
        pass
    await house.send()


async def test_one_file_carries_the_words(house: House, server: BotApiServer) -> None:
    (file,) = await uploads(server, "document")

    await goes_out(house, news(course=1, files=[file], must_confirm=True))

    (call,) = [one for one in server.outbox.of("sendDocument") if one.chat_id == FATHER]
    assert call.params["caption"] == "📰 <b>Борис П.</b> · <b>Экскурсия</b>\nВ <b>9:00</b>"
    assert "newsok:2" in str(call.params["reply_markup"])
    assert texts(server) == []


async def test_several_files_follow_the_words_by_kind(house: House, server: BotApiServer) -> None:
    files = await uploads(server, "photo", "photo", "document")

    await goes_out(house, news(course=1, files=files))

    calls = [one for one in server.outbox.calls if one.chat_id == FATHER and one.ok]
    assert [one.method for one in calls] == ["sendMessage", "sendMediaGroup", "sendDocument"]
    rows = await house.rows(sa.select(t.delivery.c.message_id).where(t.delivery.c.chat_id == 3))
    assert rows == [(server.person(FATHER, "").messages[1].id,)]


async def test_a_refused_file_does_not_take_the_words_along(
    house: House, server: BotApiServer
) -> None:
    await goes_out(house, news(course=1, files=[File("document", "no-such-file")]))

    assert [text for who, text in texts(server) if who == FATHER] == [
        "📰 <b>Борис П.</b> · <b>Экскурсия</b>\nВ <b>9:00</b>"
    ]
    assert ("sent", "no file") in [row[2:] for row in await house.deliveries()]


async def test_an_edit_changes_what_is_on_the_phones_without_a_sound(
    house: House, server: BotApiServer
) -> None:
    (file,) = await uploads(server, "photo")
    await goes_out(
        house, news(course=1), news(course=1, announcement=3, thing="news:3", files=[file])
    )
    sent = len(on_phone(server, FATHER))

    edit: dict[str, Any] = {"title": "Экскурсия", "body": "В <i>10:00</i>", "formatted": True}
    await goes_out(
        house,
        NewsEdited(announcement=2, thing="news:2", **edit),
        NewsEdited(announcement=3, thing="news:3", **edit),
    )

    assert on_phone(server, FATHER)[-2:] == ["📰 Экскурсия\nВ 10:00\n(изменено)"] * 2
    assert len(on_phone(server, FATHER)) == sent


async def test_a_withdrawal_reaches_exactly_those_who_have_the_message(
    house: House, server: BotApiServer
) -> None:
    await goes_out(house, news(course=3))

    await goes_out(house, NewsWithdrawn(announcement=2, thing="news:2", title="Экскурсия"))

    assert on_phone(server, MOTHER)[-1] == "📰 Экскурсия\nШкола отозвала это объявление."
    assert {row[0] for row in await house.deliveries()} == {1}


async def test_what_can_no_longer_be_edited_is_sent_anew(
    house: House, server: BotApiServer
) -> None:
    await goes_out(house, news(course=3))
    server.fail(Fault("editMessageText", 400, "Bad Request: message can't be edited"))

    await goes_out(house, NewsEdited(announcement=2, thing="news:2", title="Т", body="Новое"))

    assert on_phone(server, MOTHER)[-1] == "📰 Т\nНовое\n(изменено)"


async def test_no_hours_hold_an_edit(
    db: Database, school: SmallSchool, clock: FixedClock, server: BotApiServer
) -> None:
    house = House(db, clock, telegram(server), Options(quiet=QuietHours(time(0), time(23, 59))))
    await goes_out(house, news(course=3, urgent=True))

    await goes_out(house, NewsEdited(announcement=2, thing="news:2", title="Т", body="Новое"))

    assert on_phone(server, MOTHER)[-1] == "📰 Т\nНовое\n(изменено)"
    await house.bot.session.close()


async def test_a_group_gets_the_news_of_its_class_and_nothing_of_anybodys(
    house: House, server: BotApiServer
) -> None:
    teacher = server.person(TEACHER, "Мария")
    group = server.group(-1001234, "7Б родители", [teacher])
    await house.change(
        sa.insert(t.chat).values(id=50, telegram_id=group.id, created_at=SEPTEMBER),
        sa.insert(t.class_group).values(
            chat_id=50, school_class_id=1, title="7Б", bound_at=SEPTEMBER
        ),
    )
    await goes_out(house, news(school_class=1), ALGEBRA, news(course=1))

    calls = [one for one in server.outbox.of("sendMessage") if one.chat_id == group.id]
    assert [one.params["text"] for one in calls] == ["📰 <b>Экскурсия</b>\nВ <b>9:00</b>"]
    assert "reply_markup" not in calls[0].params


async def test_staff_hear_what_is_for_them(house: House, server: BotApiServer) -> None:
    asked: dict[str, Any] = {
        "thread": 1,
        "subject": "Контрольная",
        "text": "Когда?",
        "author": "Ольга Иванова",
    }

    await goes_out(
        house, QuestionAsked(**asked, to_course=1), QuestionAsked(**asked, to_class=1),
        QuestionAsked(**asked, to_class=2), QuestionAsked(**asked, to_school=1),
    )  # fmt: skip

    words = "💬 Вопрос от Ольга Иванова: <b>Контрольная</b>\nКогда?"
    assert texts(server) == [(TEACHER, words)] * 2


async def test_who_left_the_post_before_the_message_hears_nothing(
    house: House, server: BotApiServer
) -> None:
    asked: dict[str, Any] = {
        "thread": 1,
        "subject": "Т",
        "text": "Когда?",
        "author": "О. И.",
        "to_course": 1,
    }
    await house.happens(QuestionAsked(**asked))
    await house.plan()
    gone = sa.delete(t.course_member).where(t.course_member.c.role == "teacher")
    await house.change(gone)

    await house.send()

    assert texts(server) == []
    assert [row[2:] for row in await house.deliveries()] == [("skipped", "revoked")]


async def test_a_teachers_quiet_hours_hold_and_release(
    db: Database, school: SmallSchool, clock: FixedClock, server: BotApiServer
) -> None:
    bot = telegram(server)
    house = House(db, clock, bot, Options(quiet=QuietHours(time(11), time(13))))
    asked: dict[str, Any] = {
        "thread": 1,
        "subject": "Т",
        "text": "Когда?",
        "author": "О. И.",
        "to_course": 1,
    }

    await goes_out(house, QuestionAsked(**asked))
    assert texts(server) == []
    clock.advance(timedelta(hours=2))
    await house.send()

    assert [who for who, _text in texts(server)] == [TEACHER]
    await bot.session.close()


@pytest.mark.parametrize(("about", "told"), [(1, 1), (None, 1), (3, 0)])
async def test_an_answer_goes_to_who_asked_while_they_see_the_child(
    house: House, server: BotApiServer, about: int | None, told: int
) -> None:
    answer = QuestionAnswered(
        thread=1, to_chat=1, about=about, subject="Т", text="В среду.", author="Мария Петровна"
    )

    await goes_out(house, answer)

    assert len(texts(server)) == told


async def test_a_reminder_goes_to_one_chat(house: House, server: BotApiServer) -> None:
    await goes_out(house, NewsReminder(announcement=2, title="Экскурсия", to_chat=3))

    assert texts(server) == [
        (FATHER, "🔔 Пожалуйста, подтвердите, что прочитали: <b>Экскурсия</b>")
    ]


@pytest.mark.parametrize(
    ("which", "heard"),
    [({"grade": "7"}, {MOTHER, ANNA, FATHER}), ({"grade": "3"}, {MOTHER}), ({"grade": "9"}, set()),
     ({"hearers": "guardian"}, {MOTHER, FATHER}), ({"hearers": "student"}, {ANNA})],
)  # fmt: skip
async def test_news_of_a_school_may_be_for_a_year_or_a_role(
    house: House, server: BotApiServer, which: dict[str, str], heard: set[int]
) -> None:
    await goes_out(house, news(school=1, **which))

    assert {who for who, _text in texts(server)} == heard
