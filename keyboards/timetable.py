"""The timetable of a week."""

from aiogram.types import InlineKeyboardMarkup

from domain.diary import Diary
from keyboards.back import back
from keyboards.open import OpenTimetable, OpenWeek
from keyboards.paging import button, pager
from keyboards.week import weeks
from views import timetable as view
from views.words import gettext as _


def timetable(diary: Diary, page: int = 0) -> InlineKeyboardMarkup:
    """The weeks beside it, and the same week as a diary."""
    student, first = diary.access.student.id, diary.first
    paging = pager(
        page,
        has_more=page + 1 < len(view.pages(diary)),
        target=lambda other: OpenTimetable(student_id=student, day=first, page=other),
    )
    beside = weeks(diary, lambda day: OpenTimetable(student_id=student, day=day))
    same = [button(_("📘 Diary of the week"), OpenWeek(student_id=student, day=first))]
    return InlineKeyboardMarkup(inline_keyboard=[*paging, beside, same, [back()]])
