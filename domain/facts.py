"""What happened in the journal, written in the transaction that made it happen.

A fact carries all that its message says, because the journal may have moved on
when the message is sent. It names no chat: who hears of it is the planner's work.
"""

from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, get_args, get_type_hints

from domain.fact import Fact, File, StudentFact
from domain.staff_facts import (
    AbsenceNoteAnswered,
    AbsenceNoteSent,
    LessonChanged,
    LessonDuty,
    MarkCommented,
    NewsEdited,
    NewsReminder,
    NewsWithdrawn,
    QuestionAnswered,
    QuestionAsked,
    QuestionWaiting,
    SubmissionAnswered,
)

__all__ = (
    "CODES", "AbsenceNoteAnswered", "AbsenceNoteSent", "Fact", "LessonChanged", "LessonDuty",
    "MarkCommented", "NewsEdited", "NewsReminder", "NewsWithdrawn", "QuestionAnswered",
    "QuestionAsked", "QuestionWaiting", "StudentFact", "SubmissionAnswered",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAdded(StudentFact):
    """A mark was given."""

    code = "mark.added"
    course: int
    subject: str
    value: str
    day: date
    work: str = ""
    """What the mark is for: the assessment's title, or the category's."""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkChanged(StudentFact):
    """A mark has another value than it had."""

    code = "mark.changed"
    course: int
    subject: str
    before: str
    value: str
    day: date
    work: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRemoved(StudentFact):
    """A mark was taken back."""

    code = "mark.removed"
    course: int
    subject: str
    before: str
    day: date
    work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalMarkSet(StudentFact):
    """A final mark was set or changed."""

    code = "mark.final"
    course: int
    subject: str
    value: str
    session: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LowAverage(StudentFact):
    """The marks of a course threaten its final mark; told once in a grading period."""

    code = "mark.low_average"
    course: int
    subject: str
    session: str
    average: str
    """Weighted mean of the period so far, in the scale's own points: "2.33"."""
    marks: int
    """How many marks count in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(StudentFact):
    """A student was not at school, or not at a lesson."""

    code = "attendance.absent"
    day: date
    category: str
    """``absent``, ``excused`` or ``ill``."""
    subject: str = ""
    number: int | None = None
    """The lesson; empty for the whole day."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late(StudentFact):
    """A student came late."""

    code = "attendance.late"
    day: date
    minutes: int | None = None
    subject: str = ""
    number: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceWithdrawn(StudentFact):
    """An absence or lateness that was told turned out not to be one."""

    code = "attendance.withdrawn"
    day: date
    subject: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedLesson:
    """One lesson of :class:`AbsenceUnexplained`."""

    number: int | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceUnexplained(StudentFact):
    """Nobody has said yet why a student was not there; told once for each day."""

    code = "attendance.unexplained"
    day: date
    lessons: list[MissedLesson] = field(default_factory=list)
    """By number; empty for the whole day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeworkAssigned(Fact):
    """Homework was given to a course, or given anew with other words or another date."""

    code = "homework.assigned"
    course: int
    subject: str
    text: str
    assigned_on: date
    due_on: date
    changed: bool = False
    hand_in: bool = False
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTask:
    """One homework of :class:`HomeworkDue`."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeworkDue(StudentFact):
    """Homework is to be handed in the next day, and the student has handed nothing in."""

    code = "homework.deadline"
    due_on: date
    tasks: list[DueTask]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPosted(Fact):
    """An announcement to a school, a class, a course or chosen students; exactly one is set."""

    code = "news.posted"
    announcement: int
    title: str
    body: str
    posted_at: datetime
    school: int | None = None
    school_class: int | None = None
    course: int | None = None
    chosen: int | None = None
    """The announcement itself, where it is for students who were chosen one by one."""
    must_confirm: bool = False
    grade: str = ""
    """With ``school``: that year only; empty: all of it."""
    hearers: str = ""
    """``guardian`` or ``student``; empty: both."""
    formatted: bool = False
    """Whether the body is Telegram's HTML, else plain text."""
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLesson:
    """One line of tomorrow, inside :class:`Tomorrow`."""

    number: int
    subject: str
    starts: str = ""
    """``HH:MM`` in the school's zone; empty where the source has no time."""
    room: str = ""
    homework: list[str] = field(default_factory=list)
    control: str = ""
    """The control work of this lesson, by its title."""
    status: str = ""
    teacher: str = ""
    """Who stands in."""
    note: str = ""
    """Why it is cancelled or changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tomorrow(StudentFact):
    """The evening message: what the next school day brings."""

    code = "day.tomorrow"
    day: date
    lessons: list[PlannedLesson]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectWeek:
    """One subject's line of :class:`WeekSummary`."""

    subject: str
    marks: list[str]
    average: str = ""
    """Weighted mean of the week in the scale's own points, one scale only; empty if none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSummary(StudentFact):
    """The week's marks and absences."""

    code = "week.summary"
    first: date
    last: date
    subjects: list[SubjectWeek]
    absences: int
    lates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SomebodyLinked(StudentFact):
    """A new person may see the student; told to the guardians who were there before."""

    code = "access.linked"
    role: str
    holder: str
    chat: int
    """Row of the chat that was linked: it is not told of itself."""


_BY_CODE: dict[str, type[Fact]] = {
    kind.code: kind
    for kind in (
        MarkAdded, MarkChanged, MarkRemoved, FinalMarkSet, LowAverage,
        Absence, Late, AttendanceWithdrawn, AbsenceUnexplained,
        HomeworkAssigned, HomeworkDue, SubmissionAnswered, LessonChanged,
        NewsPosted, NewsEdited, NewsWithdrawn, NewsReminder, Tomorrow, WeekSummary,
        AbsenceNoteAnswered, QuestionAnswered, SomebodyLinked,
        QuestionAsked, QuestionWaiting, AbsenceNoteSent, MarkCommented, LessonDuty,
    )
}  # fmt: skip
CODES = tuple(_BY_CODE)
_BASE = {item.name for item in fields(Fact)}


def dump(fact: Fact) -> dict[str, Any]:
    """Return the fact as JSON-ready values; dates in ISO form, empty base fields left out."""
    every = {name: _plain(value) for name, value in asdict(fact).items()}
    return {name: value for name, value in every.items() if value or name not in _BASE}


def load(code: str, stored: dict[str, Any]) -> Fact:
    """Return the fact that :func:`dump` gave; unknown keys of a newer version are left out."""
    hints = _hints(code)
    return _BY_CODE[code](
        **{name: _typed(hints[name], value) for name, value in stored.items() if name in hints}
    )


@cache
def _hints(code: str) -> dict[str, Any]:
    """Return the types of a kind's fields; Python works them out anew at every question."""
    kind = _BY_CODE[code]
    hints = get_type_hints(kind)
    return {item.name: hints[item.name] for item in fields(kind)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(hint: Any, value: Any) -> Any:
    if hint is date:
        return date.fromisoformat(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    inside = next(iter(get_args(hint)), None)
    if isinstance(inside, type) and is_dataclass(inside):
        return [inside(**item) for item in value]
    return value
