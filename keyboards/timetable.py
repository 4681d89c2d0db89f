"""The timetable of a week."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.diary import Diary
from keyboards.back import back
from keyboards.open import OpenTimetable, OpenWeek
from views.words import gettext as _


def timetable(diary: Diary) -> InlineKeyboardMarkup:
    """The weeks beside it, and the same week as a diary."""
    student, step = diary.access.student.id, timedelta(days=7)
    keyboard = InlineKeyboardBuilder()
    for label, target in (
        (_("‹ Week"), diary.first - step),
        (_("This week"), diary.today),
        (_("Week ›"), diary.first + step),
    ):
        keyboard.button(text=label, callback_data=OpenTimetable(student_id=student, day=target))
    keyboard.button(
        text=_("📘 Diary of the week"), callback_data=OpenWeek(student_id=student, day=diary.first)
    )
    keyboard.adjust(3, 1)
    keyboard.row(back())
    return keyboard.as_markup()
