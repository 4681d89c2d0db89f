"""The diary of a week."""

from collections.abc import Callable
from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.day import DiaryDay
from domain.diary import Diary
from keyboards.back import back
from keyboards.open import OpenDay, OpenMonth, OpenTimetable, OpenWeek
from keyboards.paging import button, pager
from views import format
from views import week as view
from views.words import gettext as _

MOST_IN_ROW = 5


def week(diary: Diary, page: int = 0) -> InlineKeyboardMarkup:
    """Each day of the week, the weeks beside it, the timetable and the calendar."""
    student, first = diary.access.student.id, diary.first
    paging = pager(
        page,
        has_more=page + 1 < len(view.pages(diary)),
        target=lambda other: OpenWeek(student_id=student, day=first, page=other),
    )
    beside = weeks(diary, lambda day: OpenWeek(student_id=student, day=day))
    ways = [
        button(_("🗓 Timetable"), OpenTimetable(student_id=student, day=first)),
        button(_("📅 Calendar"), OpenMonth(student_id=student, day=first)),
    ]
    return InlineKeyboardMarkup(inline_keyboard=[*paging, *_days(diary), beside, ways, [back()]])


def weeks(diary: Diary, target: Callable[[date], CallbackData]) -> list[InlineKeyboardButton]:
    """Return the weeks before and after, and this one where another is shown."""
    step = timedelta(days=7)
    row = [
        button(_("‹ Week"), target(diary.first - step)),
        button(_("Week ›"), target(diary.first + step)),
    ]
    if not diary.first <= diary.today <= diary.last:
        row.insert(1, button(_("This week"), target(diary.today)))
    return row


def _days(diary: Diary) -> list[list[InlineKeyboardButton]]:
    """Monday to Friday, and a weekend's day where something happened on it."""
    student = diary.access.student.id
    shown = [day for day in diary.days if day.weekday() < 5 or not DiaryDay.of(diary, day).is_empty]
    row = [button(format.tiny_day(day), OpenDay(student_id=student, day=day)) for day in shown]
    half = len(row) if len(row) <= MOST_IN_ROW else (len(row) + 1) // 2
    return [row[n : n + half] for n in range(0, len(row), half)]
