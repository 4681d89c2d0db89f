"""A class's Telegram group: its news, nobody's data, and what goes wrong there; over HTTP."""

from datetime import time
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import NewsEdited, NewsPosted, NewsWithdrawn
from domain.quiet import QuietHours
from notifications.kind import all_kinds
from notifications.sender import Options
from sandbox.faults import Fault
from sandbox.groups import Group
from sandbox.server import BotApiServer
from storage import audiences
from storage import tables as t
from storage.database import Database
from tests.notifications.house import House, telegram
from tests.notifications.telling import told
from tests.notifications.test_fault_matrix import EVERY
from tests.school import SEPTEMBER, SmallSchool

TEACHER, ROW = 1004, 50
TEXT: dict[str, Any] = {"title": "Экскурсия", "body": "В 9:00", "thing": "news:2"}
NEWS = NewsPosted(announcement=2, posted_at=SEPTEMBER, school_class=1, must_confirm=True, **TEXT)
EDITED = NewsEdited(announcement=2, must_confirm=True, **TEXT | {"body": "В 10:00"})
WITHDRAWN = NewsWithdrawn(announcement=2, **TEXT)
ASK = "☝️ Родители, подтвердите, пожалуйста, в личном чате с ботом."


async def bound(
    house: House, server: BotApiServer, topic: int | None = None, number: int = -500
) -> Group:
    """Return a group of class 7Б, bound to it by its class teacher."""
    group = server.group(number, "7Б родители", [server.person(TEACHER, "Мария")])
    await house.change(
        sa.insert(t.chat).values(id=ROW, telegram_id=group.id, created_at=SEPTEMBER),
        sa.insert(t.class_group).values(
            chat_id=ROW, school_class_id=1, title="7Б", thread_id=topic, bound_by_id=4,
            bound_at=SEPTEMBER,
        ),
    )  # fmt: skip
    return group


def shown(group: Group) -> list[str]:
    return [one.text for one in group.messages if one.from_bot]


async def became(house: House) -> list[tuple[Any, ...]]:
    """Return (kind, state, reason) of the group's deliveries."""
    return [row[1:] for row in await house.deliveries() if row[0] == ROW]


async def test_a_group_reads_names_nobody_and_has_no_buttons(
    house: House, server: BotApiServer
) -> None:
    group = await bound(house, server)

    await told(house, NEWS)
    await told(house, EDITED)

    assert shown(group) == [f"📰 Экскурсия\nВ 10:00\n{ASK}\n(изменено)"]
    calls = [call for call in server.outbox.calls if call.chat_id == group.id]
    assert [call.params["text"] for call in calls] == [
        f"📰 <b>Экскурсия</b>\nВ 9:00\n{ASK}",
        f"📰 <b>Экскурсия</b>\nВ 10:00\n{ASK}\n<i>(изменено)</i>",
    ]
    assert not any(call.params.get("reply_markup") for call in calls)


async def test_of_all_kinds_only_news_reach_a_group(house: House, server: BotApiServer) -> None:
    group = await bound(house, server)
    others = [fact for fact in EVERY if fact.code != NewsPosted.code]

    for fact in others:
        await told(house, fact)

    assert shown(group) == []
    reaching = {audiences.Group.CLASS_GROUPS, audiences.Group.READERS}
    assert {code for code, kind in all_kinds().items() if reaching & set(kind.groups)} == {
        "news.posted", "news.edited", "news.withdrawn",
    }  # fmt: skip


async def test_a_group_keeps_the_schools_quiet_hours(
    db: Database, school: SmallSchool, clock: FixedClock, server: BotApiServer
) -> None:
    house = House(db, clock, telegram(server), Options(quiet=QuietHours(time(0), time(23, 59))))
    group = await bound(house, server)

    await told(house, NEWS)

    assert (shown(group), await became(house)) == ([], [("news.posted", "held", "")])
    await house.bot.session.close()


async def test_a_lost_topic_is_replaced_by_the_general_one(
    house: House, server: BotApiServer
) -> None:
    group = await bound(house, server, topic=77)

    await told(house, NEWS)

    assert shown(group) == [f"📰 Экскурсия\nВ 9:00\n{ASK}"]
    assert await became(house) == [("news.posted", "sent", "")]


async def test_a_group_that_moved_gets_its_news_at_the_new_number(
    house: House, server: BotApiServer
) -> None:
    moved = await (await bound(house, server)).migrate()

    await told(house, NEWS)

    assert shown(moved) == [f"📰 Экскурсия\nВ 9:00\n{ASK}"]
    assert await house.rows(sa.select(t.chat.c.telegram_id).where(t.chat.c.id == ROW)) == [
        (moved.id,)
    ]


@pytest.mark.parametrize(("end", "reason"), [("kick", "forbidden"), ("delete", "chat not found")])
async def test_who_puts_the_bot_out_unbinds_the_group(
    house: House, server: BotApiServer, end: str, reason: str
) -> None:
    group = await bound(house, server)
    if end == "kick":
        await group.kick_bot(server.person(TEACHER, "Мария"))
    else:
        server.fail(Fault("sendMessage", 400, "Bad Request: chat not found", chat_id=group.id))

    await told(house, NEWS)

    assert await became(house) == [("news.posted", "failed", reason)]
    assert await house.rows(sa.select(t.class_group)) == []
    a = t.audit_entry.c
    assert await house.rows(sa.select(a.chat_id, a.action, a.outcome, a.detail)) == [
        (ROW, "group.unbind", "lost", {"class": 1, "reason": reason})
    ]


async def test_a_group_that_is_bound_no_more_still_gets_no_buttons(
    house: House, server: BotApiServer
) -> None:
    group = await bound(house, server)
    await told(house, NEWS)
    await house.change(sa.delete(t.class_group))

    await told(house, EDITED)

    edits = [call for call in server.outbox.of("editMessageText") if call.chat_id == group.id]
    assert [call.params.get("reply_markup") for call in edits] == [None]


async def test_who_deleted_the_message_is_not_told_that_it_is_void(
    house: House, server: BotApiServer
) -> None:
    group = await bound(house, server)
    await told(house, NEWS)
    gone = "Bad Request: message to edit not found"
    server.fail(Fault("editMessageText", 400, gone, chat_id=group.id))

    await told(house, WITHDRAWN)

    assert shown(group) == [f"📰 Экскурсия\nВ 9:00\n{ASK}"]
    assert await became(house) == [
        ("news.posted", "sent", ""), ("news.withdrawn", "sent", "message gone"),
    ]  # fmt: skip
