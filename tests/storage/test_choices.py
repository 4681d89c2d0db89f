"""What a person chooses is stored alike in both databases."""

from datetime import time

import pytest

from domain.quiet import NONE, QuietHours, QuietWeek
from domain.timing import Mode
from storage import preferences, quiet, settings
from storage.database import Database
from tests.school import SmallSchool, fill

NIGHT = QuietHours(time(21), time(7))


@pytest.fixture
async def families(any_db: Database) -> SmallSchool:
    return await fill(any_db)


async def test_quiet_hours_are_kept_by_student_and_an_open_week_is_none(
    any_db: Database, families: SmallSchool
) -> None:
    week = QuietWeek.daily(NIGHT).put(6, NONE).put(5, None)

    async with any_db.begin() as session:
        for chosen in (QuietWeek.daily(NIGHT), week):
            await quiet.put(session, families.mother_chat, families.anna, chosen)
        await quiet.put(session, families.mother_chat, 0, QuietWeek.daily(NONE))
        await quiet.put(session, families.father_chat, 0, QuietWeek.daily(NIGHT))
        both = await settings.of_chat(session, families.mother_chat)
        await quiet.put(session, families.mother_chat, families.anna, QuietWeek())
        one = await settings.of_chat(session, families.mother_chat)
        none = await settings.of_chat(session, families.anna_chat)

    assert both.weeks == {0: QuietWeek.daily(NONE), families.anna: week}
    assert one.weeks == {0: QuietWeek.daily(NONE)}
    assert none.weeks == {}


async def test_the_chats_own_choices_are_its_own(any_db: Database, families: SmallSchool) -> None:
    async with any_db.begin() as session:
        await settings.choose_discreet(session, families.mother_chat, True)
        await settings.choose_digest(session, families.mother_chat, time(20))
        mine = await settings.of_chat(session, families.mother_chat)
        other = await settings.of_chat(session, families.father_chat)

    assert (mine.discreet, mine.digest_at) == (True, time(20))
    assert (other.discreet, other.digest_at) == (False, None)


async def test_modes_and_urgency_are_chosen_apart(any_db: Database, families: SmallSchool) -> None:
    chat, anna = families.mother_chat, families.anna

    async with any_db.begin() as session:
        never = await preferences.of_student(session, chat, anna)
        await preferences.choose_mode(session, chat, anna, ["a", "b"], Mode.EVENING)
        await preferences.choose_breaks(session, chat, anna, "b", False)
        await preferences.choose_breaks(session, chat, anna, "c", False)
        await preferences.choose_mode(session, chat, anna, ["b"], Mode.OFF)
        found = await preferences.of_student(session, chat, anna)
        of_pyotr = await preferences.of_student(session, chat, families.pyotr)
        await settings.choose_digest(session, chat, time(20))
        later = await preferences.of_student(session, chat, anna)

    assert (never.digest_at, never.kinds) == (None, {})
    assert found.kinds == {
        "a": (Mode.EVENING, True), "b": (Mode.OFF, False), "c": (Mode.NOW, False)
    }  # fmt: skip
    assert of_pyotr.kinds == {}
    assert later.digest_at == time(20)
