"""Marks, their weights and their averages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.diary import Term
from domain.people import Access
from domain.scales import Scale

PAGE = 12
"""Marks or entries on one screen."""


class Span(StrEnum):
    """How much of the calendar a screen of marks holds; stands in buttons, so it is short."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"
    TERM = "t"
    YEAR = "y"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark with what its average needs."""

    day: date
    course_id: int
    subject: str
    value: str
    scale: str = ""
    score: float | None = None
    weight: float | None = None
    """The weight in force: the mark's own, else the work's, else the category's; empty is 1."""
    work: str = ""
    category: str = ""
    comment: str = ""


_SCALES = {scale.value: scale for scale in Scale}


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of the marks of one scale."""

    scale: Scale
    plain: float
    weighted: float
    number: int

    @property
    def differs(self) -> bool:
        """Whether the weights make a difference that two decimals show."""
        return round(self.plain, 2) != round(self.weighted, 2)


def averages(marks: Iterable[Mark]) -> list[Average]:
    """Return an average per scale; marks in words and marks without a score never count."""
    by_scale: dict[Scale, list[tuple[float, float]]] = {}
    for mark in marks:
        scale = _SCALES.get(mark.scale, Scale.TEXT)
        if scale.counts and mark.score is not None:
            weight = 1.0 if mark.weight is None else mark.weight
            by_scale.setdefault(scale, []).append((mark.score, weight))
    return [_average(scale, found) for scale, found in by_scale.items()]


def _average(scale: Scale, found: Sequence[tuple[float, float]]) -> Average:
    plain = sum(score for score, _ in found) / len(found)
    weights = sum(weight for _, weight in found)
    # Weights of nothing but zero say that nothing counts more than the rest.
    weighted = sum(score * weight for score, weight in found) / weights if weights else plain
    return Average(scale, plain, weighted, len(found))


def school_year(day: date) -> tuple[date, date]:
    """Return 1 August to 31 July around a day: wide enough for any school's own year."""
    start = date(day.year if day.month >= 8 else day.year - 1, 8, 1)
    return start, date(start.year + 1, 7, 31)


def narrowest(terms: Sequence[Term], day: date) -> Term | None:
    """Return the session around a day that begins last; after all of them, the last that began."""
    begun = [term for term in terms if term.begins <= day and term.kind != "schoolYear"]
    around = [term for term in begun if day <= term.ends]
    return max(
        around or begun, key=lambda term: (term.begins, -term.ends.toordinal()), default=None
    )


def bounds(span: Span, day: date, terms: Sequence[Term]) -> tuple[date, date]:
    """Return the first and the last day of the span that holds a day."""
    match span:
        case Span.DAY:
            return day, day
        case Span.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case Span.MONTH:
            first = day.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        case Span.TERM:
            term = narrowest(terms, day)
            return (term.begins, term.ends) if term else school_year(day)
        case Span.YEAR:
            return school_year(day)


@dataclass(frozen=True, slots=True)
class LatestMarks:
    """One page of marks, the newest first."""

    access: Access
    marks: tuple[Mark, ...]
    page: int
    has_more: bool
    today: date


@dataclass(frozen=True, slots=True)
class AllMarks:
    """All marks of a span."""

    access: Access
    span: Span
    first: date
    last: date
    today: date
    marks: tuple[Mark, ...]
    terms: tuple[Term, ...] = ()

    @property
    def title(self) -> str:
        """The session's own name, where the span is one."""
        found = (t.title for t in self.terms if (t.begins, t.ends) == (self.first, self.last))
        return next(found, "") if self.span is Span.TERM else ""

    @property
    def earlier(self) -> date:
        """A day of the span before."""
        ended = [t.ends for t in self._parts() if t.ends < self.first]
        return max(ended, default=self.first - timedelta(days=1))

    @property
    def later(self) -> date:
        """A day of the span after."""
        begins = [t.begins for t in self._parts() if t.begins > self.last]
        return min(begins, default=self.last + timedelta(days=1))

    def _parts(self) -> list[Term]:
        return [t for t in self.terms if t.kind != "schoolYear" and self.span is Span.TERM]


@dataclass(frozen=True, slots=True)
class Period:
    """An academic session as a button names it."""

    id: int
    title: str
    kind: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Averages:
    """The averages of every subject in one session."""

    access: Access
    period: Period | None
    periods: tuple[Period, ...]
    marks: tuple[Mark, ...]

    @property
    def by_subject(self) -> list[tuple[str, int, list[Mark]]]:
        """Subject, course and marks, by name."""
        found: dict[tuple[str, int], list[Mark]] = {}
        for mark in self.marks:
            found.setdefault((mark.subject, mark.course_id), []).append(mark)
        return [(subject, course, marks) for (subject, course), marks in sorted(found.items())]
