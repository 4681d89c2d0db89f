"""From the weekly timetable to lessons: which days, which week, which hours."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from domain.diary import Term, narrowest

AHEAD = timedelta(weeks=4)
"""How far ahead lessons stand in the diary."""
YEAR = "schoolYear"
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timetable: a lesson of every week."""

    id: int
    course_id: int
    weekday: int
    """0 is Monday."""
    number: int
    week: str = ""
    """``A`` or ``B``; empty: every week."""
    room: str = ""
    teacher_id: int | None = None
    begins: date | None = None
    ends: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the line is in force on that day."""
        begun = self.begins is None or self.begins <= day
        return begun and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Bell:
    """When a lesson of some number begins and ends."""

    weekday: int | None
    """Empty: every day that has no bells of its own."""
    number: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days without lessons, both ends included."""

    begins: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.begins <= day <= self.ends


@dataclass(frozen=True, slots=True)
class Planned:
    """A lesson as the timetable wants it."""

    entry_id: int
    course_id: int
    day: date
    number: int
    starts: time | None
    ends: time | None
    room: str
    teacher_id: int | None

    @property
    def key(self) -> str:
        """The lesson's id in the source ``timetable``; databases give an entry's id again."""
        return f"{self.entry_id}.{self.course_id}.{self.day}"

    @property
    def place(self) -> tuple[int, date, int]:
        """Course, day and number: no two lessons stand there."""
        return self.course_id, self.day, self.number


@dataclass(slots=True)
class CoursePlan:
    """All that says when a course meets."""

    entries: list[Entry]
    terms: Sequence[Term] = ()
    bells: Sequence[Bell] = ()
    holidays: Sequence[Holiday] = ()
    """The school's and the class's."""
    weekdays: Collection[int] = range(5)
    """On which the school teaches."""
    _hours: dict[tuple[int | None, int], Bell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._hours = {(bell.weekday, bell.number): bell for bell in self.bells}

    def lessons(self, first: date, last: date) -> Iterator[Planned]:
        """Yield the lessons of these days; of two lines at one place the first counts."""
        parts = _parts(self.terms)
        starts = self._year_starts()
        for day in _days(first, last):
            if any(term.begins <= day <= term.ends for term in parts) and not self._is_free(day):
                yield from self._on(day, week_of(day, starts)).values()

    def _on(self, day: date, week: str) -> dict[int, Planned]:
        found: dict[int, Planned] = {}
        for entry in self.entries:
            if entry.weekday == day.weekday() and entry.week in ("", week) and entry.holds_on(day):
                found.setdefault(entry.number, self._planned(entry, day))
        return found

    def _planned(self, entry: Entry, day: date) -> Planned:
        bell = self._hours.get((entry.weekday, entry.number)) or self._hours.get(
            (None, entry.number)
        )
        return Planned(
            entry.id, entry.course_id, day, entry.number, bell.starts if bell else None,
            bell.ends if bell else None, entry.room, entry.teacher_id,
        )  # fmt: skip

    def _is_free(self, day: date) -> bool:
        return any(day in holiday for holiday in self.holidays)

    def _year_starts(self) -> list[date]:
        """Return the first school day of each year the course is in."""
        years = [term.begins for term in self.terms if term.kind == YEAR]
        begins = years or [min((term.begins for term in self.terms), default=date.min)]
        return [first_school_day(one, self.weekdays, self.holidays) for one in begins]


def first_school_day(
    begins: date, weekdays: Collection[int], holidays: Iterable[Holiday] = ()
) -> date:
    """Return the first day from ``begins`` on with lessons; ``begins`` where a year has none."""
    free = list(holidays)
    for day in _days(begins, begins + timedelta(days=60)):
        if day.weekday() in weekdays and not any(day in holiday for holiday in free):
            return day
    return begins


def week_of(day: date, year_starts: Iterable[date]) -> str:
    """Return ``A`` or ``B``: the week of the year's first school day is A, and so on by turns.

    Weeks are counted by their Mondays, those of holidays too.
    """
    begun = [start for start in year_starts if _monday(start) <= day]
    weeks = (_monday(day) - _monday(max(begun))) // _WEEK if begun else 0
    return "AB"[weeks % 2]


def by_course(entries: Iterable[Entry]) -> Mapping[int, list[Entry]]:
    """Sort entries to their courses."""
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.course_id, []).append(entry)
    return found


def _parts(terms: Sequence[Term]) -> list[Term]:
    """Return the narrowest sessions: the gaps between them are holidays."""
    return narrowest([term for term in terms if term.kind != YEAR] or terms)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
