"""Lessons made ahead from the timetable: every night, and after every import."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.school_clock import SchoolClock
from domain.timetable import AHEAD, Planned
from storage import due_times, timetable
from storage.database import Database, Session
from storage.timetable import Made

logger = logging.getLogger(__name__)
Place = tuple[int, date, int]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What became of the lessons of the next weeks."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0
    """That the timetable wants otherwise and somebody has touched."""

    @property
    def all(self) -> int:
        """How many lessons are not as they were, or not as they should be."""
        return self.added + self.changed + self.removed + self.kept


@dataclass(frozen=True, slots=True)
class PlanLessons:
    """Make the lessons of the next four weeks; safe to run twice."""

    db: Database
    clock: SchoolClock
    job = "lessons"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return how many facts were written: none, for families hear of tomorrow each evening."""
        async with self.db.begin() as session:
            if await due_times.take(session, self.job, due_at, following):
                await make_ahead(session, self.clock)
        return 0


async def make_ahead(session: Session, clock: SchoolClock) -> Ahead:
    """Bring the lessons from today on to what the timetable says; at most eleven statements.

    Of today's lessons none is rearranged: they are only added, and make room for the school's own.
    """
    today = clock.today()
    last = today + AHEAD
    plans = await timetable.plans(session)
    if not plans and not await timetable.has_lessons(session, today):
        return Ahead()
    wanted = {one.key: one for plan in plans for one in plan.lessons(today, last)}
    standing = await timetable.standing(session, today, last)
    own = {one.key: one for one in standing if one.key}
    foreign = {one.place for one in standing if not one.key}
    work = _Work(wanted, foreign)
    for made in sorted(own.values(), key=lambda one: not one.is_touched):
        work.judge(made, may_change=made.day > today)
    new = work.new(own)
    await timetable.remove(session, work.removed)
    await timetable.change(session, work.changed)
    await timetable.add(session, new)
    done = Ahead(len(new), len(work.changed), len(work.removed), work.kept)
    if done.all:
        logger.info(
            "lessons ahead: %d added, %d changed, %d removed, %d touched and left alone",
            done.added, done.changed, done.removed, done.kept,
        )  # fmt: skip
    return done


class _Work:
    """What is to be done to the timetable's own lessons."""

    def __init__(self, wanted: dict[str, Planned], foreign: Iterable[Place]) -> None:
        self._wanted = wanted
        self._foreign = frozenset(foreign)
        """Where lessons of the school's own stand."""
        self._taken = set(self._foreign)
        self.removed: list[int] = []
        self.changed: dict[int, Planned] = {}
        self.kept = 0

    def judge(self, made: Made, *, may_change: bool) -> None:
        """Decide on one lesson that stands; those that stay whatever comes are judged first."""
        planned = self._wanted.get(made.key)
        if planned and planned.place in self._taken:
            planned = None
        if made.place in self._foreign and not made.is_changed:
            self.removed.append(made.id)  # of today too: nobody is to see it twice
        elif made.is_touched or not may_change or (planned and made.is_as(planned)):
            self.kept += made.is_touched and not (planned and made.is_at(planned))
            self._taken.add(made.place)
        elif planned:
            self.changed[made.id] = planned
            self._taken.add(planned.place)
        else:
            self.removed.append(made.id)

    def new(self, own: dict[str, Made]) -> list[Planned]:
        """Return what is not there yet, where nothing else stands."""
        fresh = (one for key, one in self._wanted.items() if key not in own)
        return [one for one in fresh if one.place not in self._taken]
