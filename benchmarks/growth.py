"""What a school year leaves behind, by table: `python -m benchmarks.growth [--years 2]`.

One class of 25, each with a guardian's chat and one of their own; everything is written in the
chat, told by the real planner, and swept once a week at the default retentions. Sizes are pages
of the SQLite file, for one student.
"""

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from benchmarks import school
from domain.clock import FixedClock
from domain.facts import (
    Absence,
    Fact,
    HomeworkAssigned,
    MarkAdded,
    NewsPosted,
    PlannedLesson,
    SubjectWeek,
    Tomorrow,
    WeekSummary,
)
from domain.retention import Retention
from domain.school_clock import SchoolClock
from notifications.kind import all_kinds
from notifications.planner import Planner
from storage import facts, marking
from storage import tables as t
from storage.database import Database, Session, connect
from storage.marking import Change
from storage.sweeping import heaps

STUDENTS = school.CLASS_SIZE
BEGINS = date(2025, 9, 1)
TEACHER_CHAT = 1
MARKS_A_DAY, TASKS_A_DAY, NEWS_A_WEEK, ABSENT = 6, 3, 2, 0.06
"""Of a student, a class, a class; and how likely somebody is missing: 170 days make a thousand."""
LONGEST_SECONDS = 0.05


@dataclass(slots=True)
class Year:
    """Writes one day after another, as people would."""

    db: Database
    clock: FixedClock
    _dice: Random = field(default_factory=lambda: Random("a school year"))

    @property
    def planner(self) -> Planner:
        """Return what turns facts into deliveries."""
        wall = SchoolClock(self.clock, ZoneInfo("Europe/Moscow"))
        return Planner(self.db, wall, all_kinds())

    async def teach(self, day: date) -> None:
        """Let a school day happen, be told, and be heard."""
        self.clock.moment = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
        async with self.db.begin() as session:
            made = [*await self._marks(session, day), *await self._tasks(session, day)]
            made += self._absences(day)
            made += self._news(day) if day.weekday() < NEWS_A_WEEK else ()
            await self._tell(session, made)
            scheduled = dict(self._scheduled(day))
            await facts.add_once(session, scheduled, now=self.clock.now())
        while await self.planner():
            pass
        async with self.db.begin() as session:
            await session.execute(
                sa.update(t.delivery)
                .where(t.delivery.c.finished_at.is_(None))
                .values(state="sent", finished_at=self.clock.now(), attempts=1,
                        message_id=t.delivery.c.id)
            )  # fmt: skip

    async def _tell(self, session: Session, made: Sequence[Fact]) -> None:
        now = self.clock.now()
        await facts.add(session, made, happened_at=now, ready_at=now)

    async def _marks(self, session: Session, day: date) -> list[Fact]:
        rows = [
            {"student_id": student, "course_id": 1 + (day.toordinal() + n) % school.COURSES,
             "day": day, "value": self._dice.choice("2345"), "score": 4.0, "scale": "five",
             "ordinal": 1, "comment": "", "assessment_id": None, "lesson_id": None, "weight": None}
            for student in range(1, STUDENTS + 1)
            for n in range(MARKS_A_DAY)
        ]  # fmt: skip
        written = await marking.add_marks(session, rows)
        await self._note(session, [Change("mark", None, row) for row in written])
        return [
            MarkAdded(
                student=row["student_id"], name="Анна И.", course=row["course_id"],
                subject="Алгебра", value=row["value"], day=day, work="Ответ на уроке",
                thing=f"mark:{row['id']}",
            )
            for row in written
        ]  # fmt: skip

    async def _note(self, session: Session, changes: Sequence[Change]) -> None:
        for start in range(0, len(changes), STUDENTS):
            await marking.note(
                session, changes[start : start + STUDENTS], chat_id=TEACHER_CHAT,
                batch=f"{self._dice.getrandbits(48):012x}", now=self.clock.now(),
            )  # fmt: skip

    async def _tasks(self, session: Session, day: date) -> list[Fact]:
        due, words = day + timedelta(days=2), "Упражнения 124, 125 и 126, выучить правило"
        made: list[Fact] = []
        for n in range(TASKS_A_DAY):
            course = 1 + (day.toordinal() + n) % school.COURSES
            row = {"course_id": course, "assigned_on": day, "due_on": due, "text": words}
            key = {"source": "local", "sourced_id": f"{day}.{n}"}
            insert = sa.insert(t.homework).values(row | key).returning(t.homework.c.id)
            number = await session.scalar(insert)
            await self._note(session, [Change("homework", None, {"id": number} | row | key)])
            made.append(HomeworkAssigned(
                course=course, subject="Алгебра", text=words, assigned_on=day, due_on=due,
                thing=f"homework:{number}",
            ))  # fmt: skip
        return made

    def _absences(self, day: date) -> Iterator[Fact]:
        for student in range(1, STUDENTS + 1):
            if self._dice.random() < ABSENT:
                yield Absence(student=student, name="Анна И.", day=day, category="absent")

    def _news(self, day: date) -> list[Fact]:
        body = "Завтра собрание в 18:00 в кабинете 204. " * 5
        return [NewsPosted(
            announcement=1, title="Собрание", body=body, posted_at=self.clock.now(),
            school_class=1, thing=f"news:{day.toordinal()}",
        )]  # fmt: skip

    def _scheduled(self, day: date) -> Iterator[tuple[str, Fact]]:
        lessons = [
            PlannedLesson(number=n, subject="Русский язык", starts=f"{7 + n:02}:30", room="204",
                          homework=["Упражнения 124, 125"] if n % 2 else [])
            for n in range(1, 7)
        ]  # fmt: skip
        week = [
            SubjectWeek(subject="Русский язык", marks=["4", "5", "4"], average="4.33")
        ] * school.COURSES
        for student in range(1, STUDENTS + 1):
            yield (
                f"tomorrow:{student}:{day}",
                Tomorrow(student=student, name="Анна И.", day=day, lessons=lessons),
            )
            if day.weekday() == 4:
                yield f"week:{student}:{day}", WeekSummary(
                    student=student, name="Анна И.", first=day, last=day, subjects=week,
                    absences=1, lates=0,
                )  # fmt: skip


async def sweep(db: Database, now: datetime, rows: int) -> list[tuple[float, float, int]]:
    """Sweep in steps of so many rows; returns (seconds, processor seconds, rows) of each."""
    steps = []
    for heap in heaps(Retention(), now):
        while not heap.is_done:
            async with db.begin() as session:
                began, busy = time.perf_counter(), time.process_time()
                swept = await heap.step(session, rows)
            steps.append((time.perf_counter() - began, time.process_time() - busy, swept))
    return steps


def school_days(begins: date) -> list[date]:
    """Return the school year's days: weekdays from September to May but for holidays."""
    days = [begins + timedelta(days=n) for n in range(267)]
    weeks = [day for day in days if day.weekday() < 5]
    return [day for n, day in enumerate(weeks) if n % 45 < 40][:170]


def sizes(file: Path) -> Counter[str]:
    """Return the bytes of each table with its indexes, and of the pages that are free."""
    with closing(sqlite3.connect(file)) as connection:
        found = Counter[str]()
        for name, size in connection.execute(
            "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_master USING (name) GROUP BY 1"
        ):
            found[name] = size
        (free,), (page,) = (
            connection.execute(f"PRAGMA {what}").fetchone()
            for what in ("freelist_count", "page_size")
        )
        found["(free pages)"] = free * page
    return found


async def grow(file: Path, years: int, rows: int) -> None:
    """Write the years, one swept and one not, and print what each left."""
    db = connect(f"sqlite+aiosqlite:///{file}")
    year, before = Year(db, FixedClock(datetime.now(UTC))), sizes(file)
    steps: list[tuple[float, float, int]] = []
    for number in range(years):
        begins = BEGINS.replace(year=BEGINS.year + number)
        for day in school_days(begins):
            await year.teach(day)
            if day.weekday() == 4 and rows:
                steps += await sweep(db, year.clock.now(), rows)
        show(file, before, f"end of year {number + 1}")
        for week in range(13):
            if rows:
                now = year.clock.now() + timedelta(weeks=week + 1)
                steps += await sweep(db, now, rows)
        show(file, before, f"the September after year {number + 1}")
    if steps:
        _report(steps)
    await db.close()


def _report(steps: Sequence[tuple[float, float, int]]) -> None:
    full = [step for step in steps if step[2]]
    slow = sum(seconds > LONGEST_SECONDS for seconds, _busy, _rows in steps)
    print(f"{len(full)} steps took {sum(rows for *_, rows in full)} rows; "
          f"{sum(busy for _, busy, _ in full) / max(1, len(full)) * 1000:.1f} ms of processor time "
          f"each, longest {max(busy for _, busy, _ in steps) * 1000:.0f} ms; "
          f"{slow} of {len(steps)} held the lock over {LONGEST_SECONDS * 1000:.0f} ms")  # fmt: skip


def show(file: Path, before: Counter[str], title: str) -> None:
    """Print bytes by table for one student."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = sizes(file)
    print(f"{title}: file {file.stat().st_size / 2**20:.1f} MB")
    for name, size in found.most_common():
        own = (size - before[name]) / STUDENTS / 1024
        if own >= 1:
            print(f"  {name:24} {own:8.1f} KB a student")
    total = sum(found[name] - before[name] for name in found if name != "(free pages)")
    print(f"  {'in use':24} {total / STUDENTS / 1024:8.1f} KB a student", flush=True)


def main() -> int:
    """Write, sweep, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--years", type=int, default=1)
    parser.add_argument("--rows", type=int, default=200, help="of a step; 0: nothing is swept")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "diary.db")
        school.make(file, STUDENTS, BEGINS)
        _add_own_chats(file)
        asyncio.run(grow(file, args.years, args.rows))
    return 0


def _add_own_chats(file: Path) -> None:
    """Give every student a chat beside the guardian's."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "INSERT INTO chat (id, telegram_id, telegram_language, created_at) "
            "SELECT id + 1000, telegram_id + 5000000, 'ru', created_at FROM chat"
        )
        connection.execute(
            "INSERT INTO access_grant (chat_id, role, student_id, granted_at) "
            "SELECT chat_id + 1000, 'student', student_id, granted_at FROM access_grant"
        )
        connection.commit()


if __name__ == "__main__":
    sys.exit(main())
