"""The way back that every screen but the main menu has, and the one to the settings."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from views.words import gettext as _


class OpenMenu(CallbackData, prefix="menu"):
    """Show the main menu."""


class OpenSettings(CallbackData, prefix="set"):
    """Show the settings."""


def back(label: str | None = None) -> InlineKeyboardButton:
    """Return the button that every other screen ends with."""
    return InlineKeyboardButton(text=label or _("☰ Menu"), callback_data=OpenMenu().pack())


def to_settings() -> InlineKeyboardButton:
    """Return the way back that the settings' own screens have beside it."""
    return InlineKeyboardButton(text=_("‹ Settings"), callback_data=OpenSettings().pack())
