"""Some days of one student's diary, and why there is nothing on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from domain.people import Access, Name


@dataclass(frozen=True, slots=True)
class DayLesson:
    """One lesson of one day."""

    day: date
    course_id: int
    number: int
    subject: str
    topic: str = ""
    room: str = ""
    status: str = ""
    """``cancelled``, ``substituted``, ``held``, or empty for planned."""
    starts: time | None = None
    ends: time | None = None
    id: int = 0
    teacher: Name | None = None
    """Who stands in, else who teaches the course, as far as the source says."""
    note: str = ""
    """Why it is cancelled or changed."""

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody meets."""
        return self.status == "cancelled"

    @property
    def is_substituted(self) -> bool:
        """Whether somebody stands in for the teacher."""
        return self.status == "substituted"


@dataclass(frozen=True, slots=True)
class Homework:
    """What is due on a day."""

    id: int
    course_id: int
    subject: str
    text: str
    assigned_on: date
    due_on: date
    hand_in: bool = False
    """Whether something is to be handed in by then."""
    files: int = 0
    """How many photos and documents go with it."""


@dataclass(frozen=True, slots=True)
class DayMark:
    """A mark of one day."""

    day: date
    course_id: int
    subject: str
    value: str
    work: str = ""
    comment: str = ""
    lesson_id: int | None = None
    ordinal: int = 1
    """Its place in a cell that holds several: 4/5."""


@dataclass(frozen=True, slots=True)
class DayAttendance:
    """An absence or a lateness; of the whole day where there is neither course nor number."""

    day: date
    category: str
    course_id: int | None = None
    number: int | None = None
    minutes_late: int | None = None
    reason: str = ""
    subject: str = ""

    @property
    def of_whole_day(self) -> bool:
        """Whether it speaks of no lesson in particular."""
        return self.course_id is None and self.number is None

    def belongs_to(self, lesson: DayLesson) -> bool:
        """Tell whether it speaks of this lesson."""
        if self.of_whole_day or self.day != lesson.day:
            return False
        same_course = self.course_id in (None, lesson.course_id)
        return same_course and self.number in (None, lesson.number)


@dataclass(frozen=True, slots=True)
class Term:
    """An academic session of the student's class or courses."""

    title: str
    kind: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Diary:
    """Some days of the diary of one student, as one reader may see it."""

    access: Access
    first: date
    last: date
    today: date
    lessons: tuple[DayLesson, ...] = ()
    homework: tuple[Homework, ...] = ()
    marks: tuple[DayMark, ...] = ()
    attendance: tuple[DayAttendance, ...] = ()
    terms: tuple[Term, ...] = ()
    before: date | None = None
    """The last day with lessons or marks before these days."""
    after: date | None = None
    """The first day with lessons or marks after these days."""

    @property
    def days(self) -> list[date]:
        """Every date shown."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def on(self, day: date) -> list[DayLesson]:
        """Return the lessons of one of the days, in order."""
        return [lesson for lesson in self.lessons if lesson.day == day]

    def why_empty(self, day: date) -> "Empty":
        """Return why a day has no lessons."""
        return why_empty(day, self.terms)


@dataclass(frozen=True, slots=True)
class Empty:
    """Why a day has no lessons."""

    reason: str
    """``weekend``, ``holidays``, ``before``, ``over`` or ``unknown``."""
    until: date | None = None
    """The first day after holidays, or of the school year."""


def why_empty(day: date, terms: Sequence[Term]) -> Empty:
    """Judge a day without lessons by the narrowest sessions of the student.

    A school year says only when it begins and ends; the gaps between its parts are holidays.
    After the last part that is entered, a year that goes on says nothing.
    """
    parts = [term for term in terms if term.kind != "schoolYear"] or list(terms)
    if not parts:
        return _plain(day)
    narrow = narrowest(parts)
    if any(term.begins <= day <= term.ends for term in narrow):
        return _plain(day)
    later = min((term.begins for term in narrow if term.begins > day), default=None)
    if later is None:
        return _plain(day) if any(day <= term.ends for term in terms) else Empty("over")
    if all(term.begins > day for term in terms):
        return Empty("before", later)
    return Empty("holidays", later)


def _plain(day: date) -> Empty:
    return Empty("weekend" if day.weekday() > 4 else "unknown")


def narrowest(parts: Iterable[Term]) -> list[Term]:
    """Leave out the sessions that others divide."""
    every = list(parts)
    return [
        one
        for one in every
        if not any(
            other is not one
            and one.begins <= other.begins
            and other.ends <= one.ends
            and (other.begins, other.ends) != (one.begins, one.ends)
            for other in every
        )
    ]
