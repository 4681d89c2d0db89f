"""Marks: the latest, all of a span, averages of a session."""

from dataclasses import dataclass
from datetime import date

from domain.marks import (
    PAGE,
    AllMarks,
    Averages,
    LatestMarks,
    Period,
    Span,
    bounds,
    narrowest,
    school_year,
)
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import marks
from storage.database import Database
from usecases.access import marks_in_view


@dataclass(frozen=True, slots=True)
class ShowMarks:
    """Show the newest marks."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int | None = None, page: int = 0
    ) -> LatestMarks:
        """Return one page; raises ``NotLinked`` where the reader may not see the marks."""
        number = max(0, page)
        async with self.db.read() as session:
            access = await marks_in_view(session, self.clock, reader, student_id)
            found = await marks.latest(
                session, access.student.id, skip=number * PAGE, limit=PAGE + 1
            )
        more = len(found) > PAGE
        return LatestMarks(access, tuple(found[:PAGE]), number, more, self.clock.today())


@dataclass(frozen=True, slots=True)
class ShowAllMarks:
    """Show every mark of a day, a week, a month, a term or a year."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int, span: Span, day: date) -> AllMarks:
        """Return the span's marks; raises ``NotLinked`` where the reader may not see them."""
        wide = span in (Span.TERM, Span.YEAR)
        first, last = school_year(day) if wide else bounds(span, day, ())
        async with self.db.read() as session:
            access = await marks_in_view(session, self.clock, reader, student_id)
            found, periods = await marks.between(session, access.student.id, first, last)
        terms = marks.terms(periods)
        first, last = bounds(span, day, terms)
        inside = tuple(mark for mark in found if first <= mark.day <= last)
        return AllMarks(access, span, first, last, self.clock.today(), inside, terms)


@dataclass(frozen=True, slots=True)
class ShowAverages:
    """Show the averages of a session."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int, session_id: int = 0) -> Averages:
        """Return every subject's marks of the session; 0, or one of another class: the current."""
        today = self.clock.today()
        first, last = school_year(today)
        async with self.db.read() as session:
            access = await marks_in_view(session, self.clock, reader, student_id)
            found, periods = await marks.between(session, access.student.id, first, last)
        periods = [period for period in periods if first <= period.begins <= last]
        chosen = next((one for one in periods if one.id == session_id), None)
        chosen = chosen or _current(periods, today)
        inside = [m for m in found if not chosen or chosen.begins <= m.day <= chosen.ends]
        return Averages(access, chosen, tuple(periods), tuple(inside))


def _current(periods: list[Period], today: date) -> Period | None:
    term = narrowest(marks.terms(periods), today)
    if term is None:
        return None
    return next(
        p for p in periods if (p.title, p.begins, p.ends) == (term.title, term.begins, term.ends)
    )
