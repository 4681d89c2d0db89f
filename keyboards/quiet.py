"""Quiet hours: for all children or one, for every day or one; each choice is one tap."""

from datetime import time
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder
from pydantic import Field

from domain.quiet import NONE, QuietHours
from domain.settings import EVERYONE, WEEK, Quiet
from keyboards.back import back, to_settings
from keyboards.choice import hours, marked
from keyboards.paging import button
from keyboards.types import Compact
from views import quiet as view
from views.words import gettext as _

EVERY_DAY = 7
"""In place of a weekday."""
OPEN, NEVER = "open", "none"
"""In place of hours: as for everyone or at school; no quiet hours."""
_PRESETS = ((21, 7), (22, 8), (23, 7))
"""Quiet hours that most people want: one tap instead of three."""


class OpenQuiet(CallbackData, prefix="oquiet"):
    """Show the quiet hours of a student; 0 is everyone."""

    student_id: Compact = EVERYONE


class OpenQuietDays(CallbackData, prefix="oqdays"):
    """Show the days of the week to choose from."""

    student_id: Compact


class OpenQuietDay(CallbackData, prefix="oqday"):
    """Show the quiet hours that begin on this weekday."""

    student_id: Compact
    weekday: Compact


class PickQuietStart(CallbackData, prefix="oqfrom"):
    """Ask when quiet begins."""

    student_id: Compact
    weekday: Compact


class PickQuietEnd(CallbackData, prefix="oqto"):
    """Ask when quiet ends."""

    student_id: Compact
    weekday: Compact
    begins: Compact


class SetQuiet(CallbackData, prefix="quietset"):
    """Hold messages so from now on."""

    student_id: Compact
    weekday: Compact
    hours: Annotated[str, Field(max_length=5)]
    """``21-07``, or a word."""


def quiet(shown: Quiet) -> InlineKeyboardMarkup:
    """Return the choices for every day, then the way to single days and to each child."""
    student_id = shown.student_id
    keyboard = _choices(shown, EVERY_DAY, _of_every_day(shown))
    keyboard.row(
        button(_("Other hours"), PickQuietStart(student_id=student_id, weekday=EVERY_DAY)),
        button(_("By weekday"), OpenQuietDays(student_id=student_id)),
    )
    if shown.child is not None:
        keyboard.row(_up(EVERYONE), back())
        return keyboard.as_markup()
    if len(shown.children) > 1:
        names = [
            button(f"🌙 {access.student.name.short}", OpenQuiet(student_id=access.student.id))
            for access in shown.children
        ]
        keyboard.row(*names, width=2)
    keyboard.row(to_settings(), back())
    return keyboard.as_markup()


def days(shown: Quiet) -> InlineKeyboardMarkup:
    """Return the days of the week with their hours."""
    keyboard = InlineKeyboardBuilder()
    for weekday in WEEK:
        data = OpenQuietDay(student_id=shown.student_id, weekday=weekday)
        keyboard.button(text=view.of_day(shown, weekday), callback_data=data)
    keyboard.adjust(2)
    keyboard.row(_up(shown.student_id), back())
    return keyboard.as_markup()


def day(shown: Quiet, weekday: int) -> InlineKeyboardMarkup:
    """Return the choices for the hours that begin on one day."""
    keyboard = _choices(shown, weekday, (shown.chosen.days[weekday],))
    other = PickQuietStart(student_id=shown.student_id, weekday=weekday)
    keyboard.row(button(_("Other hours"), other))
    keyboard.row(_up_to_days(shown.student_id), back())
    return keyboard.as_markup()


def start(student_id: int, weekday: int) -> InlineKeyboardMarkup:
    """Return the hours of a day."""
    keyboard = InlineKeyboardBuilder()

    def then(hour: int) -> PickQuietEnd:
        return PickQuietEnd(student_id=student_id, weekday=weekday, begins=hour)

    keyboard.row(*hours(range(24), then), width=6)
    keyboard.row(_up_from(student_id, weekday), back())
    return keyboard.as_markup()


def end(student_id: int, weekday: int, begins: int) -> InlineKeyboardMarkup:
    """Return the hours after the beginning, round the clock."""
    keyboard = InlineKeyboardBuilder()

    def chosen(hour: int) -> SetQuiet:
        return _set(student_id, weekday, f"{begins:02}-{hour:02}")

    keyboard.row(*hours([(begins + step) % 24 for step in range(1, 24)], chosen), width=6)
    keyboard.row(_up_from(student_id, weekday), back())
    return keyboard.as_markup()


def _choices(
    shown: Quiet, weekday: int, now: tuple[QuietHours | None, ...]
) -> InlineKeyboardBuilder:
    """Return as before, none and the presets; ticked is what was chosen, where that is one."""
    keyboard = InlineKeyboardBuilder()
    as_before = _("As for everyone") if shown.child else _("As at school")
    for text, word, held in ((as_before, OPEN, None), (_("No quiet hours"), NEVER, NONE)):
        data = _set(shown.student_id, weekday, word)
        keyboard.button(text=marked(text, chosen=now == (held,)), callback_data=data)
    for begins, ends in _PRESETS:
        preset = QuietHours(time(begins), time(ends))
        text = marked(view.hours(preset), chosen=now == (preset,))
        data = _set(shown.student_id, weekday, f"{begins:02}-{ends:02}")
        keyboard.button(text=text, callback_data=data)
    keyboard.adjust(2, 3)
    return keyboard


def _of_every_day(shown: Quiet) -> tuple[QuietHours | None, ...]:
    """Return what was chosen on the days, the same said once."""
    return tuple(dict.fromkeys(shown.chosen.days))


def _set(student_id: int, weekday: int, held: str) -> SetQuiet:
    return SetQuiet(student_id=student_id, weekday=weekday, hours=held)


def _up(student_id: int) -> InlineKeyboardButton:
    return button(_("‹ Quiet hours"), OpenQuiet(student_id=student_id))


def _up_to_days(student_id: int) -> InlineKeyboardButton:
    return button(_("‹ By weekday"), OpenQuietDays(student_id=student_id))


def _up_from(student_id: int, weekday: int) -> InlineKeyboardButton:
    return _up(student_id) if weekday == EVERY_DAY else _up_to_days(student_id)
