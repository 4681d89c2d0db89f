"""Each Sunday: the week in marks and absences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from domain.facts import SubjectWeek, WeekSummary
from domain.scales import Scale
from domain.school_clock import SchoolClock
from storage import due_times, facts, linked, weekly
from storage.database import Database, Session
from storage.weekly import WeekMark

_LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TellWeek:
    """Write a fact for each linked student who had marks or absences; safe to run twice."""

    db: Database
    clock: SchoolClock
    job = "week"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return how many facts were written; none where another worker was first or it is late."""
        due = due_at.astimezone(self.clock.zone).date()
        first = due - timedelta(days=due.weekday())
        async with self.db.begin() as session:
            mine = await due_times.take(session, self.job, due_at, following)
            # After a long stop the next week is under way and its own summary will come.
            if not mine or self.clock.now() > due_at + _LATE:
                return 0
            return await self._tell(session, first, first + timedelta(days=6))

    async def _tell(self, session: Session, first: date, last: date) -> int:
        now, told = self.clock.now(), 0
        async for names in linked.students(session, now=now):
            marks = await weekly.marks(session, names, first, last)
            missed = await weekly.missed(session, names, first, last)
            made = {}
            for student in sorted(marks.keys() | missed.keys()):
                absences, lates = missed.get(student, (0, 0))
                made[f"week:{student}:{first}"] = WeekSummary(
                    student=student, name=names[student], first=first, last=last,
                    subjects=_subjects(marks.get(student, [])), absences=absences, lates=lates,
                )  # fmt: skip
            await facts.add_once(session, made, now=now)
            told += len(made)
        return told


def _subjects(marks: Sequence[WeekMark]) -> list[SubjectWeek]:
    return [
        _subject(title, list(found)) for title, found in groupby(marks, lambda mark: mark.subject)
    ]


def _subject(title: str, marks: Sequence[WeekMark]) -> SubjectWeek:
    return SubjectWeek(subject=title, marks=[mark.value for mark in marks], average=_average(marks))


def _average(marks: Sequence[WeekMark]) -> str:
    """Return the weighted mean, of one scale only: "4.5"; empty where there is none."""
    counted = [mark for mark in marks if mark.score is not None and mark.scale in _COUNTING]
    weight = sum(mark.weight for mark in counted)
    if not weight or len({mark.scale for mark in counted}) > 1:
        return ""
    return f"{sum((mark.score or 0) * mark.weight for mark in counted) / weight:.2f}"


_COUNTING = frozenset(scale for scale in Scale if scale.counts)
