"""Homework: other days, all that is open, a long one whole."""

from collections.abc import Iterable
from datetime import timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.diary import Homework
from domain.homework import HomeworkDay, OpenHomeworkPage, Task
from keyboards.back import back
from keyboards.open import OpenAllHomework, OpenDay, OpenHomework, OpenTask
from keyboards.paging import button, pager
from keyboards.types import RowId
from views import format
from views import homework as view
from views.words import gettext as _


class SendTaskFiles(CallbackData, prefix="taskf"):
    """Send the files of a homework."""

    student_id: RowId
    homework_id: RowId


class BeginHandIn(CallbackData, prefix="hand"):
    """Begin to hand in."""

    student_id: RowId
    homework_id: RowId


class TakeBack(CallbackData, prefix="handx"):
    """Take handed-in work back."""

    student_id: RowId
    homework_id: RowId


class SendWork(CallbackData, prefix="hands"):
    """Hand in what was composed."""


def homework(shown: HomeworkDay, page: int = 0) -> InlineKeyboardMarkup:
    """The days before and after, the day itself, all that is open."""
    student, step = shown.access.student.id, timedelta(days=1)
    before, after = shown.before or shown.day - step, shown.after or shown.day + step
    days = [
        button(
            f"‹ {format.tiny_day(before, shown.day)}", OpenHomework(student_id=student, day=before)
        ),
        button(
            f"{format.tiny_day(after, shown.day)} ›", OpenHomework(student_id=student, day=after)
        ),
    ]
    rest = [
        button(_("📘 This day"), OpenDay(student_id=student, day=shown.day)),
        button(_("All open"), OpenAllHomework(student_id=student)),
    ]
    paging = pager(
        page,
        has_more=shown.has_more(page),
        target=lambda other: OpenHomework(student_id=student, day=shown.day, page=other),
    )
    rows = [*_long(student, shown.on_page(page)), *paging, days, rest, [back()]]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def all_open(shown: OpenHomeworkPage) -> InlineKeyboardMarkup:
    """The pages, and the way back to the next day's homework."""
    student = shown.access.student.id
    paging = pager(
        shown.page,
        has_more=shown.has_more,
        target=lambda page: OpenAllHomework(student_id=student, page=page),
    )
    up = [button(_("📝 For the next day"), OpenHomework(student_id=student))]
    rows = [*_long(student, shown.items), *paging, up, [back()]]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def task(shown: Task, page: int) -> InlineKeyboardMarkup:
    """The parts of a long text, and the way back to its day."""
    student, item = shown.access.student.id, shown.item
    paging = pager(
        page,
        has_more=page + 1 < len(view.parts(item)),
        target=lambda part: OpenTask(student_id=student, homework_id=item.id, page=part),
    )
    up = [button(_("📝 Homework"), OpenHomework(student_id=student, day=item.due_on))]
    return InlineKeyboardMarkup(inline_keyboard=[*paging, *_work(shown), up, [back()]])


def _work(shown: Task) -> list[list[InlineKeyboardButton]]:
    """Return the files of a task, and what its student can do."""
    ids = {"student_id": shown.access.student.id, "homework_id": shown.item.id}
    rows = []
    if shown.item.files:
        rows.append([button(_("📎 Files"), SendTaskFiles(**ids))])
    if shown.may_hand_in:
        done = shown.submission is not None
        label = _("📤 Hand in something else") if done else _("📤 Hand in")
        row = [button(label, BeginHandIn(**ids))]
        if done:
            row.append(button(_("↩️ Take back"), TakeBack(**ids)))
        rows.append(row)
    return rows


def handing_in(student_id: int, homework_id: int) -> InlineKeyboardMarkup:
    """Return the yes and the no of what was composed."""
    task = OpenTask(student_id=student_id, homework_id=homework_id)
    row = [button(_("✓ Hand in"), SendWork()), button(_("✕ Not now"), task)]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def _long(student_id: int, items: Iterable[Homework]) -> list[list[InlineKeyboardButton]]:
    """Return a button for each text that the list had to shorten."""
    return [
        [
            button(
                view.task_label(item),
                OpenTask(student_id=student_id, homework_id=item.id),
            )
        ]
        for item in items
        if view.is_clipped(item) or item.hand_in or item.files
    ]
