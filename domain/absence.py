"""Absence notes: what a guardian tells of days that a child is not at school."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.errors import DaysRefused
from domain.files import Attachment

PAGE = 10
LONGEST = 30
"""Days of one note."""
BACK = timedelta(days=14)
"""How far back a note may begin: afterwards it is a talk with the class teacher."""
AHEAD = timedelta(days=180)


class NoteState(StrEnum):
    """Where a note stands; stored."""

    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why; stands in buttons."""

    ILL = "ill"
    DOCTOR = "doctor"
    FAMILY = "family"
    OTHER = "other"

    @property
    def category(self) -> str:
        """What it makes of an absence: ``ill`` or ``excused``."""
        return "ill" if self is Reason.ILL else "excused"


@dataclass(frozen=True, slots=True)
class Note:
    """One absence note."""

    id: int
    student_id: int
    student: str
    class_title: str
    first: date
    last: date
    category: str
    reason: str
    state: NoteState
    answer: str
    created_at: datetime
    author: str = ""
    files: tuple[Attachment, ...] = ()
    is_own: bool = False
    """Whether the reader sent it."""
    may_answer: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """A page of notes."""

    notes: tuple[Note, ...]
    page: int
    has_more: bool
    student_id: int | None = None
    """Of one child, for its guardians; empty: those that wait for their class teacher."""
    child: str = ""
    """As a screen names them: "Анна И."."""


def check_days(first: date, last: date, today: date) -> None:
    """Raise ``DaysRefused`` for days that no note can be about."""
    if not first <= last or (last - first).days >= LONGEST:
        raise DaysRefused(LONGEST)
    if first < today - BACK or last > today + AHEAD:
        raise DaysRefused(LONGEST)
