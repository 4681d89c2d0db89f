"""What was changed at a lesson: who, when, before and after."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.audit import Actor
from domain.journal import Lesson
from domain.people import Name

CHANGES = 20
"""On one screen."""


class Thing(StrEnum):
    """What was changed; the table's name."""

    MARK = "mark"
    ATTENDANCE = "attendance"
    HOMEWORK = "homework"
    LESSON = "lesson"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change, as far as somebody reads it."""

    value: str
    """The mark, the category of attendance, the homework's words, the topic."""
    weight: float | None = None
    comment: str = ""
    """On a mark; of a lesson its note, of attendance its reason."""
    due_on: str = ""
    """Of homework, as an ISO date."""
    status: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One change."""

    at: datetime
    actor: Actor
    thing: Thing
    student: Name | None
    before: Side | None
    """Empty where it was not there."""
    after: Side | None
    """Empty where it was taken away."""
    is_undone: bool


@dataclass(frozen=True, slots=True)
class LessonHistory:
    """A page of what was changed at a lesson, the newest first."""

    lesson: Lesson
    changes: tuple[Changed, ...]
    page: int
    has_more: bool
    kept_days: int
    """How long it goes back."""
