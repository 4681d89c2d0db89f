"""What was changed at a lesson: pages and the way back."""

from aiogram.types import InlineKeyboardMarkup

from domain.history import LessonHistory
from keyboards.back import back
from keyboards.journal import OpenHistory, to_lesson
from keyboards.paging import pager


def history(shown: LessonHistory) -> InlineKeyboardMarkup:
    """Return the pages and the way back to the lesson."""
    number = shown.lesson.id
    paging = pager(
        shown.page, has_more=shown.has_more,
        target=lambda page: OpenHistory(lesson_id=number, page=page),
    )  # fmt: skip
    return InlineKeyboardMarkup(inline_keyboard=[*paging, [to_lesson(shown.lesson), back()]])
