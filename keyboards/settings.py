"""Settings: every choice is one tap, every screen leads back to the settings."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder
from pydantic import Field

from domain.access import Holder, People
from domain.people import Access, Student
from domain.settings import ChatSettings
from keyboards.back import back, to_settings
from keyboards.choice import marked
from keyboards.digests import OpenDigest
from keyboards.preferences import OpenKinds
from keyboards.quiet import OpenQuiet
from views import settings as view
from views.words import LANGUAGES
from views.words import gettext as _


class OpenLanguages(CallbackData, prefix="setlang"):
    """Show the languages."""


class ChooseLanguage(CallbackData, prefix="lang"):
    """Speak this language."""

    language: Annotated[str, Field(max_length=8)]
    """``tg`` for Telegram's."""


class OpenDiscreet(CallbackData, prefix="odiscreet"):
    """Show what discreet mode does."""


class SetDiscreet(CallbackData, prefix="setdisc"):
    """Hide what messages say from a lock screen, or not."""

    discreet: bool


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
    """Return language, hours, the lock screen and, for each child, messages and people."""
    keyboard = InlineKeyboardBuilder()
    keyboard.button(text=_("🌐 Language"), callback_data=OpenLanguages())
    keyboard.button(text=_("🌙 Quiet hours"), callback_data=OpenQuiet())
    keyboard.button(text=_("🗓 Digest"), callback_data=OpenDigest())
    keyboard.button(text=_("🙈 Discreet mode"), callback_data=OpenDiscreet())
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
        text = marked(view.language_name(tag), chosen=chosen)
        keyboard.button(text=text, callback_data=ChooseLanguage(language=tag))
    as_telegram = marked(_("As in Telegram"), chosen=not shown.own_language)
    keyboard.button(text=as_telegram, callback_data=ChooseLanguage(language="tg"))
    keyboard.adjust(1)
    keyboard.row(to_settings(), back())
    return keyboard.as_markup()


def discreet(*, on: bool) -> InlineKeyboardMarkup:
    """Return the switch."""
    keyboard = InlineKeyboardBuilder()
    keyboard.button(
        text=_("Turn off") if on else _("Turn on"), callback_data=SetDiscreet(discreet=not on)
    )
    keyboard.row(to_settings(), back())
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
    keyboard.row(to_settings(), back())
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


def _sure(text: str, yes: CallbackData, student: Student) -> InlineKeyboardMarkup:
    keyboard = InlineKeyboardBuilder()
    keyboard.button(text=text, callback_data=yes)
    keyboard.button(text=_("No"), callback_data=OpenPeople(student_id=student.id))
    keyboard.adjust(1)
    keyboard.row(back())
    return keyboard.as_markup()
