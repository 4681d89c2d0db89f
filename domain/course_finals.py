"""Final marks as a teacher sets them: proposed from averages, confirmed one by one or all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import floor

from domain.marks import Average, Period
from domain.people import Name
from domain.scales import Scale, Value, pad, read

ROUNDINGS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
"""From which part of a point on a school may round up."""
STUDENTS = 40
"""On one screen."""


@dataclass(frozen=True, slots=True)
class CourseHead:
    """A course as its final marks need it."""

    id: int
    subject: str
    group: str
    scale: Scale
    school_id: int
    round_up_from: float


@dataclass(frozen=True, slots=True)
class FinalLine:
    """One student's final mark of one session: what it could be, and what it is."""

    student_id: int
    name: Name
    average: Average | None
    """Of the scale that the course marks on; of the parts' final marks where it is a year's."""
    missed: int
    """Lessons of the course, in the session."""
    proposed: Value | None
    """By the school's rule; nothing where no mark counts."""
    final_id: int | None = None
    value: str = ""
    """Empty where it is not set."""

    @property
    def brief(self) -> str:
        """As a button names them: "Иванова А."."""
        return f"{self.name.family} {self.name.given[:1]}.".replace(" .", "").strip()


@dataclass(frozen=True, slots=True)
class CourseFinals:
    """A page of a course's final marks of one session."""

    course: CourseHead
    periods: tuple[Period, ...]
    period: Period | None
    """Nothing where the course has no sessions."""
    lines: tuple[FinalLine, ...]
    page: int = 0
    total: int = 0
    sets: bool = False
    """Whether the reader may set them."""
    rules: bool = False
    """Whether the reader may change the school's rule."""
    batch: str = ""
    """What was just saved, by which it can be undone."""
    saved: int = 0

    @property
    def ready(self) -> tuple[FinalLine, ...]:
        """Those of the page with a proposal that nobody has confirmed."""
        return tuple(line for line in self.lines if line.proposed and not line.value)

    def line(self, student_id: int) -> FinalLine | None:
        """Return the student's line; nothing for who is not of this course."""
        return next((line for line in self.lines if line.student_id == student_id), None)

    def after(self, batch: str, saved: int) -> "CourseFinals":
        """Return the screen with the way to undo."""
        return replace(self, batch=batch, saved=saved)


def around(periods: Sequence[Period], session_id: int, today: date) -> Period | None:
    """Return the asked session; else the narrowest that today lies in, else the last that began."""
    asked = next((one for one in periods if one.id == session_id), None)
    begun = [one for one in periods if one.begins <= today and one.kind != "schoolYear"]
    now = [one for one in begun if one.ends >= today] or begun or list(periods)
    newest = max(now, key=lambda one: (one.begins, -one.ends.toordinal()), default=None)
    return asked or newest


def parts(periods: Sequence[Period], whole: Period) -> list[Period]:
    """Return the sessions that make up a longer one: those within it and within no other part."""
    within = [one for one in periods if one.id != whole.id and _holds(whole, one)]
    return [
        one for one in within if not any(_holds(other, one) for other in within if other != one)
    ]


def _holds(whole: Period, part: Period) -> bool:
    longer = (whole.ends - whole.begins) > (part.ends - part.begins)
    return longer and whole.begins <= part.begins and part.ends <= whole.ends


def propose(average: Average | None, round_up_from: float) -> Value | None:
    """Return the mark that an average makes by a school's rule, within what the scale gives."""
    if average is None:
        return None
    # To three places: 3.6 of floats is 3.5999999999999996, and a rule would round it down.
    exact = Decimal(str(round(average.weighted, 3)))
    whole = floor(exact)
    up = exact - whole >= Decimal(str(round_up_from))
    number = whole + 1 if up and exact != whole else whole
    marks = [int(text) for text in pad(average.scale)]
    return read(average.scale, str(min(max(number, min(marks)), max(marks))))
