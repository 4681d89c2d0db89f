"""A month as a calendar of buttons."""

from collections.abc import Callable
from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.month import Month, weeks
from keyboards.back import back
from keyboards.open import OpenDay, OpenMonth, OpenWeek
from keyboards.paging import button
from views import format
from views import month as view
from views.words import gettext as _

BLANK = "\u2800"
"""A sign without ink: Telegram refuses a button of spaces only."""


class Blank(CallbackData, prefix="blank"):
    """A cell of the calendar that is no day of the month; a tap says so."""


def month(shown: Month) -> InlineKeyboardMarkup:
    """Seven columns of days, and the months beside."""
    student = shown.access.student.id
    days = calendar(
        shown.first,
        lambda day: button(view.cell(shown, day), OpenDay(student_id=student, day=day)),
    )
    paging = [
        button(_("‹ Month"), OpenMonth(student_id=student, day=shown.previous)),
        button(_("Month ›"), OpenMonth(student_id=student, day=shown.following)),
    ]
    if not shown.first <= shown.today < shown.following:
        paging.insert(1, button(_("This month"), OpenMonth(student_id=student, day=shown.today)))
    up = [button(_("📘 Week"), OpenWeek(student_id=student, day=shown.nearest))]
    return InlineKeyboardMarkup(inline_keyboard=[*days, paging, up, [back()]])


def calendar(
    first: date, cell: Callable[[date], InlineKeyboardButton]
) -> list[list[InlineKeyboardButton]]:
    """Return the rows of any picker of days: the weekdays' names, then a row a week."""
    names = [button(name, Blank()) for name in format.weekday_names()]
    blank = button(BLANK, Blank())
    rows = [[cell(day) if day else blank for day in week] for week in weeks(first)]
    return [names, *rows]
