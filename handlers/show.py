"""One function shows every screen, whatever brought the person there."""

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

_SAME = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")


async def show(
    event: Message | CallbackQuery, text: str, markup: InlineKeyboardMarkup | None = None
) -> None:
    """Answer a message with a new screen; put it in place of the screen whose button was tapped.

    The tap is answered last, so that its progress bar stays until the screen is there.
    """
    if isinstance(event, Message):
        await event.answer(text, reply_markup=markup)
        return
    await _replace(event, text, markup)
    await event.answer()


async def _replace(query: CallbackQuery, text: str, markup: InlineKeyboardMarkup | None) -> None:
    """Edit the screen; send a new one where Telegram has no longer kept the old."""
    if not isinstance(query.message, Message):
        await _send(query, text, markup)
        return
    try:
        await query.message.edit_text(text, reply_markup=markup)
    except TelegramBadRequest as error:
        if _SAME in error.message:
            return
        if not any(reason in error.message for reason in _GONE):
            raise
        await _send(query, text, markup)


async def _send(query: CallbackQuery, text: str, markup: InlineKeyboardMarkup | None) -> None:
    assert query.bot is not None, "aiogram mounts the bot on every update"
    await query.bot.send_message(query.from_user.id, text, reply_markup=markup)
