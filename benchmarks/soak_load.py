"""An ordinary day at a school of a thousand, evenly: taps, marks, guesses, new families."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, product
from random import Random
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from aiogram.filters.callback_data import CallbackData

from benchmarks import families, school
from domain.clock import SystemClock
from domain.marks import Span
from domain.people import Role
from domain.school_clock import SchoolClock
from keyboards import open as screens
from keyboards.marking import GiveOne
from sandbox.people import Person
from sandbox.server import BotApiServer
from storage import tables as t
from storage.codes import NewCode
from storage.database import Database
from usecases.codes import issue

STUDENTS = 1000
TAPPERS = 200
FIRST_STRANGER, FIRST_NEWCOMER = 3_000_000, 4_000_000
HANDS = 10
"""Taps that may be under way at once."""
PATIENCE_SECONDS = 30
_GUESS = "K7QM-2ZXW-9T"


@dataclass(frozen=True, slots=True)
class Pace:
    """How much happens a second."""

    taps: float = 20
    pushes: float = 1
    guesses: float = 0.5
    links: float = 0.1
    given: float = 0.1
    """Marks that a teacher gives by tapping."""


@dataclass(slots=True)
class Day:
    """``await day.open()``, then ``await day.last()`` until it is cancelled."""

    db: Database
    server: BotApiServer
    key: bytes
    pace: Pace = field(default_factory=Pace)
    delays: list[float] = field(default_factory=list)
    """Seconds of every tap until it was answered; whoever reads them may clear them."""
    lost: Counter[str] = field(default_factory=Counter)
    """What was waited for in vain."""
    _dice: Random = field(default_factory=lambda: Random("an ordinary day"))
    _numbers: Iterator[int] = field(default_factory=count)

    async def open(self) -> None:
        """Let everybody's phone be there, and those who tap open the menu."""
        for number in range(1, STUDENTS + 1):
            self._person(school.FIRST_CHAT + number).chat.standing = "open"
        await self._hire()
        for number in (*range(1, TAPPERS + 1), STUDENTS + 1):
            await self._say(self._person(school.FIRST_CHAT + number), "/menu")

    async def last(self) -> None:
        """Do all of it, each in its own rhythm."""
        async with asyncio.TaskGroup() as tasks:
            for hand in range(HANDS):
                tasks.create_task(self._often(self.pace.taps / HANDS, self._tapping(hand)))
            tasks.create_task(self._often(self.pace.pushes, self._push))
            tasks.create_task(self._often(self.pace.guesses, self._guess))
            tasks.create_task(self._often(self.pace.links, self._link))
            tasks.create_task(self._often(self.pace.given, self._giving()))

    async def _often(self, per_second: float, do: Callable[[], Awaitable[None]]) -> None:
        """Do it so often; what nobody answers is counted, and the day goes on."""
        if not per_second:
            return
        due = time.monotonic() + self._dice.random() / per_second
        while True:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            due = max(due + 1 / per_second, time.monotonic())
            try:
                await do()
            except AssertionError as error:
                self.lost[str(error).partition("\n")[0][:60]] += 1
            except sa.exc.OperationalError as error:
                self.lost[f"{do.__name__}: {error.orig}"] += 1

    def _tapping(self, hand: int) -> Callable[[], Awaitable[None]]:
        async def tap() -> None:
            number = self._dice.randrange(1 + hand, TAPPERS + 1, HANDS)
            await self._tap(number, self._screen(number))

        return tap

    async def _tap(self, number: int, button: CallbackData) -> None:
        person = self._person(school.FIRST_CHAT + number)
        began = time.perf_counter()
        await person.tap(data=button.pack(), within=PATIENCE_SECONDS)
        self.delays.append(time.perf_counter() - began)

    def _screen(self, student: int) -> CallbackData:
        """Return any screen of a family, each as likely as another."""
        course = (student - 1) // school.CLASS_SIZE * school.COURSES + 1
        day = self._dice.choice(school.teaching_days(school.today()))
        return self._dice.choice(
            (
                screens.OpenDay(student_id=student, day=day),
                screens.OpenWeek(student_id=student, day=day),
                screens.OpenMonth(student_id=student, day=day),
                screens.OpenTimetable(student_id=student, day=day),
                screens.OpenHomework(student_id=student, day=day),
                screens.OpenAllHomework(student_id=student),
                screens.OpenMarks(student_id=student),
                screens.OpenAllMarks(student_id=student, span=Span.MONTH, day=day),
                screens.OpenAverages(student_id=student),
                screens.OpenSubjects(student_id=student),
                screens.OpenSubject(
                    student_id=student, course_id=course + self._dice.randrange(school.COURSES)
                ),
                screens.OpenFinal(student_id=student),
                screens.OpenNewsList(),
                screens.OpenHelp(),
            )
        )

    async def _push(self) -> None:
        """Commit a mark from outside, as an import does."""
        await families.mark(self.db, [self._dice.randint(1, STUDENTS)])

    async def _guess(self) -> None:
        """Let somebody unknown come with a code that was never issued."""
        await self._say(self._person(FIRST_STRANGER + next(self._numbers)), _GUESS)

    async def _link(self) -> None:
        """Let a new chat link itself to some child."""
        student = self._dice.randint(1, STUDENTS)
        clock = SchoolClock(SystemClock(), ZoneInfo("Europe/Moscow"))
        async with self.db.begin() as session:
            code = await issue(session, clock, self.key, NewCode(Role.GUARDIAN, student))
        person = self._person(FIRST_NEWCOMER + next(self._numbers))
        await self._say(person, code)
        await person.tap("Да", within=PATIENCE_SECONDS)
        await self._say(person, "Мария")

    async def _say(self, person: Person, text: str) -> None:
        since = person.mark()
        await person.say(text)
        await person.wait_for(lambda one: one.from_bot, since=since, within=PATIENCE_SECONDS)

    async def _hire(self) -> None:
        """Give the first class's teacher a chat."""
        person, now = STUDENTS + 1, datetime.now(UTC)
        chat = {"telegram_id": school.FIRST_CHAT + person, "telegram_language": "ru"}
        grant = {"role": "staff", "person_id": person, "granted_at": now}
        async with self.db.begin() as session:
            row = sa.insert(t.chat).values(chat | {"created_at": now}).returning(t.chat.c.id)
            number = await session.scalar(row)
            await session.execute(sa.insert(t.access_grant).values(grant | {"chat_id": number}))
        self._person(school.FIRST_CHAT + person).chat.standing = "open"

    def _giving(self) -> Callable[[], Awaitable[None]]:
        """Return what gives one of the first class after another a mark in a past lesson."""
        pupils = range(1, school.CLASS_SIZE + 1)
        given = Counter[tuple[int, int]]()
        turns: Iterator[tuple[int, int]] | None = None

        async def give() -> None:
            nonlocal turns
            if turns is None:
                turns = cycle(product(await self._past_lessons(), pupils))
            lesson, pupil = one = next(turns)
            button = GiveOne(
                lesson_id=lesson, student_id=pupil, place=1 + given[one] % 4, had=given[one]
            )
            await self._tap(STUDENTS + 1, button)
            given[one] += 1

        return give

    async def _past_lessons(self) -> list[int]:
        today = school.today()
        query = (
            sa.select(t.lesson.c.id)
            .where(
                t.lesson.c.course_id <= school.COURSES,
                t.lesson.c.day.between(today - timedelta(days=7), today),
            )
            .order_by(t.lesson.c.id)
        )
        async with self.db.read() as session:
            return [*(await session.execute(query)).scalars()]

    def _person(self, number: int) -> Person:
        return self.server.person(number, f"Имя{number}")
