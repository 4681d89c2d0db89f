"""Some days of one student's diary, and why there is nothing on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from domain.people import Access


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
    teacher: str = ""

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody meets."""
        return self.status == "cancelled"


@dataclass(frozen=True, slots=True)
class Homework:
    """What is due on a day."""

    id: int
    course_id: int
    subject: str
    text: str
    assigned_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class DayMark:
    """A mark of one day."""

    day: date
    course_id: int
    subject: str
    value: str
    work: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class DayAttendance:
    """An absence or a lateness; of the whole day where there is neither course nor number."""

    day: date
    category: str
    course_id: int | None = None
    number: int | None = None
    minutes_late: int | None = None
    reason: str = ""

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
    """The last day with lessons before these days."""
    after: date | None = None
    """The first day with lessons after these days."""

    @property
    def days(self) -> list[date]:
        """Every date shown."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def on(self, day: date) -> list[DayLesson]:
        """Return the lessons of one of the days, in order."""
        return [lesson for lesson in self.lessons if lesson.day == day]

    def due_for(self, lesson: DayLesson) -> list[Homework]:
        """Return the homework due at a lesson."""
        return [
            h for h in self.homework if h.due_on == lesson.day and h.course_id == lesson.course_id
        ]

    def marks_of(self, lesson: DayLesson) -> list[DayMark]:
        """Return the marks of a lesson's course and day; the day's first lesson of it has them."""
        first = next((x for x in self.on(lesson.day) if x.course_id == lesson.course_id), lesson)
        if first is not lesson:
            return []
        return [m for m in self.marks if m.day == lesson.day and m.course_id == lesson.course_id]

    def attendance_of(self, lesson: DayLesson) -> DayAttendance | None:
        """Return the absence or lateness at a lesson."""
        return next((a for a in self.attendance if a.belongs_to(lesson)), None)

    def whole_day(self, day: date) -> DayAttendance | None:
        """Return the absence of a whole day."""
        return next((a for a in self.attendance if a.day == day and a.of_whole_day), None)

    def loose_marks(self, day: date) -> list[DayMark]:
        """Return the day's marks of courses that had no lesson then."""
        taught = {lesson.course_id for lesson in self.on(day)}
        return [m for m in self.marks if m.day == day and m.course_id not in taught]

    def loose_homework(self, day: date) -> list[Homework]:
        """Return what is due on a day in courses that have no lesson then."""
        taught = {lesson.course_id for lesson in self.on(day)}
        return [h for h in self.homework if h.due_on == day and h.course_id not in taught]

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
    """
    parts = [term for term in terms if term.kind != "schoolYear"] or list(terms)
    if not parts:
        return Empty("weekend" if day.weekday() > 4 else "unknown")
    narrow = _narrowest(parts)
    if any(term.begins <= day <= term.ends for term in narrow):
        return Empty("weekend" if day.weekday() > 4 else "unknown")
    later = min((term.begins for term in narrow if term.begins > day), default=None)
    if later is None:
        return Empty("over")
    if all(term.begins > day for term in terms):
        return Empty("before", later)
    return Empty("holidays", later)


def _narrowest(parts: Iterable[Term]) -> list[Term]:
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
