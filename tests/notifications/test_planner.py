"""Who hears of what, and from when on; on both databases."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import (
    CODES,
    Absence,
    AttendanceWithdrawn,
    Fact,
    FinalMarkSet,
    HomeworkAssigned,
    Late,
    MarkAdded,
    MarkChanged,
    MarkRemoved,
    NewsPosted,
    SomebodyLinked,
    Tomorrow,
    WeekSummary,
)  # fmt: skip
from domain.quiet import NONE, QuietHours, QuietWeek
from domain.timing import Mode, Priority
from notifications.kind import all_kinds
from notifications.sender import Options
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.notifications.house import House
from tests.school import SEPTEMBER, fill

DAY = date(2026, 9, 16)
ANNA: dict[str, Any] = {"student": 1, "name": "Анна И."}
MOTHER, ANNAS, FATHER, TEACHER = 1, 2, 3, 4
MARK: dict[str, Any] = {**ANNA, "course": 1, "subject": "Алгебра", "day": DAY}
NEWS: dict[str, Any] = {"announcement": 1, "title": "т", "body": "", "posted_at": SEPTEMBER}
OF_ANNA: list[Fact] = [
    MarkAdded(**MARK, value="5"),
    MarkChanged(**MARK, before="4", value="5"),
    MarkRemoved(**MARK, before="4"),
    FinalMarkSet(**ANNA, course=1, subject="Алгебра", value="5", session="1 четверть"),
    Absence(**ANNA, day=DAY, category="absent"),
    Late(**ANNA, day=DAY),
    AttendanceWithdrawn(**ANNA, day=DAY),
    Tomorrow(**ANNA, day=DAY, lessons=[]),
    WeekSummary(**ANNA, first=DAY, last=DAY, subjects=[], absences=0, lates=0),
]
ALGEBRA = HomeworkAssigned(
    course=1, subject="Алгебра", text="№ 1", assigned_on=DAY, due_on=DAY + timedelta(days=1)
)
READING = HomeworkAssigned(course=3, subject="Чтение", text="", assigned_on=DAY, due_on=DAY)


@pytest.fixture
async def house(any_db: Database, clock: FixedClock) -> House:
    await fill(any_db)
    return House(any_db, clock)


async def heard(house: House, *facts: Fact) -> list[tuple[int, str]]:
    """Let facts happen and be planned; return (chat, kind)."""
    await house.happens(*facts)
    while await house.plan():
        pass
    return [(chat, kind) for chat, kind, _state, _reason in await house.deliveries()]


@pytest.mark.parametrize("fact", OF_ANNA, ids=lambda fact: str(fact.code))
async def test_a_fact_about_a_student_goes_to_her_family_alone(house: House, fact: Fact) -> None:
    assert await heard(house, fact) == [(MOTHER, fact.code), (ANNAS, fact.code)]


@pytest.mark.parametrize(
    ("fact", "chats"),
    [
        (ALGEBRA, [MOTHER, ANNAS, FATHER]),
        (READING, [MOTHER]),
        (NewsPosted(**NEWS, school=1), [MOTHER, ANNAS, FATHER]),
        (NewsPosted(**NEWS, school=2), []),
        (NewsPosted(**NEWS, school_class=1), [MOTHER, ANNAS, FATHER]),
        (NewsPosted(**NEWS, school_class=2), [MOTHER]),
        (NewsPosted(**NEWS, course=3), [MOTHER]),
        (SomebodyLinked(**ANNA, role="guardian", holder="Пётр", chat=9), [MOTHER]),
        (SomebodyLinked(**ANNA, role="guardian", holder="Ольга", chat=MOTHER), []),
    ],
)
async def test_a_fact_about_many_goes_to_each_chat_once(
    house: House, fact: Fact, chats: list[int]
) -> None:
    assert await heard(house, fact) == [(chat, fact.code) for chat in chats]


async def test_students_in_no_class_hear_the_schools_news_through_their_courses(
    house: House,
) -> None:
    await house.change(sa.delete(t.class_member))

    found = await heard(house, NewsPosted(**NEWS, school=1))

    assert [chat for chat, _kind in found] == [MOTHER, ANNAS, FATHER]


@pytest.mark.parametrize(
    "change",
    [
        sa.update(t.access_grant).values(revoked_at=SEPTEMBER),
        sa.update(t.access_grant).values(expires_at=datetime(2026, 9, 16, 9, 0, tzinfo=UTC)),
        sa.update(t.person).values(active=False),
        sa.update(t.chat).values(unreachable_at=SEPTEMBER),
        sa.update(t.course_member).values(ends_on=date(2026, 9, 15)),
    ],
    ids=["revoked", "expired", "left the school", "blocked the bot", "left the course"],
)
async def test_who_may_not_hear_does_not(house: House, change: sa.Update) -> None:
    await house.change(change)

    assert await heard(house, ALGEBRA) == []


async def test_a_trusted_person_hears_of_marks_only_where_the_guardian_allows(house: House) -> None:
    trusted = {"role": "trusted", "student_id": 1, "granted_at": SEPTEMBER}
    await house.change(
        sa.delete(t.access_grant),
        sa.insert(t.access_grant).values(chat_id=3, sees_marks=False, **trusted),
        sa.insert(t.access_grant).values(chat_id=4, sees_marks=True, **trusted),
    )

    found = await heard(house, *OF_ANNA)

    of_marks = {"mark.added", "mark.changed", "mark.removed", "mark.final", "week.summary"}
    every = {fact.code for fact in OF_ANNA}
    assert {kind for chat, kind in found if chat == 3} == every - of_marks
    assert {kind for chat, kind in found if chat == 4} == every


def choose(chat: int, student: int, kind: str, mode: Mode, *, breaks: bool = True) -> sa.Executable:
    row = {"chat_id": chat, "student_id": student, "kind": kind, "mode": mode, "breaks": breaks}
    return sa.insert(t.preference).values(row)


async def test_a_kind_switched_off_for_one_child_is_still_heard_of_the_other(house: House) -> None:
    await house.change(
        choose(MOTHER, 1, "news.posted", Mode.OFF), choose(MOTHER, 1, "mark.added", Mode.OFF)
    )

    found = await heard(house, OF_ANNA[0], NewsPosted(**NEWS, school=1))

    assert found == [
        (ANNAS, "mark.added"), (MOTHER, "news.posted"), (ANNAS, "news.posted"),
        (FATHER, "news.posted"),
    ]  # fmt: skip
    rows = await house.rows(
        sa.select(t.delivery.c.student_id).where(
            t.delivery.c.chat_id == MOTHER, t.delivery.c.kind == "news.posted"
        )
    )
    assert rows == [(2,)]


async def test_a_fact_is_planned_once_and_not_before_it_is_ready(
    house: House, clock: FixedClock
) -> None:
    await house.happens(OF_ANNA[0], ready_at=clock.now() + timedelta(minutes=3))

    early = await house.plan()
    clock.advance(timedelta(minutes=3))
    planned = [await house.plan(), await house.plan()]

    assert (early, planned) == (0, [1, 0])
    assert len(await house.deliveries()) == 2


async def test_a_fact_of_a_kind_that_nobody_knows_is_planned_and_told_to_nobody(
    house: House, clock: FixedClock
) -> None:
    moments = {"happened_at": clock.now(), "ready_at": clock.now()}
    await house.change(sa.insert(t.fact).values(kind="meal.paid", payload={}, **moments))

    assert await house.plan() == 1
    assert await house.plan() == 0
    assert await house.deliveries() == []


NIGHT = QuietHours(time(21), time(7))
LATE_NIGHT = QuietWeek.daily(QuietHours(time(23), time(9)))
OPEN = QuietWeek.daily(NONE)


def quiet(chat: int, week: QuietWeek, student: int = 0) -> sa.Executable:
    row = {"chat_id": chat, "student_id": student, "week": week.dump()}
    return sa.insert(t.quiet_choice).values(row)


async def due(house: House) -> dict[int, tuple[datetime, str, int]]:
    """Return chat → when, in which state and in which place."""
    d = t.delivery.c
    rows = await house.rows(sa.select(d.chat_id, d.due_at, d.state, d.priority))
    return {chat: (due_at, state, priority) for chat, due_at, state, priority in rows}


async def test_quiet_hours_hold_until_their_end_by_the_nearest_choice(
    any_db: Database, clock: FixedClock
) -> None:
    await fill(any_db)
    house = House(any_db, clock, options=Options(quiet=NIGHT))
    await house.change(quiet(ANNAS, LATE_NIGHT), quiet(FATHER, LATE_NIGHT), quiet(FATHER, OPEN, 3))
    clock.moment = datetime(2026, 9, 16, 20, 30, tzinfo=UTC)  # half past eleven in Moscow

    await house.happens(ALGEBRA)
    await house.plan()

    assert await due(house) == {
        MOTHER: (datetime(2026, 9, 17, 4, 0, tzinfo=UTC), "held", Priority.NEWS),
        ANNAS: (datetime(2026, 9, 17, 6, 0, tzinfo=UTC), "held", Priority.NEWS),
        FATHER: (clock.now(), "due", Priority.NEWS),
    }


async def test_what_is_urgent_breaks_through_unless_that_was_switched_off(
    any_db: Database, clock: FixedClock
) -> None:
    await fill(any_db)
    house = House(any_db, clock, options=Options(quiet=NIGHT))
    await house.change(
        choose(MOTHER, 1, "attendance.absent", Mode.EVENING),
        choose(ANNAS, 1, "attendance.absent", Mode.NOW, breaks=False),
    )
    clock.moment = datetime(2026, 9, 16, 20, 30, tzinfo=UTC)

    await house.happens(Absence(**ANNA, day=DAY, category="absent", urgent=True))
    await house.plan()

    assert await due(house) == {
        MOTHER: (clock.now(), "due", Priority.URGENT),
        ANNAS: (datetime(2026, 9, 17, 4, 0, tzinfo=UTC), "held", Priority.ABSENCE),
    }


async def test_a_digest_waits_for_its_hour_and_goes_after_all_others(
    any_db: Database, clock: FixedClock
) -> None:
    await fill(any_db)
    house = House(any_db, clock, options=Options(quiet=NIGHT))
    await house.change(
        choose(MOTHER, 1, "mark.added", Mode.EVENING),
        choose(ANNAS, 1, "mark.added", Mode.WEEKLY),
        sa.update(t.chat).where(t.chat.c.id == ANNAS).values(digest_at=time(22)),
    )

    await house.happens(OF_ANNA[0])
    await house.plan()

    assert await due(house) == {
        MOTHER: (datetime(2026, 9, 16, 16, 0, tzinfo=UTC), "held", Priority.DIGEST),
        # Sunday at ten in the evening is in the school's quiet hours.
        ANNAS: (datetime(2026, 9, 21, 4, 0, tzinfo=UTC), "held", Priority.DIGEST),
    }


async def test_what_concerns_two_children_is_heard_by_the_sooner_choice(
    any_db: Database, clock: FixedClock
) -> None:
    await fill(any_db)
    house = House(any_db, clock)
    await house.change(choose(MOTHER, 1, "news.posted", Mode.WEEKLY))

    await house.happens(NewsPosted(**NEWS, school=1))
    await house.plan()

    assert (await due(house))[MOTHER] == (clock.now(), "due", Priority.NEWS)


async def test_the_statements_of_a_batch_do_not_grow_with_facts_or_families(
    house: House,
) -> None:
    every = [*OF_ANNA, ALGEBRA, READING, NewsPosted(**NEWS, school=1)]

    counts = []
    for families, times in ((0, 1), (50, 10)):
        await house.change(*(one for number in range(families) for one in _guardian(number)))
        await house.happens(*every * times)
        with statements(house.db) as seen:
            assert await house.plan() == len(every) * times
        counts.append(len(seen))

    # Read the facts, write the deliveries, read the choices, mark the facts; PostgreSQL: NOTIFY.
    expected = 4 if house.db.is_sqlite else 5
    assert counts == [expected, expected]
    assert len(await house.deliveries()) == 25 + (25 + 50 * 11) * 10


def _guardian(number: int) -> tuple[sa.Executable, ...]:
    chat = {"id": 5000 + number, "telegram_id": 5000 + number, "created_at": SEPTEMBER}
    grant = {"chat_id": 5000 + number, "role": "guardian", "granted_at": SEPTEMBER}
    return (
        sa.insert(t.chat).values(chat),
        sa.insert(t.access_grant).values(**grant, student_id=1),
    )


async def test_two_planners_at_once_tell_nobody_twice(house: House) -> None:
    await house.happens(*OF_ANNA * 30)
    other = House(house.db, house.clock)

    async def plan_all(one: House) -> int:
        total = 0
        while done := await one.plan():
            total += done
        return total

    totals = await asyncio.gather(plan_all(house), plan_all(other))

    assert sum(totals) == len(OF_ANNA) * 30
    assert len(await house.deliveries()) == 2 * len(OF_ANNA) * 30


def test_every_fact_has_its_kind() -> None:
    assert list(all_kinds()) == list(CODES)
