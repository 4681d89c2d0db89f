"""The journal as a teacher sees it: lessons of a day, one lesson, its class."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from domain.people import Name
from domain.scales import Scale

TOPIC_LENGTH = 300
"""Characters of a lesson's topic."""
COMMENT_LENGTH = 300
"""Characters of a comment on a mark."""


class Presence(StrEnum):
    """How a student was at a lesson, as the table ``attendance`` has it."""

    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"
    EXCUSED = "excused"
    ILL = "ill"


CYCLE = (Presence.PRESENT, Presence.ABSENT, Presence.LATE, Presence.EXCUSED)
"""What a tap on a name leads through."""
MISSED = (Presence.ABSENT, Presence.EXCUSED, Presence.ILL)


def after(presence: Presence) -> Presence:
    """Return what the next tap makes of it."""
    here = CYCLE.index(presence) if presence in CYCLE else CYCLE.index(Presence.EXCUSED)
    return CYCLE[(here + 1) % len(CYCLE)]


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in the list of a day."""

    id: int
    course_id: int
    number: int
    starts_at: time | None
    subject: str
    group: str
    """The class, or the course's own title where it belongs to no class."""
    room: str
    status: str
    topic: str
    marks: int
    missed: int


@dataclass(frozen=True, slots=True)
class JournalDay:
    """One's lessons of a day."""

    day: date
    lessons: tuple[LessonLine, ...]
    class_id: int | None = None
    """Where it is the day of a class and not of a teacher."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as the journal needs it."""

    id: int
    course_id: int
    subject: str
    group: str
    day: date
    number: int
    starts_at: time | None
    ends_at: time | None
    room: str
    status: str
    topic: str
    note: str
    scale: Scale
    class_id: int | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether it is not held."""
        return self.status == "cancelled"


@dataclass(frozen=True, slots=True)
class Given:
    """A mark in a cell of the journal."""

    id: int
    student_id: int
    value: str
    ordinal: int
    category_id: int | None
    category: str
    weight: float | None
    """The weight in force; empty is 1."""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """One student at one lesson."""

    id: int
    name: Name
    marks: tuple[Given, ...] = ()
    presence: Presence | None = None
    """Empty: nothing is noted, which counts as present."""

    @property
    def register(self) -> str:
        """As a register names them: "Иванова Анна"."""
        return f"{self.name.family} {self.name.given}".strip()

    @property
    def brief(self) -> str:
        """As a button names them: "Иванова А."."""
        return f"{self.name.family} {self.name.given[:1]}.".replace(" .", "").strip()


@dataclass(frozen=True, slots=True)
class Category:
    """A sort of work; its weight is that of its marks."""

    id: int
    title: str
    weight: float | None


@dataclass(frozen=True, slots=True)
class OpenedLesson:
    """A lesson with its students."""

    lesson: Lesson
    seats: tuple[Seat, ...]
    """By family name."""
    keeps: bool = False
    """Whether the reader may write in it."""
    ahead: bool = False
    """Whether it is on a day to come, of which there are no marks yet."""
    homework: int = 0
    """How many tasks it gave."""
    sort: Category | None = None
    """For what marks are being given."""

    @property
    def missed(self) -> int:
        """How many students were not there."""
        return sum(seat.presence in MISSED for seat in self.seats)

    @property
    def marked(self) -> int:
        """How many marks were given."""
        return sum(len(seat.marks) for seat in self.seats)

    def seat(self, student_id: int) -> Seat | None:
        """Return the student's seat; nothing for who is not of this course."""
        return next((seat for seat in self.seats if seat.id == student_id), None)


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved in one go."""

    opened: OpenedLesson
    """As it is now."""
    batch: str
    """By which it can be undone."""
    marks: int = 0
    presences: int = 0


@dataclass(frozen=True, slots=True)
class GivenByTap:
    """What one tap on a pad came to."""

    saved: Saved
    student_id: int
    place: int

    @property
    def seat(self) -> Seat:
        """The student's seat as it is now."""
        found = self.saved.opened.seat(self.student_id)
        assert found is not None, "who is given a mark has a seat"
        return found
