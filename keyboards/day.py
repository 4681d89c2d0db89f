"""The diary of a day, with ways to every other day."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.diary import Diary
from keyboards.back import back
from keyboards.open import OpenDay, OpenHomework, OpenMonth, OpenWeek
from keyboards.paging import button, pager
from views import day as view
from views import format
from views.words import gettext as _


def day(diary: Diary, page: int = 0) -> InlineKeyboardMarkup:
    """The rest of a long day, the days before and after, today, the week, the calendar."""
    student, shown, step = diary.access.student.id, diary.first, timedelta(days=1)
    before, after = diary.before or shown - step, diary.after or shown + step
    paging = pager(
        page,
        has_more=page + 1 < len(view.pages(diary)),
        target=lambda other: OpenDay(student_id=student, day=shown, page=other),
    )
    days = [
        button(f"‹ {format.tiny_day(before, shown)}", OpenDay(student_id=student, day=before)),
        button(f"{format.tiny_day(after, shown)} ›", OpenDay(student_id=student, day=after)),
    ]
    if shown != diary.today:
        days.insert(1, button(_("Today"), OpenDay(student_id=student, day=diary.today)))
    ways = [
        button(_("📘 Week"), OpenWeek(student_id=student, day=shown)),
        button(_("📅 Calendar"), OpenMonth(student_id=student, day=shown)),
    ]
    homework = [button(_("📝 Homework"), OpenHomework(student_id=student, day=shown))]
    return InlineKeyboardMarkup(inline_keyboard=[*paging, days, ways, homework, [back()]])
