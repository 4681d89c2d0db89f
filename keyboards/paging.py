"""‹ › under a list that has more pages."""

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from views.words import gettext as _


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    """Return a button that carries this data."""
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def pager(
    page: int, *, has_more: bool, target: Callable[[int], CallbackData]
) -> list[list[InlineKeyboardButton]]:
    """Return no row or one: back where there is a page before, on where there is more."""
    row = [button(_("‹ Back"), target(page - 1))] if page > 0 else []
    row += [button(_("More ›"), target(page + 1))] if has_more else []
    return [row] if row else []
