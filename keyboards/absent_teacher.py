"""A teacher who is away: who, for how long, and what becomes of their lessons."""

from datetime import date
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from domain.changes import SPANS, StaffPage, TeacherDays
from keyboards.back import back
from keyboards.changes import (
    OpenChange,
    OpenChanges,
    OpenStaff,
    Span,
    TeacherSpan,
    beside,
    label,
    teacher,
)
from keyboards.paging import button, pager
from keyboards.types import Compact, Day
from views.format import clip
from views.words import gettext as _
from views.words import ngettext

_MOST_LESSONS = 40
"""Buttons of lessons; Telegram takes a hundred buttons."""
_GROUP = 12


class FindAbsent(CallbackData, prefix="tillf"):
    """Let them write a name."""

    school_id: Compact
    day: Day


class AskCancelAll(CallbackData, prefix="tillx"):
    """Ask whether all of them shall be cancelled."""

    school_id: Compact
    person_id: Compact
    day: Day
    days: Span


class CancelAll(CallbackData, prefix="tillc"):
    """Cancel all of them."""

    school_id: Compact
    person_id: Compact
    day: Day
    days: Span


class AskAllReason(CallbackData, prefix="tillw"):
    """Let them write why, and cancel all of them then."""

    school_id: Compact
    person_id: Compact
    day: Day
    days: Span


def staff(shown: StaffPage) -> InlineKeyboardMarkup:
    """A button a teacher."""
    rows = [
        [
            button(
                teacher(one),
                TeacherSpan(school_id=shown.school_id, person_id=one.id, day=shown.day),
            )
        ]
        for one in shown.teachers
    ]
    rows += pager(
        shown.page,
        has_more=shown.has_more,
        target=lambda page: OpenStaff(school_id=shown.school_id, day=shown.day, page=page),
    )
    find = button(_("🔍 Find by name"), FindAbsent(school_id=shown.school_id, day=shown.day))
    home = button(_("‹ Classes"), OpenChanges(day=shown.day))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [find], [home, back()]])


def days(shown: TeacherDays) -> InlineKeyboardMarkup:
    """A button a lesson, how many days, and all at once."""
    rows = [
        [button(f"{label(one)} · {clip(one.group, _GROUP)}", OpenChange(lesson_id=one.id))]
        for one in shown.lessons[:_MOST_LESSONS]
    ]
    if shown.to_cancel:
        text = ngettext("✗ Cancel {n} lesson", "✗ Cancel all {n} lessons", len(shown.to_cancel))
        ask = AskCancelAll(**_span(shown))
        rows.append([button(text.format(n=len(shown.to_cancel)), ask)])
    spans = [
        button(_span_name(number, chosen=number == shown.days), _other(shown, number))
        for number in SPANS
    ]
    beside_it = beside(
        shown.first,
        lambda day: TeacherSpan(**(_span(shown) | {"day": day})),
    )
    home = button(_("‹ Teachers"), OpenStaff(school_id=shown.school_id, day=shown.first))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, spans, beside_it, [home, back()]])


def ask_cancel(shown: TeacherDays) -> InlineKeyboardMarkup:
    """Yes, yes and why, no."""
    rows = [
        [button(_("Yes, cancel"), CancelAll(**_span(shown)))],
        [button(_("✍️ Say why, and cancel"), AskAllReason(**_span(shown)))],
        [button(_("No"), TeacherSpan(**_span(shown))), back()],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def to_days(shown: TeacherDays) -> InlineKeyboardMarkup:
    """The way back from a question."""
    row = [button(_("‹ Lessons"), TeacherSpan(**_span(shown))), back()]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def to_staff(school_id: int, day: date) -> InlineKeyboardMarkup:
    """The way back from the question for a name."""
    row = [button(_("‹ Teachers"), OpenStaff(school_id=school_id, day=day)), back()]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def _span(shown: TeacherDays) -> dict[str, Any]:
    return {
        "school_id": shown.school_id, "person_id": shown.teacher.id, "day": shown.first,
        "days": str(shown.days),
    }  # fmt: skip


def _other(shown: TeacherDays, number: int) -> TeacherSpan:
    return TeacherSpan(**(_span(shown) | {"days": str(number)}))


def _span_name(number: int, *, chosen: bool) -> str:
    text = ngettext("{n} day", "{n} days", number).format(n=number)
    return f"✓ {text}" if chosen else text
