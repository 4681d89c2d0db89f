"""From the timetable's files to the phones: lessons appear, one falls out, one is substituted."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.serve import Service
from bot.settings import Settings
from domain.clock import FixedClock
from domain.people import Role
from domain.school_clock import SchoolClock
from sandbox.people import Person
from sandbox.server import BotApiServer
from storage.database import Database
from tests.notifications.house import MOSCOW
from tests.sources.bundles import rows, small
from tests.storage.importing import School
from usecases.codes import IssueCodes, Target

PLAN = {
    "bells.csv": (
        "sourcedId,orgSourcedId,number,startTime,endTime\nb1,s,1,08:30,09:15\nb2,s,2,09:25,10:10\n"
    ),
    "timetable.csv": (
        "sourcedId,classSourcedId,weekday,number,room,teacherSourcedId\n"
        "t1,7b-alg,4,1,204,teacher\nt2,7b-alg,4,2,204,teacher\nt3,3a-read,4,1,12,reader\n"
    ),
    "holidays.csv": (
        "sourcedId,title,beginDate,endDate,orgSourcedId\nh1,Каникулы,2026-09-24,2026-09-24,s\n"
    ),
}
"""Lessons on Thursdays; the clock stands on Wednesday, 16 September."""


def school() -> dict[str, str]:
    """Return the small bundle with a third class, a deputy head and a second teacher."""
    return (
        small(
            courses=rows("courses") + "read,,,Чтение,s\n",
            classes=rows("classes") + "3a,,,3А,03,read,homeroom,,s,q1\n"
            "3a-read,,,Чтение 3А,03,read,scheduled,12,s,q1\n",
            users=rows("users") + "pyotr,,,true,p,Пётр,Орлов,,,03,,s\n"
            "reader,,,true,r,Нина,Белова,Львовна,,,,s\ndeputy,,,true,d,Галина,Ветрова,,,,,s\n",
            roles=rows("roles")
            + "r5,,,pyotr,primary,student,,,s\nr6,,,reader,primary,teacher,,,s\n"
            "r7,,,deputy,primary,principal,,,s\n",
            enrollments=rows("enrollments") + "e6,,,3a,s,pyotr,student,,,\n"
            "e7,,,3a-read,s,pyotr,student,,,\ne8,,,3a-read,s,reader,teacher,true,,\n"
            "e9,,,7b-alg,s,teacher,teacher,true,,\n",
        )
        | PLAN
    )


@pytest.fixture
async def people(
    live_settings: Settings, server: BotApiServer, db: Database, clock: FixedClock, tmp_path: Path
) -> AsyncIterator[dict[str, Person]]:
    """Give a served school with a timetable; a parent of each child and the deputy head link."""
    settings = live_settings.model_copy(update={"grace_seconds": 0})
    result = await School(db, clock, tmp_path).take(school())
    assert (result.imported, result.ahead.added) == (True, 3 * 3)  # one week is free
    issue = IssueCodes(db, SchoolClock(clock, MOSCOW), settings.key)
    targets = {
        "Ольга": Target(student="anna", guardian="mother"),
        "Борис": Target(student="boris", role=Role.STUDENT),
        "Пётр": Target(student="pyotr", role=Role.STUDENT),
        "Галина": Target(staff="deputy"),
    }
    async with Service(settings, db, clock):
        found = {}
        for number, (name, target) in enumerate(targets.items(), 1001):
            found[name] = server.person(number, name, language_code="ru")
            (code,) = await issue(target)
            await found[name].say(code.code)
            await found[name].wait_for(lambda m: m.from_bot and bool(m.buttons))
            await found[name].tap("Да")
        yield found


async def test_a_lesson_falls_out_another_is_substituted_and_only_the_class_hears(
    people: dict[str, Person], server: BotApiServer
) -> None:
    mother, deputy = people["Ольга"], people["Галина"]
    await mother.say("/tomorrow")
    await mother.wait_for_text("1. Алгебра\n08:30–09:15, каб. 204")
    mark = server.outbox.mark()

    for button in ("🗓 Замены", "чт, 17 ›", "7Б", "1. Алгебра", "✗ Отменить", "Да, отменить"):
        await deputy.tap(button)
    assert "✗ Урок отменён." in deputy.screen.text
    for button in ("‹ 7Б", "2. Алгебра", "⇄ Замена", "Белова Нина Львовна"):
        await deputy.tap(button)
    assert "⇄ замена: Нина Львовна" in deputy.screen.text

    for name in ("Ольга", "Борис"):
        await people[name].wait_for_text("Отменён урок: Алгебра, 1-й урок, чт, 17 сент.")
        await people[name].wait_for_text("Замена: Алгебра, 2-й урок, чт, 17 сент.")
        await people[name].wait_for_text("Ведёт: Нина Львовна, каб. 204")
    told = [call for call in server.outbox.since(mark) if call.method == "sendMessage"]
    assert {call.chat_id for call in told} == {mother.id, people["Борис"].id}

    before = mother.mark()
    await mother.say("/tomorrow")
    screen = await mother.wait_for_text("1. Алгебра ✗ отменён", since=before)
    assert "2. Алгебра ⇄ замена: Нина Львовна\n09:25–10:10, каб. 204" in screen.text
    assert server.outbox.errors() == []
