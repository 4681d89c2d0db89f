"""Scheduled news goes out at its hour, once, while its author may still post there."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.clock import FixedClock
from domain.facts import NewsPosted
from domain.rights import What
from domain.school_clock import SchoolClock
from keyboards.announcing import AskMoment, BeginNews, ChooseStudent, KeepNews
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.journal import change, rows
from tests.notifications.house import MOSCOW
from tests.person import Person
from tests.school import SmallSchool
from tests.usecases.jobs import Due
from usecases.posting import PostScheduled

TEACHER, NEWS = 1004, 3
AT_SIX = NOW + timedelta(hours=6)


@pytest.fixture
async def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    """Give a class teacher who has news for 18:00."""
    person = Person(bot, TEACHER)
    await person.press(BeginNews(what=What.CLASS, target_id=1))
    await person.say("Выезд\nВ субботу")
    await person.press(KeepNews())
    await person.press(AskMoment(news_id=NEWS))
    await person.say("18:00")
    return person


@pytest.fixture
def due(db: Database, clock: FixedClock) -> Due:
    return Due(db, clock, PostScheduled(db, SchoolClock(clock, MOSCOW)), AT_SIX)


async def kept(db: Database) -> dict[str, Any]:
    (row,) = await rows(db, t.announcement, t.announcement.c.id == NEWS)
    return row


async def test_it_goes_out_at_its_hour_and_once(teacher: Person, due: Due, db: Database) -> None:
    early = Due(db, due.clock, due.work, AT_SIX - timedelta(minutes=1))
    assert (await early.run(), await due.facts()) == (0, [])

    assert await due.run() == 1
    assert await due.again() == 0

    (fact,) = await due.facts()
    assert isinstance(fact, NewsPosted)
    assert (fact.title, fact.school_class, fact.posted_at) == ("Выезд", 1, AT_SIX)
    assert ((await kept(db))["state"], (await kept(db))["posted_at"]) == ("posted", AT_SIX)


async def test_it_is_for_the_chosen_students_only(
    teacher: Person, due: Due, school: SmallSchool
) -> None:
    await teacher.press(ChooseStudent(news_id=NEWS, student_id=school.boris, on=True))

    await due.run()

    (fact,) = await due.facts()
    assert isinstance(fact, NewsPosted)
    assert (fact.chosen, fact.school_class) == (NEWS, None)


async def test_who_may_no_longer_post_there_tells_nobody(
    teacher: Person, due: Due, db: Database
) -> None:
    await change(db, t.class_member, 4, ends_on=(NOW - timedelta(days=1)).date())

    assert await due.run() == 0

    assert await due.facts() == []
    assert ((await kept(db))["state"], (await kept(db))["publish_at"]) == ("draft", None)
    (entry,) = await rows(db, t.audit_entry, t.audit_entry.c.action == "news.post")
    assert (entry["chat_id"], entry["outcome"], entry["school_id"]) == (4, "refused", 1)


async def test_a_link_that_was_ended_ends_the_sending_too(
    teacher: Person, due: Due, db: Database
) -> None:
    async with db.begin() as session:
        ended = sa.update(t.access_grant).where(t.access_grant.c.chat_id == 4)
        await session.execute(ended.values(revoked_at=NOW))

    assert await due.run() == 0
    assert await due.facts() == []
