"""Homework of a day, all that is open, and one of them whole."""

from dataclasses import dataclass
from datetime import date

from domain.diary import Diary, Empty, Homework
from domain.people import Access

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


@dataclass(frozen=True, slots=True)
class Task:
    """One homework, whole."""

    access: Access
    item: Homework
