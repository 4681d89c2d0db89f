"""What families hear of an import, on both databases."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import (
    Absence,
    AttendanceWithdrawn,
    FinalMarkSet,
    HomeworkAssigned,
    Late,
    MarkAdded,
    MarkChanged,
    MarkRemoved,
    NewsPosted,
)
from storage import facts
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.sources.bundles import delta, rows, small
from tests.storage.importing import School

TENTH = date(2026, 9, 10)
ANNA: dict[str, Any] = {"student": 1, "name": "Анна И."}
BORIS: dict[str, Any] = {"student": 2, "name": "Борис П."}
ALGEBRA: dict[str, Any] = {"course": 1, "subject": "Алгебра"}


@pytest.fixture
async def school(any_db: Database, clock: FixedClock, tmp_path: Path) -> School:
    """Give a school whose first import was silent."""
    made = School(any_db, clock, tmp_path)
    await made.take(small() | JOURNAL)
    assert await made.facts() == []
    return made


JOURNAL = {
    "attendance.csv": (
        "sourcedId,studentSourcedId,date,category,classSourcedId,number,minutesLate,reason\n"
        "a1,anna,2026-09-10,absent,7b-alg,1,,\n"
        "a2,boris,2026-09-10,ill,,,,Простуда\n"
    ),
    "homework.csv": (
        "sourcedId,classSourcedId,assignedDate,dueDate,text\nh1,7b-alg,2026-09-10,2026-09-11,№ 12\n"
    ),
    "final_marks.csv": (
        "sourcedId,studentSourcedId,classSourcedId,academicSessionSourcedId,value,lessonsMissed\n"
        "f1,anna,7b-alg,q1,4,1\n"
    ),
}


async def test_marks_added_changed_and_removed(school: School, clock: FixedClock) -> None:
    results = rows("results")
    results = results.replace("anna,fully graded,4.00", "anna,fully graded,5.00")
    results = results.replace("m2,,,w1,boris,fully graded,3,2026-09-10,,\n", "")
    results += "m4,,,w2,boris,fully graded,2,2026-09-14,Стыдно,\n"

    result = await school.take(small(results=results))

    assert result.facts == 3
    assert await school.facts() == [
        MarkChanged(
            **ANNA, **ALGEBRA, before="4", value="5", day=TENTH, work="Входная", thing="mark:1"
        ),
        MarkAdded(
            **BORIS, **ALGEBRA, value="2", day=date(2026, 9, 14), work="Дроби", comment="Стыдно",
            thing="mark:4",
        ),
        MarkRemoved(
            **BORIS, **ALGEBRA, before="3", day=TENTH, work="Входная", thing="mark:2"
        ),
    ]  # fmt: skip
    assert await school.column(t.fact.c.thing) == ["mark:1", "mark:4", "mark:2"]
    assert await school.rows(sa.select(t.fact.c.happened_at, t.fact.c.ready_at).distinct()) == [
        (clock.now(), clock.now())
    ]


async def test_new_comment_and_new_day_are_told_of(school: School) -> None:
    results = rows("results").replace("4.00,2026-09-10,", "4,2026-09-11,Проверено")

    await school.take(small(results=results))

    assert await school.facts() == [
        MarkChanged(
            **ANNA, **ALGEBRA, before="4", value="4", day=date(2026, 9, 11), work="Входная",
            comment="Проверено", thing="mark:1",
        )
    ]  # fmt: skip


async def test_what_no_family_sees_is_not_told(school: School) -> None:
    works = rows("lineItems").replace("Входная", "Входная работа").replace("q1,2,5", "q1,1,5")
    journal = JOURNAL["attendance.csv"].replace("Простуда", "Грипп")

    result = await school.take(small(lineItems=works) | {"attendance.csv": journal})

    assert result.lines["lineItems"].changed == 2
    assert result.lines["attendance"].changed == 1
    assert await school.facts() == []


async def test_work_that_goes_takes_its_marks_back(school: School) -> None:
    await school.take(delta(lineItems="w1,tobedeleted,2026-09-20T10:00:00Z,,,,,,,,,,\n"))

    assert await school.facts() == [
        MarkRemoved(**ANNA, **ALGEBRA, before="4", day=TENTH, work="Входная", thing="mark:1"),
        MarkRemoved(**BORIS, **ALGEBRA, before="3", day=TENTH, work="Входная", thing="mark:2"),
    ]
    assert await school.column(t.mark.c.sourced_id) == ["m3"]


async def test_attendance_is_told_and_taken_back(school: School) -> None:
    text = JOURNAL["attendance.csv"]
    text = text.replace("absent,7b-alg,1,,", "present,7b-alg,1,,")
    text = text.replace("ill,,,,", "excused,,,,")
    text += "a3,anna,2026-09-11,late,7b-alg,2,7,Автобус\na4,boris,2026-09-11,present,,,,\n"

    await school.take({"attendance.csv": text})

    assert await school.facts() == [
        AttendanceWithdrawn(
            **ANNA, day=TENTH, subject="Алгебра", number=1, thing="attendance:1"
        ),
        Absence(
            **BORIS, day=TENTH, category="excused", reason="Простуда", thing="attendance:2"
        ),
        Late(
            **ANNA, day=date(2026, 9, 11), minutes=7, subject="Алгебра", number=2,
            reason="Автобус", thing="attendance:3",
        ),
    ]  # fmt: skip


LESSONS = (
    "sourcedId,classSourcedId,date,number,status\n"
    "l0,7b-alg,2026-09-16,1,cancelled\nl2,7b-alg,2026-09-16,2,\nl3,7b-alg,2026-09-16,3,held\n"
    "l4,7b-alg,2026-09-15,2,held\n"
)
ATTENDANCE = "sourcedId,studentSourcedId,date,category,classSourcedId,number\n"


@pytest.mark.parametrize(
    ("row", "urgent"),
    [
        ("2026-09-16,absent,7b-alg,2", True),
        ("2026-09-16,absent,,2", True),
        ("2026-09-16,absent,7b-alg,", True),
        ("2026-09-16,absent,,", True),
        ("2026-09-16,absent,7b-alg,3", False),
        ("2026-09-16,absent,7b-alg,1", False),
        ("2026-09-16,excused,7b-alg,2", False),
        ("2026-09-16,ill,,", False),
        ("2026-09-15,absent,7b-alg,2", False),
        ("2026-09-15,absent,,", False),
    ],
)
async def test_only_an_absence_at_todays_first_lesson_is_urgent(
    school: School, row: str, urgent: bool
) -> None:
    await school.take({"lessons.csv": LESSONS, "attendance.csv": f"{ATTENDANCE}a9,anna,{row}\n"})

    assert [(fact.code, fact.urgent) for fact in await school.facts()] == [
        ("lesson.changed", False), ("attendance.absent", urgent),
    ]  # fmt: skip


async def test_an_unknown_timetable_has_no_first_lesson(school: School) -> None:
    text = f"{ATTENDANCE}a9,anna,2026-09-16,absent,7b-alg,1\n"

    await school.take({"attendance.csv": text})

    assert [fact.urgent for fact in await school.facts()] == [False]


async def test_lessons_of_a_course_that_the_student_left_are_not_theirs(school: School) -> None:
    async with school.db.begin() as session:
        await session.execute(sa.update(t.course_member).values(ends_on=TENTH))
    text = f"{ATTENDANCE}a9,anna,2026-09-16,absent,7b-alg,2\n"

    await school.take({"lessons.csv": LESSONS, "attendance.csv": text})

    assert [fact.urgent for fact in await school.facts()] == [False, False]


async def test_today_is_the_schools_and_not_greenwichs(school: School, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 9, 15, 21, 30, tzinfo=UTC)  # half past midnight in Moscow
    text = f"{ATTENDANCE}a9,anna,2026-09-16,absent,,\n"

    await school.take({"attendance.csv": text})

    assert [fact.urgent for fact in await school.facts()] == [True]


async def test_an_absence_that_turns_up_later_in_the_day_is_urgent_too(school: School) -> None:
    await school.take({"attendance.csv": f"{ATTENDANCE}a9,anna,2026-09-16,present,,\n"})
    await school.take({"attendance.csv": f"{ATTENDANCE}a9,anna,2026-09-16,absent,,\n"})

    assert await school.facts() == [
        Absence(**ANNA, day=date(2026, 9, 16), category="absent", thing="attendance:3", urgent=True)
    ]


async def test_the_statements_do_not_grow_with_the_absences(school: School) -> None:
    counts = []
    for number in (1, 400):
        rows = "".join(f"n{number}-{n},anna,2026-09-16,absent,7b-alg,2\n" for n in range(number))
        with statements(school.db) as made:
            await school.take({"lessons.csv": LESSONS, "attendance.csv": ATTENDANCE + rows})
        counts.append(len(made))

    assert sum(fact.urgent for fact in await school.facts()) == 401
    assert counts[1] <= counts[0]


async def test_homework_is_told_when_new_and_when_changed(school: School) -> None:
    text = JOURNAL["homework.csv"].replace("№ 12", '"№ 12, 13"')
    text += "h2,7b-alg,2026-09-11,2026-09-14,§ 3\n"

    await school.take({"homework.csv": text})

    assert await school.facts() == [
        HomeworkAssigned(
            **ALGEBRA, text="№ 12, 13", assigned_on=TENTH, due_on=date(2026, 9, 11), changed=True,
            thing="homework:1",
        ),
        HomeworkAssigned(
            **ALGEBRA, text="§ 3", assigned_on=date(2026, 9, 11), due_on=date(2026, 9, 14),
            thing="homework:2",
        ),
    ]  # fmt: skip


async def test_homework_to_hand_in_is_kept_and_its_flag_is_no_news(school: School) -> None:
    text = (
        "sourcedId,classSourcedId,assignedDate,dueDate,text,handIn\n"
        "h1,7b-alg,2026-09-10,2026-09-11,№ 12,true\nh2,7b-alg,2026-09-11,2026-09-14,§ 3,false\n"
    )

    first = await school.take({"homework.csv": text})
    again = await school.take({"homework.csv": text})

    assert await school.column(t.homework.c.hand_in) == [True, False]
    assert [fact.thing for fact in await school.facts()] == ["homework:2"]
    assert (first.lines["homework"].changed, again.lines["homework"].unchanged) == (1, 2)


async def test_an_empty_flag_changes_no_row(school: School) -> None:
    header, row = JOURNAL["homework.csv"].splitlines()

    result = await school.take({"homework.csv": f"{header},handIn\n{row},\n"})

    assert result.lines["homework"].unchanged == 1


async def test_final_mark_is_told_with_what_it_was(school: School) -> None:
    text = JOURNAL["final_marks.csv"].replace("q1,4,1", "q1,5,1")
    text += "f2,boris,7b-alg,q1,3,\n"

    await school.take({"final_marks.csv": text})

    assert await school.facts() == [
        FinalMarkSet(
            **ANNA, **ALGEBRA, value="5", session="1 четверть", before="4", thing="final:1"
        ),
        FinalMarkSet(**BORIS, **ALGEBRA, value="3", session="1 четверть", thing="final:2"),
    ]


async def test_news_reach_their_audience(school: School) -> None:
    text = "sourcedId,title,body,postedAt,orgSourcedId,classSourcedId,mustConfirm,urgent\n"
    text += (
        'n1,Собрание,"В 18:00\nв зале",2026-09-16T10:00:00+03:00,s,,true,\n'
        "n2,Экскурсия,Завтра,2026-09-16T10:00:00+03:00,,7b,,true\n"
        "n3,Замена,Вместо физики,2026-09-16T10:00:00+03:00,,7b-alg,false,false\n"
    )
    posted = datetime(2026, 9, 16, 7, 0, tzinfo=UTC)

    await school.take({"announcements.csv": text})

    assert await school.facts() == [
        NewsPosted(
            announcement=1, title="Собрание", body="В 18:00\nв зале", posted_at=posted, school=1,
            must_confirm=True, thing="news:1",
        ),
        NewsPosted(
            announcement=2, title="Экскурсия", body="Завтра", posted_at=posted, school_class=1,
            thing="news:2", urgent=True,
        ),
        NewsPosted(
            announcement=3, title="Замена", body="Вместо физики", posted_at=posted, course=1,
            thing="news:3",
        ),
    ]  # fmt: skip
    assert await school.column(t.announcement.c.posted_at) == [posted] * 3
    assert await school.column(t.announcement.c.urgent) == [False, True, False]


async def test_first_import_speaks_only_when_asked(
    any_db: Database, clock: FixedClock, tmp_path: Path
) -> None:
    fresh = School(any_db, clock, tmp_path)

    result = await fresh.take(small(), announce=True)

    assert result.facts == 3
    assert [fact.code for fact in await fresh.facts()] == ["mark.added"] * 3


async def test_more_facts_than_a_chunk_are_all_told(school: School) -> None:
    more = "".join(f"n{n},,,w1,boris,fully graded,4,2026-09-10,,\n" for n in range(2500))

    result = await school.take(small(results=rows("results") + more))

    assert result.facts == 2500
    assert len(await school.facts()) == 2500


async def test_postgresql_listeners_hear_of_the_commit(
    postgres: Database, postgres_url: str, clock: FixedClock
) -> None:
    url = sa.make_url(postgres_url)
    listener = await asyncpg.connect(
        host=url.host,
        port=url.port,
        user=url.username,
        password=url.password,
        database=url.database,
    )
    heard: list[str] = []
    await listener.add_listener(facts.CHANNEL, lambda *args: heard.append(args[2]))
    fact = MarkAdded(**ANNA, **ALGEBRA, value="5", day=TENTH)

    async with postgres.begin() as session:
        await facts.add(session, [fact], happened_at=clock.now(), ready_at=clock.now())
        await listener.execute("SELECT 1")
        before = list(heard)
    await listener.execute("SELECT 1")
    await listener.close()

    assert (before, heard) == ([], [facts.CHANNEL])
