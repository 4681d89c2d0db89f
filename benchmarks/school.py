"""A school of any size, written straight into a migrated SQLite file.

Whatever the size, a student has the same around them: a class of 25, 10 courses, 5 lessons a
day, 10 marks, one absence, one chat, one message in the past. So what a tap costs in a school of
a million is compared with the very same tap in a school of a thousand.
"""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from storage import schema
from storage.database import connect

CLASS_SIZE = 25
COURSES = 10
FIRST_CHAT = 1_000_000
"""Telegram's id of a student's chat is this and the student's row id."""
_SUBJECTS = (
    "Русский язык", "Литература", "Алгебра", "Геометрия", "Английский язык", "История",
    "География", "Биология", "Физика", "Физкультура",
)  # fmt: skip
_STATEMENTS = """
INSERT INTO school (id, sourced_id, title, kind) VALUES (1, 'school', 'Большая школа', 'school');
INSERT INTO academic_session (id, sourced_id, title, kind, begins_on, ends_on)
    SELECT 1, 'year', 'Год', 'schoolYear', min(day), max(day) FROM days;
INSERT INTO category (id, sourced_id, title, weight) VALUES (1, 'work', 'Работа', 1);
INSERT INTO person (id, sourced_id, given_name, family_name, middle_name)
    SELECT i, printf('p%08d', i), 'Имя' || i, 'Фамилия' || i, 'Отчество' || i
    FROM numbers WHERE i <= :students + :classes;
INSERT INTO school_class (id, sourced_id, school_id, title)
    SELECT i, printf('h%08d', i), 1, 'Класс ' || i FROM numbers WHERE i <= :classes;
INSERT INTO class_session (school_class_id, academic_session_id)
    SELECT i, 1 FROM numbers WHERE i <= :classes;
INSERT INTO class_member (sourced_id, school_class_id, person_id, role)
    SELECT printf('m%08d', i), (i - 1) / :size + 1, i, 'student' FROM numbers
    WHERE i <= :students;
INSERT INTO class_member (sourced_id, school_class_id, person_id, role)
    SELECT printf('t%08d', i), i, :students + i, 'teacher' FROM numbers WHERE i <= :classes;
INSERT INTO course (id, sourced_id, school_id, subject_id, school_class_id, title, room)
    SELECT i, printf('c%08d', i), 1, (i - 1) % :courses + 1, (i - 1) / :courses + 1,
        'Курс ' || i, '20' || i % 10
    FROM numbers WHERE i <= :classes * :courses;
INSERT INTO course_session (course_id, academic_session_id)
    SELECT i, 1 FROM numbers WHERE i <= :classes * :courses;
INSERT INTO course_member (sourced_id, course_id, person_id, role)
    SELECT printf('s%09d', i), (i - 1) / :courses / :size * :courses + (i - 1) % :courses + 1,
        (i - 1) / :courses + 1, 'student'
    FROM numbers WHERE i <= :students * :courses;
INSERT INTO course_member (sourced_id, course_id, person_id, role)
    SELECT printf('t%09d', i), i, :students + (i - 1) / :courses + 1, 'teacher'
    FROM numbers WHERE i <= :classes * :courses;
INSERT INTO lesson (sourced_id, course_id, day, number, starts_at, ends_at, topic)
    SELECT printf('l%08d.%02d', i, days.n), i, days.day, (i - 1) % :courses / 2 + 1,
        printf('%02d:30:00.000000', 8 + (i - 1) % :courses / 2),
        printf('%02d:15:00.000000', 9 + (i - 1) % :courses / 2), 'Тема'
    FROM numbers JOIN days ON (days.n + i) % 2 = 0 WHERE i <= :classes * :courses;
INSERT INTO homework (sourced_id, course_id, assigned_on, due_on, text)
    SELECT printf('w%08d.%02d', i, days.n), i, days.day, days.day, 'Упражнение ' || days.n
    FROM numbers JOIN days ON days.n % 4 = 0 WHERE i <= :classes * :courses;
INSERT INTO assessment (id, sourced_id, course_id, category_id, academic_session_id, title,
        assigned_on, due_on, minimum, maximum, scale)
    SELECT i, printf('a%08d', i), i, 1, 1, 'Работа', days.day, days.day, 2, 5, 'five'
    FROM numbers JOIN days ON days.n = i % 20 WHERE i <= :classes * :courses;
INSERT INTO mark (sourced_id, student_id, course_id, assessment_id, day, value, score, scale)
    SELECT printf('k%09d', numbers.i), (numbers.i - 1) / :courses + 1, work.course_id, work.id,
        work.due_on, 2 + numbers.i % 4, 2 + numbers.i % 4, 'five'
    FROM numbers JOIN assessment work
        ON work.id = (numbers.i - 1) / :courses / :size * :courses + (numbers.i - 1) % :courses + 1
    WHERE numbers.i <= :students * :courses;
INSERT INTO attendance (sourced_id, student_id, day, category)
    SELECT printf('x%08d', i), i, days.day, 'ill' FROM numbers JOIN days ON days.n = i % 20
    WHERE i <= :students;
INSERT INTO chat (id, telegram_id, language, telegram_language, created_at)
    SELECT i, :first_chat + i, 'ru', 'ru', :now FROM numbers WHERE i <= :students;
INSERT INTO access_grant (chat_id, role, student_id, granted_at)
    SELECT i, 'guardian', i, :now FROM numbers WHERE i <= :students;
INSERT INTO fact (id, kind, payload, happened_at, ready_at, planned_at)
    SELECT i, 'mark.added', '{}', :now, :now, :now FROM numbers WHERE i <= :students;
INSERT INTO delivery (fact_id, chat_id, student_id, kind, state, planned_for, due_at, finished_at,
        attempts, message_id)
    SELECT i, i, i, 'mark.added', 'sent', :now, :now, :now, 1, i FROM numbers
    WHERE i <= :students;
"""


def today() -> date:
    """Return the date of the school, which is in Moscow."""
    return datetime.now(ZoneInfo("Europe/Moscow")).date()


def teaching_days(today: date) -> list[date]:
    """Return the 20 weekdays of the four weeks around today, the second of which is this one."""
    first = today - timedelta(days=today.weekday() + 7)
    days = (first + timedelta(days=step) for step in range(28))
    return [day for day in days if day.weekday() < 5]


def make(file: Path, students: int, today: date) -> None:
    """Write the school into a fresh file; students in full classes."""
    asyncio.run(migrate(file))
    fill(file, students, today)


async def migrate(file: Path) -> None:
    """Make an empty school of a file."""
    db = connect(f"sqlite+aiosqlite:///{file}")
    await schema.upgrade(db)
    await db.close()


def fill(file: Path, students: int, today: date) -> None:
    """Write the school into a migrated file. A crash meanwhile may cost the file: it is a copy."""
    values = {
        "students": students, "classes": students // CLASS_SIZE, "size": CLASS_SIZE,
        "courses": COURSES, "first_chat": FIRST_CHAT,
        "now": f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d %H:%M:%S.%f}",
    }  # fmt: skip
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        _help(connection, students, today)
        for statement in filter(str.strip, _STATEMENTS.split(";\n")):
            connection.execute(statement, values)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")


def _help(connection: sqlite3.Connection, students: int, today: date) -> None:
    """Make temporary tables of numbers and days to select from, and the subjects."""
    count = students * COURSES
    connection.execute("CREATE TEMP TABLE numbers (i INTEGER PRIMARY KEY)")
    connection.execute(
        "INSERT INTO numbers WITH RECURSIVE n(i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n",
        (count,),
    )
    connection.execute("CREATE TEMP TABLE days (n INTEGER PRIMARY KEY, day TEXT)")
    days = [(n, day.isoformat()) for n, day in enumerate(teaching_days(today))]
    connection.executemany("INSERT INTO days VALUES (?, ?)", days)
    subjects = [(n, f"j{n}", title) for n, title in enumerate(_SUBJECTS, 1)]
    connection.executemany("INSERT INTO subject (id, sourced_id, title) VALUES (?, ?, ?)", subjects)
