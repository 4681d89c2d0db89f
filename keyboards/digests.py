"""The hours at which a digest may come."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.settings import ChatSettings
from keyboards.back import back, to_settings
from keyboards.choice import hours

_HOURS = range(12, 24)


class OpenDigest(CallbackData, prefix="odigest"):
    """Show the digest's hour."""


class SetDigest(CallbackData, prefix="setdig"):
    """Tell digests at this hour."""

    hour: int


def digest(shown: ChatSettings) -> InlineKeyboardMarkup:
    """Return the hours from noon on, the one in force marked."""
    keyboard = InlineKeyboardBuilder()
    at = shown.digest_at.hour
    keyboard.row(*hours(_HOURS, lambda hour: SetDigest(hour=hour), at), width=4)
    keyboard.row(to_settings(), back())
    return keyboard.as_markup()
