"""The diary of a day, with ways to every other day."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.diary import Diary
from keyboards.back import back
from keyboards.open import OpenDay, OpenHomework, OpenMonth, OpenWeek
from views import format
from views.words import gettext as _


def day(diary: Diary) -> InlineKeyboardMarkup:
    """The school days before and after, today, the week, the calendar, the homework."""
    student, shown = diary.access.student.id, diary.first
    before = diary.before or shown - timedelta(days=1)
    after = diary.after or shown + timedelta(days=1)
    keyboard = InlineKeyboardBuilder()
    keyboard.button(
        text=f"‹ {format.tiny_day(before)}", callback_data=OpenDay(student_id=student, day=before)
    )
    if shown != diary.today:
        keyboard.button(text=_("Today"), callback_data=OpenDay(student_id=student, day=diary.today))
    keyboard.button(
        text=f"{format.tiny_day(after)} ›", callback_data=OpenDay(student_id=student, day=after)
    )
    keyboard.button(text=_("📘 Week"), callback_data=OpenWeek(student_id=student, day=shown))
    keyboard.button(text=_("📅 Calendar"), callback_data=OpenMonth(student_id=student, day=shown))
    keyboard.button(
        text=_("📝 Homework"), callback_data=OpenHomework(student_id=student, day=shown)
    )
    keyboard.adjust(2 if shown == diary.today else 3, 3)
    keyboard.row(back())
    return keyboard.as_markup()
