"""Homework of a day, all that is open, and one of them whole."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.diary import Diary, Empty, Homework
from domain.files import Attachment
from domain.people import Access, Role

PAGE = 8
"""Homework on one screen."""


@dataclass(frozen=True, slots=True)
class HomeworkDay:
    """What is due on one day."""

    access: Access
    day: date
    today: date
    items: tuple[Homework, ...]
    before: date | None
    after: date | None
    why: Empty | None
    """Why there are no lessons that day; nothing where there are."""

    def on_page(self, page: int) -> tuple[Homework, ...]:
        """Return the part of the items that one screen shows."""
        return self.items[page * PAGE : (page + 1) * PAGE]

    def has_more(self, page: int) -> bool:
        """Tell whether another page follows."""
        return len(self.items) > (page + 1) * PAGE

    @classmethod
    def of(cls, diary: Diary, day: date) -> "HomeworkDay":
        """Cut one day out of some days of the diary."""
        taught = {lesson.day for lesson in diary.lessons}
        known = taught | {item.due_on for item in diary.homework}
        before = max((one for one in known if one < day), default=diary.before)
        after = min((one for one in known if one > day), default=diary.after)
        items = tuple(item for item in diary.homework if item.due_on == day)
        why = None if day in taught else diary.why_empty(day)
        return cls(diary.access, day, diary.today, items, before, after, why)


@dataclass(frozen=True, slots=True)
class OpenHomeworkPage:
    """One page of the homework that is not yet due, the soonest first."""

    access: Access
    items: tuple[Homework, ...]
    page: int
    has_more: bool


class WorkState(StrEnum):
    """How handed-in work stands; stored."""

    HANDED_IN = "handed_in"
    RETURNED = "returned"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Submission:
    """What a student handed in for a homework."""

    id: int
    homework_id: int
    student_id: int
    text: str
    state: WorkState
    comment: str
    handed_in_at: datetime
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One homework, whole."""

    access: Access
    item: Homework
    submission: Submission | None = None
    is_open: bool = False
    """Whether it can be handed in still."""

    @property
    def may_hand_in(self) -> bool:
        """Whether this reader can hand it in, or other work in its place."""
        return self.item.hand_in and self.is_open and self.access.role is Role.STUDENT


@dataclass(frozen=True, slots=True)
class Given:
    """A homework as its teacher sees it."""

    id: int
    course_id: int
    subject: str
    group: str
    text: str
    assigned_on: date
    due_on: date
    hand_in: bool
    files: int = 0
    handed_in: int = 0
    students: int = 0


@dataclass(frozen=True, slots=True)
class GivenTasks:
    """Homework of a course: what a lesson gave, or a page of the term's."""

    lesson_id: int
    course_id: int
    title: str
    items: tuple[Given, ...]
    page: int = 0
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A homework with the days it might be due on."""

    given: Given
    lessons: tuple[date, ...]
    """The next lessons of the course."""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One student among those of whom a homework is awaited."""

    student_id: int
    name: str
    submission_id: int | None
    state: WorkState | None
    handed_in_at: datetime | None
    linked: bool


@dataclass(frozen=True, slots=True)
class Works:
    """Who has handed a homework in, and who has not."""

    given: Given
    lines: tuple[WorkLine, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """One student's work, to its teacher."""

    given: Given
    submission: Submission
    name: str
    lesson_id: int | None
    """At which a mark can be given for it."""
