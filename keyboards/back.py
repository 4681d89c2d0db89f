"""The way back that every screen but the main menu has."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from views.words import gettext as _


class OpenMenu(CallbackData, prefix="menu"):
    """Show the main menu."""


def back(label: str | None = None) -> InlineKeyboardButton:
    """Return the button that every other screen ends with."""
    return InlineKeyboardButton(text=label or _("☰ Menu"), callback_data=OpenMenu().pack())
