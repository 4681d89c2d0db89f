"""What the deputy head does to the timetable of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol, TypeVar

from domain.classes import ClassTitle
from domain.diary import DayLesson
from domain.people import Name

REASON_LENGTH = 200
"""Characters of why a lesson is cancelled; families read it."""
ROOM_LENGTH = 40
TEACHERS_ON_PAGE = 12
CLASSES_ON_PAGE = 60
SPANS = (1, 2, 3, 7)
"""For how many days a teacher may be away at once."""
CANCELLED, SUBSTITUTED, MOVED = "cancelled", "substituted", "moved"


@dataclass(frozen=True, slots=True)
class ChangeableLesson:
    """One lesson as the deputy head sees it."""

    id: int
    day: date
    number: int
    course_id: int
    school_id: int
    subject: str
    group: str
    """The class, or the course's own title where it belongs to no class."""
    class_id: int | None = None
    starts: time | None = None
    ends: time | None = None
    room: str = ""
    status: str = ""
    note: str = ""
    teacher: Name | None = None
    """Who gives it now."""
    has_marks: bool = False
    is_changed: bool = False
    """Whether there is something to take back."""
    is_over: bool = False
    """Whether its day is past, so that nothing can be done to it."""
    usual_teacher: int | None = None
    """Who teaches the course, whoever stands in today."""

    @property
    def shown(self) -> DayLesson:
        """Return it as families see it."""
        return DayLesson(
            self.day, self.course_id, self.number, self.subject, room=self.room,
            status=self.status, starts=self.starts, ends=self.ends, id=self.id,
            teacher=self.teacher, note=self.note,
        )  # fmt: skip

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody meets."""
        return self.status == CANCELLED

    @property
    def is_substituted(self) -> bool:
        """Whether somebody stands in for the teacher."""
        return self.status == SUBSTITUTED


@dataclass(frozen=True, slots=True)
class SchoolTitle:
    """A school whose deputy head one is."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class ChangesDay:
    """A day of the school: its classes, and what is not as planned."""

    day: date
    today: date
    schools: tuple[SchoolTitle, ...]
    classes: tuple[ClassTitle, ...]
    """Of the page."""
    changed: tuple[ChangeableLesson, ...]
    page: int = 0
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class ClassDay:
    """A class's lessons of a day."""

    id: int
    title: str
    day: date
    lessons: tuple[ChangeableLesson, ...]


@dataclass(frozen=True, slots=True)
class Teacher:
    """Somebody who may give a lesson."""

    id: int
    name: Name
    busy_with: str = ""
    """The class they have at that hour; empty: free, or no hour was asked about."""


@dataclass(frozen=True, slots=True)
class StandIns:
    """A page of teachers for one lesson: the free ones first."""

    lesson_id: int
    teachers: tuple[Teacher, ...]
    page: int
    has_more: bool
    wanted: str = ""
    """The name that was typed."""


@dataclass(frozen=True, slots=True)
class StaffPage:
    """A page of a school's teachers by name: who is away?"""

    school_id: int
    day: date
    teachers: tuple[Teacher, ...]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class TeacherDays:
    """All lessons of one teacher on one day or several."""

    school_id: int
    teacher: Teacher
    first: date
    days: int
    lessons: tuple[ChangeableLesson, ...]

    @property
    def to_cancel(self) -> Sequence[ChangeableLesson]:
        """Return the lessons that are still to be held."""
        return [lesson for lesson in self.lessons if not lesson.is_cancelled]


class Named(Protocol):
    """Anybody with a name."""

    @property
    def name(self) -> Name:
        """Return it."""
        ...


Somebody = TypeVar("Somebody", bound=Named)


def matching(people: Sequence[Somebody], typed: str) -> list[Somebody]:
    """Return the people one of whose names begins with each of the words that were typed."""
    words = sortable(typed).replace("-", " ").split()
    return [one for one in people if words and all(_begins(one.name, word) for word in words)]


def _begins(name: Name, word: str) -> bool:
    parts = sortable(f"{name.family} {name.given} {name.middle}").replace("-", " ").split()
    return any(part.startswith(word) for part in parts)


def sortable(text: str) -> str:
    """Return a name as it is looked up: small letters, ё as е."""
    return text.casefold().replace("ё", "е").replace(".", " ")
