"""Questions of families to the school, and what is said in answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.files import Attachment

PAGE = 8
"""Threads on one screen."""
POSTS = 6
"""Posts of a thread on one screen."""
MOST_OPEN = 20
"""Questions of one chat that wait for an answer; more are refused."""
MOST_UNANSWERED = 10
"""Posts that may follow one another in a thread before the school answers."""
PATIENCE = 2
"""School days until the school is reminded."""
SUBJECT = 60
"""Characters of a thread's title."""


class Addressee(StrEnum):
    """Whom a family asks; stored, so never rename a value."""

    CLASS_TEACHER = "class_teacher"
    SUBJECT_TEACHER = "subject_teacher"
    DEPUTY_HEAD = "deputy_head"
    SUPPORT = "support"


class State(StrEnum):
    """How a thread stands; stored."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody who may be asked about a student."""

    addressee: Addressee
    id: int
    """The course, class or school that makes it theirs."""
    name: str
    """The subject, or the person."""
    linked: bool
    """Whether anybody of them would be told now."""


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread in a list."""

    id: int
    subject: str
    state: State
    addressee: Addressee
    about: str
    """The student: "Анна И.", 7Б; empty where it is about none."""
    course: str
    updated_at: datetime
    is_asker: bool
    student_id: int | None = None
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of threads, the newest first."""

    threads: tuple[ThreadLine, ...]
    page: int
    has_more: bool
    student_id: int | None = None
    """About whom the reader may ask; empty where they may ask about nobody."""


@dataclass(frozen=True, slots=True)
class Post:
    """One message of a thread."""

    id: int
    author: str
    by_staff: bool
    text: str
    at: datetime
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread with a page of its posts, in their order."""

    line: ThreadLine
    posts: tuple[Post, ...]
    page: int
    """From 0, the page of the newest posts."""
    has_older: bool

    @property
    def files(self) -> tuple[Attachment, ...]:
        """All files of the posts on the page."""
        return tuple(file for post in self.posts for file in post.files)


def title(text: str) -> str:
    """Return what a thread is called: the first line, or the beginning of it."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= SUBJECT:
        return line
    return line[: SUBJECT - 1].rsplit(None, 1)[0] + "…"


def school_days(since: date, until: date, holidays: Collection[tuple[date, date]]) -> int:
    """Return how many school days have passed: after ``since``, up to and with ``until``.

    A school day is Monday to Friday and in no holiday; holidays are first and last days.
    """
    days = (since + timedelta(days=number) for number in range(1, (until - since).days + 1))
    return sum(
        day.weekday() < 5 and not any(first <= day <= last for first, last in holidays)
        for day in days
    )
