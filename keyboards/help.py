"""Help: nothing but the way back."""

from aiogram.types import InlineKeyboardMarkup

from keyboards.back import back


def help_() -> InlineKeyboardMarkup:
    """The way back."""
    return InlineKeyboardMarkup(inline_keyboard=[[back()]])
