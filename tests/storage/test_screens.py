"""Every screen's query on both databases: what it finds, and that it never scans the journal."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import pytest

from domain.subject import CourseLine
from storage import (
    class_groups,
    diary,
    final,
    homework,
    marks,
    month,
    news,
    staff,
    students,
    subject,
)
from storage.database import Database, Session
from tests.counting import executed
from tests.school import MONDAY, SmallSchool, fill, sept

NOW = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
YEAR = date(2026, 8, 1), date(2027, 7, 31)
ID = SmallSchool()
WEEK_END = date(2026, 9, 20)
GROWING = (
    "lesson", "homework", "mark", "attendance", "announcement", "final_mark", "assessment",
    "course_member", "class_group", "class_member", "access_grant", "person",
)  # fmt: skip

Query = Callable[[Session], Awaitable[object]]
QUERIES: dict[str, Query] = {
    "diary": lambda s: diary.of_days(s, ID.anna, MONDAY, WEEK_END, with_marks=True),
    "month": lambda s: month.of_month(s, ID.anna, sept(1), date(2026, 10, 1), with_marks=True),
    "homework": lambda s: homework.due_from(s, ID.anna, sept(16), skip=0, limit=11),
    "task": lambda s: homework.one(s, ID.anna, 1),
    "latest marks": lambda s: marks.latest(s, ID.anna, skip=0, limit=13),
    "marks between": lambda s: marks.between(s, ID.anna, *YEAR),
    "subjects": lambda s: subject.courses_of(s, ID.anna, sept(16)),
    "subject": lambda s: subject.of_course(s, ID.anna, ID.algebra, 0, sept(16)),
    "final": lambda s: final.of_year(s, ID.anna, *YEAR),
    "news": lambda s: news.of_chat(s, ID.mother_chat, now=NOW, skip=0, limit=7),
    "one news": lambda s: news.one(s, ID.mother_chat, 1, now=NOW),
    "access": lambda s: students.access(s, ID.mother_chat, ID.anna, now=NOW, today=sept(16)),
    "children": lambda s: students.seen_by(s, ID.mother_chat, now=NOW, today=sept(16)),
    "class groups": lambda s: class_groups.of_class(s, ID.class_7),
    "staff": lambda s: staff.of_chat(s, ID.teacher_chat, now=NOW),
}


@pytest.mark.parametrize("name", QUERIES)
async def test_a_screen_is_one_statement_of_look_ups(db: Database, name: str) -> None:
    await fill(db)
    async with db.read() as session:
        with executed(db) as seen:
            await QUERIES[name](session)
        ((statement, parameters),) = seen
        plan = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [str(row.detail) for row in plan]

    scans = [step for step in steps if step.startswith("SCAN") and step.split()[1] in GROWING]
    assert scans == []


async def test_a_week_of_the_diary(any_db: Database) -> None:
    await fill(any_db)

    async with any_db.read() as session:
        rows = await diary.of_days(session, ID.anna, MONDAY, WEEK_END, with_marks=True)

    assert [(x.day.day, x.number, x.subject, x.status) for x in rows.lessons][:4] == [
        (14, 1, "Алгебра", "held"),
        (14, 2, "Физика", "held"),
        (15, 1, "Алгебра", "held"),
        (15, 2, "Физика", "held"),
    ]
    assert [(h.due_on.day, h.text) for h in rows.homework] == [
        (15, "№ 12, 13"),
        (17, "№ 20 <задача> & чертёж"),
        (18, "§ 3, пересказ"),
    ]
    assert [(m.day.day, m.subject, m.value) for m in rows.marks] == [
        (15, "Алгебра", "4"),
        (16, "Алгебра", "5"),
        (16, "Физика", "3"),
    ]
    assert [(a.category, a.of_whole_day, a.minutes_late) for a in rows.attendance] == [
        ("ill", True, None),
        ("late", False, 7),
    ]
    assert (rows.before, rows.after) == (None, None)
    assert [term.title for term in rows.terms] == ["1 четверть", "2026/27", "2 четверть"]


async def test_marks_stay_out_where_they_may_not_be_seen(any_db: Database) -> None:
    await fill(any_db)

    async with any_db.read() as session:
        rows = await diary.of_days(session, ID.anna, MONDAY, WEEK_END, with_marks=False)
        _lessons, marked = await month.of_month(
            session, ID.anna, sept(1), date(2026, 10, 1), with_marks=False
        )

    assert (rows.marks, marked) == ([], frozenset())


async def test_the_days_beside_are_days_with_lessons(any_db: Database) -> None:
    await fill(any_db)

    async with any_db.read() as session:
        rows = await diary.of_days(session, ID.anna, sept(16), sept(16), with_marks=True)

    assert (rows.before, rows.after) == (sept(15), sept(17))


async def test_marks_carry_the_weight_in_force(any_db: Database) -> None:
    await fill(any_db)

    async with any_db.read() as session:
        found, periods = await marks.between(session, ID.anna, *YEAR)

    assert [(m.value, m.weight, m.work) for m in found] == [
        ("3", 1.0, "Опыт"),
        ("5", 1.0, "Ответ"),
        ("4", 2.0, "Входная контрольная"),
    ]
    assert [(p.title, p.begins, p.ends) for p in periods][:2] == [
        ("1 четверть", sept(1), date(2026, 10, 23)),
        ("2026/27", sept(1), date(2027, 5, 28)),
    ]


async def test_a_subject_shows_its_current_session(any_db: Database) -> None:
    await fill(any_db)

    async with any_db.read() as session:
        rows = await subject.of_course(session, ID.anna, ID.algebra, 0, sept(16))
        foreign = await subject.of_course(session, ID.anna, ID.reading, 0, sept(16))

    assert rows.course == CourseLine(ID.algebra, "Алгебра", "Алгебра 7Б")
    assert rows.chosen == 2
    day = rows.days[sept(15)]
    assert (day.topics, day.homework) == (["Дроби & степени"], ["№ 12, 13"])
    assert [(m.value, m.work, m.weight) for m in day.marks] == [("4", "Входная контрольная", 2.0)]
    assert foreign.course is None


async def test_final_marks_with_what_their_average_needs(any_db: Database) -> None:
    await fill(any_db)

    async with any_db.read() as session:
        finals, given = await final.of_year(session, ID.anna, *YEAR)

    assert [(f.subject, f.session, f.value, f.lessons_missed) for f in finals] == [
        ("Алгебра", "1 четверть", "5", 2)
    ]
    assert sorted(m.value for m in given) == ["3", "4", "5"]


async def test_news_are_of_the_chats_own_school_and_classes(any_db: Database) -> None:
    await fill(any_db)

    async def titles(chat: int) -> list[str]:
        async with any_db.read() as session:
            found = await news.of_chat(session, chat, now=NOW, skip=0, limit=7)
        return [item.title for item in found]

    assert await titles(ID.mother_chat) == ["Экскурсия 7Б", "Собрание <школа>"]
    assert await titles(ID.teacher_chat) == ["Экскурсия 7Б", "Собрание <школа>"]
    assert await titles(404) == []


async def test_an_open_homework_is_found_only_by_who_sits_there(any_db: Database) -> None:
    await fill(any_db)

    async with any_db.read() as session:
        open_ = await homework.due_from(session, ID.anna, sept(16), skip=0, limit=11)
        foreign = await homework.one(session, ID.anna, 4)

    assert [item.text for item in open_] == ["№ 20 <задача> & чертёж", "§ 3, пересказ"]
    assert foreign is None


async def test_staff_are_what_the_roster_says(any_db: Database) -> None:
    await fill(any_db)

    async with any_db.read() as session:
        teacher = await staff.of_chat(session, ID.teacher_chat, now=NOW)
        nobody = await staff.of_chat(session, ID.mother_chat, now=NOW)

    assert teacher is not None
    assert teacher.name.polite == "Мария Петровна"
    assert teacher.roles == {"class_teacher", "subject_teacher"}
    assert teacher.classes == ((1, "7Б"),)
    assert nobody is None
