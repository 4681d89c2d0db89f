"""The diary of a week."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.diary import Diary
from keyboards.back import back
from keyboards.open import OpenDay, OpenMonth, OpenTimetable, OpenWeek
from views import format
from views.words import gettext as _


def week(diary: Diary) -> InlineKeyboardMarkup:
    """Each day of the week, the weeks beside it, the timetable and the calendar."""

    student = diary.access.student.id
    keyboard = InlineKeyboardBuilder()
    days = [day for day in diary.days if day.weekday() < 5 or diary.on(day)]
    for day in days:
        keyboard.button(
            text=format.tiny_day(day), callback_data=OpenDay(student_id=student, day=day)
        )
    step = timedelta(days=7)
    for label, target in (
        (_("‹ Week"), diary.first - step),
        (_("This week"), diary.today),
        (_("Week ›"), diary.first + step),
    ):
        keyboard.button(text=label, callback_data=OpenWeek(student_id=student, day=target))
    keyboard.button(
        text=_("🗓 Timetable"), callback_data=OpenTimetable(student_id=student, day=diary.first)
    )
    keyboard.button(
        text=_("📅 Calendar"), callback_data=OpenMonth(student_id=student, day=diary.first)
    )
    keyboard.adjust(len(days), 3, 2)
    keyboard.row(back())
    return keyboard.as_markup()
