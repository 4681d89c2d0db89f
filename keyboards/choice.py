"""What every list of choices has: a sign at the one in force, and the hours of a day."""

from collections.abc import Callable, Iterable

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from keyboards.paging import button


def marked(text: str, *, chosen: bool) -> str:
    """Return the text, with a tick where it is what holds."""
    return f"✓ {text}" if chosen else text


def hours(
    wanted: Iterable[int], target: Callable[[int], CallbackData], chosen: int | None = None
) -> list[InlineKeyboardButton]:
    """Return a button for each full hour."""
    return [button(marked(f"{hour:02}:00", chosen=hour == chosen), target(hour)) for hour in wanted]
