"""One small school written straight into the tables: two families that must never meet.

Anna (7Б) and Pyotr (3А) are the Ivanovs' children, Boris (7Б) is the Petrovs'.
Chat 1 is the mother of the Ivanovs, 2 Anna herself, 3 Boris's father, 4 the class teacher of 7Б.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from storage import tables as t
from storage.database import Database, Session

MONDAY = date(2026, 9, 14)
SEPTEMBER = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SmallSchool:
    """Row ids by the name that tests use."""

    school: int = 1
    class_7: int = 1
    class_3: int = 2
    anna: int = 1
    pyotr: int = 2
    boris: int = 3
    teacher: int = 4  # of 7Б, teaches algebra
    mother: int = 5
    deputy: int = 6
    algebra: int = 1  # course of 7Б: Anna, Boris
    physics: int = 2  # course of 7Б: Anna, Boris
    reading: int = 3  # course of 3А: Pyotr
    mother_chat: int = 1  # row id; Telegram id is 1001, and so on
    anna_chat: int = 2
    father_chat: int = 3
    teacher_chat: int = 4


async def fill(db: Database) -> SmallSchool:
    """Write the school; every test may rely on every row below."""
    async with db.begin() as session:
        await _roster(session)
        await _courses(session)
        await _lessons(session)
        await _marks(session)
        await _attendance_and_news(session)
        await _chats(session)
        if not db.is_sqlite:
            await _move_sequences(session)
    return SmallSchool()


async def add(session: Session, table: sa.Table, names: str, *rows: tuple[Any, ...]) -> None:
    """Write rows given as tuples; ids count from 1 in the order of the rows."""
    columns = names.split()
    made = [dict(zip(columns, row, strict=True)) for row in rows]
    for number, values in enumerate(made, 1):
        if "id" in table.c:
            values["id"] = number
        if "sourced_id" in table.c:
            values |= {"source": "test", "sourced_id": f"{table.name}-{number}"}
    await session.execute(sa.insert(table), made)


def sept(day: int) -> date:
    """Return a day of the school's first month."""
    return date(2026, 9, day)


async def _roster(session: Session) -> None:
    await add(session, t.school, "title kind", ("Школа № 1234", "school"))
    await add(
        session, t.academic_session, "title kind begins_on ends_on parent_sourced_id",
        ("2026/27", "schoolYear", sept(1), date(2027, 5, 28), ""),
        ("1 четверть", "term", sept(1), date(2026, 10, 23), "academic_session-1"),
        ("2 четверть", "term", date(2026, 11, 2), date(2026, 12, 30), "academic_session-1"),
    )  # fmt: skip
    await add(
        session, t.person, "given_name family_name middle_name grade",
        ("Анна", "Иванова", "Сергеевна", "7"), ("Пётр", "Иванов", "Сергеевич", "3"),
        ("Борис", "Петров", "Ильич", "7"), ("Мария", "Сидорова", "Петровна", ""),
        ("Ольга", "Иванова", "Андреевна", ""), ("Виктор", "Кузнецов", "Львович", ""),
    )  # fmt: skip
    await add(session, t.person_role, "person_id school_id role", (6, 1, "deputy_head"))
    await add(session, t.guardianship, "student_id guardian_id", (1, 5), (2, 5))
    await add(session, t.school_class, "school_id title grade", (1, "7Б", "7"), (1, "3А", "3"))
    await add(
        session, t.class_member, "school_class_id person_id role",
        (1, 1, "student"), (2, 2, "student"), (1, 3, "student"), (1, 4, "teacher"),
    )  # fmt: skip


async def _courses(session: Session) -> None:
    await add(session, t.subject, "title", ("Алгебра",), ("Физика",), ("Литературное чтение",))
    await add(
        session, t.course, "school_id subject_id school_class_id title room",
        (1, 1, 1, "Алгебра 7Б", "204"), (1, 2, 1, "Физика 7Б", "310"), (1, 3, 2, "Чтение 3А", "12"),
    )  # fmt: skip
    pairs = [(owner, part) for owner in (1, 2, 3) for part in (1, 2, 3)]
    await add(session, t.course_session, "course_id academic_session_id", *pairs)
    await add(session, t.class_session, "school_class_id academic_session_id", *pairs[:6])
    await add(
        session, t.course_member, "course_id person_id role",
        (1, 1, "student"), (1, 3, "student"), (2, 1, "student"), (2, 3, "student"),
        (3, 2, "student"), (1, 4, "teacher"),
    )  # fmt: skip


async def _lessons(session: Session) -> None:
    """Five days of algebra, physics and reading; Thursday's physics and Friday's algebra differ."""
    special = {(3, 2): "cancelled", (4, 1): "substituted"}
    rows = [
        (
            course, MONDAY + timedelta(days=weekday), number, starts, ends,
            "Дроби & степени" if course == 1 else "", room, 4 if course == 1 else None,
            special.get((weekday, course), "held" if weekday < 3 else ""),
        )
        for weekday in range(5)
        for course, number, starts, ends, room in (
            (1, 1, time(8, 30), time(9, 15), "204"), (2, 2, time(9, 25), time(10, 10), "310"),
            (3, 1, time(8, 30), time(9, 15), "12"),
        )
    ]  # fmt: skip
    names = "course_id day number starts_at ends_at topic room teacher_id status"
    await add(session, t.lesson, names, *rows)
    await add(
        session, t.homework, "course_id assigned_on due_on text",
        (1, sept(14), sept(15), "№ 12, 13"),
        (1, sept(15), sept(17), "№ 20 <задача> & чертёж"),
        (2, sept(16), sept(18), "§ 3, пересказ"),
        (3, sept(15), sept(17), "Выучить стихотворение"),
    )  # fmt: skip


async def _marks(session: Session) -> None:
    await add(session, t.category, "title weight", ("Контрольная работа", 2.0), ("Ответ", 1.0))
    works = (
        (1, 1, "Входная контрольная", 15), (1, 2, "Ответ", 16), (2, 2, "Опыт", 16),
        (3, 2, "Чтение вслух", 15),
    )  # fmt: skip
    await add(
        session, t.assessment,
        "course_id category_id academic_session_id title assigned_on due_on minimum maximum scale",
        *((c, kind, 2, name, sept(d), sept(d), 2, 5, "five") for c, kind, name, d in works),
    )  # fmt: skip
    marks = (
        (1, 1, 1, 15, "4", ""), (1, 1, 2, 16, "5", "Молодец!"), (1, 2, 3, 16, "3", ""),
        (3, 1, 1, 15, "2", ""), (2, 3, 4, 15, "5", ""),
    )  # fmt: skip
    await add(
        session, t.mark, "student_id course_id assessment_id day value score scale comment",
        *((s, c, a, sept(d), v, float(v), "five", note) for s, c, a, d, v, note in marks),
    )  # fmt: skip
    await add(
        session, t.final_mark, "student_id course_id academic_session_id value lessons_missed",
        (1, 1, 2, "5", 2),
    )  # fmt: skip


async def _attendance_and_news(session: Session) -> None:
    await add(
        session, t.attendance, "student_id day category course_id number minutes_late reason",
        (1, sept(14), "ill", None, None, None, "Простуда"), (3, sept(15), "absent", 1, 1, None, ""),
        (1, sept(16), "late", 2, 2, 7, ""),
    )  # fmt: skip
    text = "В четверг в 18:00 & позже."
    await add(
        session, t.announcement, "school_id school_class_id title body posted_at",
        (1, None, "Собрание <школа>", text, datetime(2026, 9, 15, 7, 0, tzinfo=UTC)),
        (None, 1, "Экскурсия 7Б", text, datetime(2026, 9, 16, 7, 0, tzinfo=UTC)),
    )  # fmt: skip


async def _chats(session: Session) -> None:
    chats = [(1000 + number, "ru", SEPTEMBER) for number in (1, 2, 3, 4)]
    await add(session, t.chat, "telegram_id telegram_language created_at", *chats)
    await add(
        session, t.access_grant, "chat_id role student_id person_id granted_at",
        (1, "guardian", 1, 5, SEPTEMBER), (1, "guardian", 2, 5, SEPTEMBER),
        (2, "student", 1, 1, SEPTEMBER), (3, "guardian", 3, None, SEPTEMBER),
        (4, "staff", None, 4, SEPTEMBER),
    )  # fmt: skip


async def _move_sequences(session: Session) -> None:
    """Let PostgreSQL count on from the ids that were given by hand."""
    for table in t.metadata.tables.values():
        if "id" in table.c:
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            highest = f"(SELECT coalesce(max(id), 1) FROM {table.name})"
            await session.execute(sa.text(f"SELECT setval({sequence}, {highest})"))
