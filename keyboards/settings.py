"""Settings: every choice is one tap, every screen leads back to the settings."""

from collections.abc import Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder
from pydantic import Field

from domain.access import Holder, People
from domain.people import Access, Student
from domain.settings import ChatSettings, Preferences, Quiet, QuietChoice
from keyboards.back import back
from views import settings as view
from views.words import LANGUAGES
from views.words import gettext as _

_PRESETS = ((21, 7), (22, 8), (23, 7))
"""Quiet hours that most people want: one tap instead of three."""


class OpenSettings(CallbackData, prefix="set"):
    """Show the settings."""


class OpenLanguages(CallbackData, prefix="setlang"):
    """Show the languages."""


class ChooseLanguage(CallbackData, prefix="lang"):
    """Speak this language."""

    language: Annotated[str, Field(max_length=8)]
    """``tg`` for Telegram's."""


class OpenQuiet(CallbackData, prefix="setquiet"):
    """Show the quiet hours."""


class PickQuietStart(CallbackData, prefix="setqs"):
    """Ask when quiet begins."""


class PickQuietEnd(CallbackData, prefix="setqe"):
    """Ask when quiet ends."""

    start_hour: int


class ChooseQuiet(CallbackData, prefix="quiet"):
    """Hold messages so from now on."""

    choice: QuietChoice
    start_hour: int = 0
    end_hour: int = 0


class OpenKinds(CallbackData, prefix="setkind"):
    """Show which messages come about this student."""

    student_id: int


class SwitchKind(CallbackData, prefix="notify"):
    """Hear, or not, of one kind."""

    student_id: int
    kind: Annotated[str, Field(max_length=24)]
    enabled: bool


class OpenPeople(CallbackData, prefix="setwho"):
    """Show who sees this student."""

    student_id: int


class AskUnlink(CallbackData, prefix="unlinkask"):
    """Ask whether one's own access shall end."""

    student_id: int


class UnlinkStudent(CallbackData, prefix="unlink"):
    """End one's own access."""

    student_id: int


class AskDrop(CallbackData, prefix="dropask"):
    """Ask whether a trusted person's access shall end."""

    student_id: int
    grant_id: int


class DropHolder(CallbackData, prefix="drop"):
    """End a trusted person's access."""

    student_id: int
    grant_id: int


def settings(shown: ChatSettings) -> InlineKeyboardMarkup:
    """Return language, hours and, for each child, messages and people."""
    keyboard = InlineKeyboardBuilder()
    keyboard.button(text=_("🌐 Language"), callback_data=OpenLanguages())
    keyboard.button(text=_("🌙 Quiet hours"), callback_data=OpenQuiet())
    for access in shown.children:
        student = access.student
        who = {"name": student.name.short}
        messages, people = _("🔔 Messages"), _("👥 Who sees it")
        if len(shown.children) > 1:
            messages, people = _("🔔 {name}").format(**who), _("👥 {name}").format(**who)
        keyboard.button(text=messages, callback_data=OpenKinds(student_id=student.id))
        keyboard.button(text=people, callback_data=OpenPeople(student_id=student.id))
    keyboard.adjust(2)
    keyboard.row(back())
    return keyboard.as_markup()


def languages(shown: ChatSettings) -> InlineKeyboardMarkup:
    """Return our languages and Telegram's choice, the one in force marked."""
    keyboard = InlineKeyboardBuilder()
    for tag in LANGUAGES:
        chosen = shown.own_language and shown.language == tag
        text = _marked(view.language_name(tag), chosen=chosen)
        keyboard.button(text=text, callback_data=ChooseLanguage(language=tag))
    as_telegram = _marked(_("As in Telegram"), chosen=not shown.own_language)
    keyboard.button(text=as_telegram, callback_data=ChooseLanguage(language="tg"))
    keyboard.adjust(1)
    keyboard.row(up(), back())
    return keyboard.as_markup()


def quiet(shown: Quiet) -> InlineKeyboardMarkup:
    """Return the school's hours, none, common ones, and one's own."""
    keyboard = InlineKeyboardBuilder()
    texts = {QuietChoice.SCHOOL: _("As at school"), QuietChoice.NONE: _("No quiet hours")}
    for choice, text in texts.items():
        marked = _marked(text, chosen=shown.choice is choice)
        keyboard.button(text=marked, callback_data=ChooseQuiet(choice=choice))
    own = shown.hours if shown.choice is QuietChoice.OWN else None
    for start, end in _PRESETS:
        chosen = own is not None and (own.begins.hour, own.ends.hour) == (start, end)
        data = ChooseQuiet(choice=QuietChoice.OWN, start_hour=start, end_hour=end)
        keyboard.button(
            text=_marked(f"{start:02}:00–{end:02}:00", chosen=chosen), callback_data=data
        )
    keyboard.button(text=_("Other hours"), callback_data=PickQuietStart())
    keyboard.adjust(2, 3, 1)
    keyboard.row(up(), back())
    return keyboard.as_markup()


def quiet_start() -> InlineKeyboardMarkup:
    """Return the hours of a day."""
    keyboard = InlineKeyboardBuilder()
    for hour in range(24):
        keyboard.button(text=f"{hour:02}:00", callback_data=PickQuietEnd(start_hour=hour))
    keyboard.adjust(6)
    keyboard.row(_up_to_quiet(), back())
    return keyboard.as_markup()


def quiet_end(start_hour: int) -> InlineKeyboardMarkup:
    """Return the hours after the beginning, round the clock."""
    keyboard = InlineKeyboardBuilder()
    for step in range(1, 24):
        end = (start_hour + step) % 24
        data = ChooseQuiet(choice=QuietChoice.OWN, start_hour=start_hour, end_hour=end)
        keyboard.button(text=f"{end:02}:00", callback_data=data)
    keyboard.adjust(6)
    keyboard.row(_up_to_quiet(), back())
    return keyboard.as_markup()


def preferences(shown: Preferences, kinds: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup:
    """Return a switch for each (code, title)."""
    keyboard = InlineKeyboardBuilder()
    for code, title in kinds:
        on = code not in shown.off
        data = SwitchKind(student_id=shown.access.student.id, kind=code, enabled=not on)
        keyboard.button(text=f"{'🔔' if on else '🔕'} {title}", callback_data=data)
    keyboard.adjust(1)
    keyboard.row(up(), back())
    return keyboard.as_markup()


def people(shown: People) -> InlineKeyboardMarkup:
    """Return what one may end: a trusted person's access, and one's own."""
    keyboard = InlineKeyboardBuilder()
    student_id = shown.access.student.id
    for holder in filter(shown.may_drop, shown.holders):
        text = _("✕ Close for {name}").format(name=holder.name)
        ask = AskDrop(student_id=student_id, grant_id=holder.grant_id)
        keyboard.button(text=text, callback_data=ask)
    keyboard.button(text=_("Leave this diary"), callback_data=AskUnlink(student_id=student_id))
    keyboard.adjust(1)
    keyboard.row(up(), back())
    return keyboard.as_markup()


def ask_unlink(access: Access) -> InlineKeyboardMarkup:
    """Return the yes and the way back."""
    yes = UnlinkStudent(student_id=access.student.id)
    return _sure(_("Yes, leave"), yes, access.student)


def ask_drop(shown: People, holder: Holder) -> InlineKeyboardMarkup:
    """Return the yes and the way back."""
    student = shown.access.student
    yes = DropHolder(student_id=student.id, grant_id=holder.grant_id)
    return _sure(_("Yes, close"), yes, student)


def up() -> InlineKeyboardButton:
    """Return the way back to the settings."""
    return InlineKeyboardButton(text=_("‹ Settings"), callback_data=OpenSettings().pack())


def _sure(text: str, yes: CallbackData, student: Student) -> InlineKeyboardMarkup:
    keyboard = InlineKeyboardBuilder()
    keyboard.button(text=text, callback_data=yes)
    keyboard.button(text=_("No"), callback_data=OpenPeople(student_id=student.id))
    keyboard.adjust(1)
    keyboard.row(back())
    return keyboard.as_markup()


def _up_to_quiet() -> InlineKeyboardButton:
    return InlineKeyboardButton(text=_("‹ Quiet hours"), callback_data=OpenQuiet().pack())


def _marked(text: str, *, chosen: bool) -> str:
    return f"✓ {text}" if chosen else text
