"""The buttons under a message that comes unasked: each opens what the message is about."""

from aiogram.types import InlineKeyboardMarkup

from keyboards.menu import back


def menu() -> InlineKeyboardMarkup:
    """Return the way to the main menu."""
    return InlineKeyboardMarkup(inline_keyboard=[[back()]])
