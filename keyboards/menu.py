"""The main menu: what every chat can do, and the switch between children."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.menu import Menu
from views.words import gettext as _


class OpenMenu(CallbackData, prefix="menu"):
    """Show the main menu."""


class ChooseStudent(CallbackData, prefix="kid"):
    """Turn the main menu to this child."""

    student_id: int


def back(label: str | None = None) -> InlineKeyboardButton:
    """Return the button that every other screen ends with."""
    text = label or _("☰ Menu")
    return InlineKeyboardButton(text=text, callback_data=OpenMenu().pack())


def menu(shown: Menu) -> InlineKeyboardMarkup:
    """Return the menu of the selected child, of the staff member, or of nobody yet."""
    keyboard = InlineKeyboardBuilder()
    return keyboard.as_markup()
