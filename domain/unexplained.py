"""Which absences nobody has explained yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.facts import MissedLesson

_EXPLAINED = ("excused", "ill")


@dataclass(frozen=True, slots=True)
class Missed:
    """One row of attendance about a lesson, or about the whole day, that a student missed."""

    student: int
    day: date
    category: str
    """``absent``, ``excused`` or ``ill``."""
    reason: str = ""
    number: int | None = None
    subject: str = ""

    @property
    def explained(self) -> bool:
        """Whether somebody said why."""
        return self.category in _EXPLAINED or bool(self.reason.strip())

    @property
    def lesson(self) -> int | str:
        """Which lesson it is: its number, else its subject, else none."""
        return self.subject if self.number is None else self.number

    @property
    def whole_day(self) -> bool:
        """Whether it names no lesson."""
        return self.lesson == ""


def unexplained(rows: Iterable[Missed]) -> Mapping[tuple[int, date], list[MissedLesson]]:
    """Return (student, day) → lessons without a reason; no lessons stand for the whole day.

    A reason for the whole day is one for each of its lessons, whichever row came first.
    """
    days: defaultdict[tuple[int, date], list[Missed]] = defaultdict(list)
    for row in rows:
        days[row.student, row.day].append(row)
    return {day: lessons for day, every in days.items() if (lessons := _open(every)) is not None}


def _open(every: list[Missed]) -> list[MissedLesson] | None:
    if any(row.whole_day and row.explained for row in every):
        return None
    explained = {row.lesson for row in every if row.explained}
    left = {row.lesson: row for row in every if row.lesson not in explained}
    if not left:
        return None
    if any(row.whole_day for row in left.values()):
        return []
    ordered = sorted(left.values(), key=lambda row: (row.number or 0, row.subject))
    return [MissedLesson(number=row.number, subject=row.subject) for row in ordered]
