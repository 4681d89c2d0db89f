"""One subject of one student: what was taught, set and marked in a session."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from domain.marks import Mark, Period
from domain.people import Access

PAGE = 8
"""Days on one screen."""


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course as the list of subjects names it."""

    id: int
    subject: str
    title: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """The courses that a student sits in now."""

    access: Access
    courses: tuple[CourseLine, ...]

    def label(self, line: CourseLine) -> str:
        """Return the subject, with the course's own title where the subject alone is not enough."""
        alike = [one for one in self.courses if one.subject == line.subject]
        return line.subject if len(alike) == 1 else f"{line.subject} ({line.title})"


@dataclass(slots=True)
class SubjectDay:
    """What happened in a course on one day."""

    day: date
    topics: list[str] = field(default_factory=list)
    homework: list[str] = field(default_factory=list)
    """What was set on the day."""
    marks: list[Mark] = field(default_factory=list)
    absence: str = ""
    """A category of attendance."""


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """One page of one course in one session."""

    access: Access
    course: CourseLine
    period: Period | None
    periods: tuple[Period, ...]
    days: tuple[SubjectDay, ...]
    """Of this page, the newest first."""
    marks: tuple[Mark, ...]
    """Of the whole session."""
    page: int
    has_more: bool


def by_day(days: Iterable[SubjectDay]) -> list[SubjectDay]:
    """Return the days on which there is something to say, the newest first."""
    told = [day for day in days if day.topics or day.homework or day.marks or day.absence]
    return sorted(told, key=lambda day: day.day, reverse=True)
