"""The school year around a given day: quarters, half-years, holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sandbox.school.tables import Row

_QUARTERS = ((0, 8), (9, 17), (19, 30), (31, 39))
"""Weeks of teaching, counted from the year's first Monday, ends excluded."""
_HALVES = ((0, 17), (19, 39))
_FULL_WEEKS = (*range(11, 16), *range(21, 29), *range(33, 38))
"""Weeks with two weeks of lessons behind them, one ahead, and a finished quarter."""
_DAYS_OFF = frozenset({(11, 4), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12)})
"""Public holidays of Russia, month and day, the long ones of January aside."""


@dataclass(frozen=True, slots=True)
class Term:
    """A quarter or a half-year; the last day is a Saturday without lessons."""

    id: str
    title: str
    kind: str
    begins: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.begins <= day <= self.ends


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """One school year; holidays are the gaps between its quarters."""

    id: str
    begins: date
    quarters: tuple[Term, ...]
    halves: tuple[Term, ...]

    @property
    def ends(self) -> date:
        """The last day of the last quarter."""
        return self.quarters[-1].ends

    @property
    def title(self) -> str:
        """As people name a school year."""
        return f"{self.begins.year}/{self.begins.year + 1} учебный год"

    def teaching_days(self, begins: date, ends: date) -> list[date]:
        """Return the days with lessons, both ends included."""
        days = (begins + timedelta(days=n) for n in range((ends - begins).days + 1))
        return [day for day in days if self._teaches(day)]

    def public_holidays(self) -> list[date]:
        """Return the days of the quarters on which all of Russia is off, weekends aside."""
        span = (self.ends - self.begins).days
        days = (self.begins + timedelta(days=n) for n in range(span + 1))
        return [
            day
            for day in days
            if (day.month, day.day) in _DAYS_OFF
            and day.weekday() < 5
            and any(day in quarter for quarter in self.quarters)
        ]

    def _teaches(self, day: date) -> bool:
        off = day.weekday() > 4 or (day.month, day.day) in _DAYS_OFF
        return not off and any(day in quarter for quarter in self.quarters)


def year_around(today: date) -> SchoolYear:
    """Return the school year of `today`, moved by whole weeks where it would show too little.

    In summer, in holidays and beside them, and in the first quarter, the year is moved to
    the nearest place where a finished quarter, two weeks of lessons behind and one ahead exist.
    """
    monday = _first_monday(today.year if today.month > 6 else today.year - 1)
    week = (today - monday).days // 7
    shift = week - min(_FULL_WEEKS, key=lambda full: abs(full - week))
    start = monday + timedelta(weeks=shift)
    begins = start if shift else max(start, date(start.year, 9, 1))
    code = f"y{begins.year}"
    quarters = _terms(f"{code}-q", "{} четверть", "term", start, _QUARTERS)
    halves = _terms(f"{code}-h", "{} полугодие", "semester", start, _HALVES)
    return SchoolYear(code, begins, _from(begins, quarters), _from(begins, halves))


def sessions(year: SchoolYear) -> Iterator[Row]:
    """Rows of academicSessions.csv."""
    whole = Term(year.id, year.title, "schoolYear", year.begins, year.ends)
    for term in (whole, *year.quarters, *year.halves):
        yield {
            "sourcedId": term.id,
            "title": term.title,
            "type": term.kind,
            "startDate": term.begins.isoformat(),
            "endDate": term.ends.isoformat(),
            "parentSourcedId": "" if term is whole else year.id,
            "schoolYear": str(year.begins.year + 1),
        }


def _first_monday(year: int) -> date:
    """Return the Monday of the first week of September that has a working day."""
    first = date(year, 9, 1)
    back = first.weekday() if first.weekday() < 5 else first.weekday() - 7
    return first - timedelta(days=back)


def _terms(
    code: str, title: str, kind: str, start: date, weeks: tuple[tuple[int, int], ...]
) -> tuple[Term, ...]:
    return tuple(
        Term(
            f"{code}{number}",
            title.format(number),
            kind,
            start + timedelta(weeks=first),
            start + timedelta(weeks=after, days=-2),
        )
        for number, (first, after) in enumerate(weeks, 1)
    )


def _from(begins: date, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    first, *others = terms
    return (Term(first.id, first.title, first.kind, begins, first.ends), *others)
