"""Messages about a child: a line for each kind, and a screen for how soon it comes."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder
from pydantic import Field

from domain.settings import Choice, Preferences
from domain.timing import Mode
from keyboards.back import back, to_settings
from keyboards.choice import marked
from keyboards.paging import button
from keyboards.types import Compact, RowId
from views import preferences as view
from views.format import headline
from views.words import gettext as _

KindCode = Annotated[str, Field(max_length=24)]


class OpenKinds(CallbackData, prefix="setkind"):
    """Show which messages come about this student."""

    student_id: RowId


class OpenKind(CallbackData, prefix="okind"):
    """Show how soon one kind comes."""

    student_id: Compact
    kind: KindCode


class SetMode(CallbackData, prefix="notifym"):
    """Tell of one kind so soon."""

    student_id: Compact
    kind: KindCode
    mode: Mode


class SetEvery(CallbackData, prefix="notifya"):
    """Tell of every kind so soon."""

    student_id: Compact
    mode: Mode


class SetBreaks(CallbackData, prefix="notifyb"):
    """Let what is urgent break through quiet hours, or not."""

    student_id: Compact
    kind: KindCode
    breaks: bool


def preferences(shown: Preferences) -> InlineKeyboardMarkup:
    """Return a line for each kind with the sign of its mode, then the choices for all at once."""
    keyboard = InlineKeyboardBuilder()
    student_id = shown.access.student.id
    for code, choice in shown.choices.items():
        text = f"{view.SIGNS[choice.mode]} {choice.kind.title()}"
        keyboard.button(text=text, callback_data=OpenKind(student_id=student_id, kind=code))
    keyboard.adjust(1)
    every = {
        Mode.NOW: _("All at once"),
        Mode.EVENING: _("All daily"),
        Mode.OFF: _("All off"),
    }
    keyboard.row(
        *(
            button(f"{view.SIGNS[mode]} {text}", SetEvery(student_id=student_id, mode=mode))
            for mode, text in every.items()
        )
    )
    keyboard.row(to_settings(), back())
    return keyboard.as_markup()


def kind(shown: Preferences, choice: Choice) -> InlineKeyboardMarkup:
    """Return how soon it may come, and the switch for what is urgent."""
    keyboard = InlineKeyboardBuilder()
    student_id, code = shown.access.student.id, choice.kind.code
    for mode in choice.modes:
        text = f"{view.SIGNS[mode]} {headline(_label(shown, choice, mode))}"
        data = SetMode(student_id=student_id, kind=code, mode=mode)
        keyboard.button(text=marked(text, chosen=mode is choice.mode), callback_data=data)
    if choice.kind.can_be_urgent and choice.mode is not Mode.OFF:
        text = marked(_("❗ Urgent in quiet hours too"), chosen=choice.breaks)
        switch = SetBreaks(student_id=student_id, kind=code, breaks=not choice.breaks)
        keyboard.button(text=text, callback_data=switch)
    keyboard.adjust(1)
    keyboard.row(_up(student_id), back())
    return keyboard.as_markup()


def _label(shown: Preferences, choice: Choice, mode: Mode) -> str:
    if choice.kind.alone:
        return _("yes") if mode is Mode.NOW else _("no")
    return view.mode_name(mode, shown.digest_at)


def _up(student_id: int) -> InlineKeyboardButton:
    return button(_("‹ Messages"), OpenKinds(student_id=student_id))
