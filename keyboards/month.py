"""A month as a calendar of buttons."""

from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.month import Month
from keyboards.back import back
from keyboards.open import OpenDay, OpenMonth
from keyboards.paging import button
from views import format
from views.words import gettext as _

BLANK = "\u2800"
"""A sign without ink: Telegram refuses a button of spaces only."""


class Blank(CallbackData, prefix="blank"):
    """A cell of the calendar that is no day of the month; a tap says so."""


def month(shown: Month) -> InlineKeyboardMarkup:
    """Seven columns of days, and the months beside."""
    student = shown.access.student.id
    title = [button(name, Blank()) for name in format.weekday_names()]
    weeks = [[_cell(shown, day) for day in week] for week in shown.weeks]
    paging = [
        button(_("‹ Month"), OpenMonth(student_id=student, day=shown.previous)),
        button(_("This month"), OpenMonth(student_id=student, day=shown.today)),
        button(_("Month ›"), OpenMonth(student_id=student, day=shown.following)),
    ]
    return InlineKeyboardMarkup(inline_keyboard=[title, *weeks, paging, [back()]])


def _cell(shown: Month, day: date | None) -> InlineKeyboardButton:
    """One day: in brackets today, a star with marks, a dot without lessons."""

    if day is None:
        return button(BLANK, Blank())
    text = f"{day.day}⭐" if day in shown.marks else str(day.day)
    if day not in shown.lessons and day not in shown.marks:
        text = f"·{day.day}·"
    text = f"[{text}]" if day == shown.today else text
    return button(text, OpenDay(student_id=shown.access.student.id, day=day))
