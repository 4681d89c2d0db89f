"""One function shows every screen, whatever brought the person there."""

import re
from html import unescape
from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

_TAG = re.compile(r"<[^<>]+>")
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
    """Edit the screen; send a new one where Telegram has no longer kept the old.

    Below a photo or a document there is a caption, which is news and no screen: it stays.
    """
    if not isinstance(query.message, Message) or query.message.text is None:
        await _send(query, text, markup)
        return
    if _is_shown(query.message, text, markup):
        return
    try:
        await query.message.edit_text(text, reply_markup=markup)
    except TelegramBadRequest as error:
        if _SAME in error.message:
            return
        if not any(reason in error.message for reason in _GONE):
            raise
        await _send(query, text, markup)


def _is_shown(message: Message, text: str, markup: InlineKeyboardMarkup | None) -> bool:
    """Tell whether the screen is there already: Telegram would refuse to edit it into itself."""
    plain = unescape(_TAG.sub("", text)).strip()
    return message.text == plain and _dumped(message.reply_markup) == _dumped(markup)


def _dumped(markup: InlineKeyboardMarkup | None) -> dict[str, Any]:
    """Return a keyboard as values: objects also compare the bot that they are mounted on."""
    return markup.model_dump(exclude_none=True) if markup else {}


async def _send(query: CallbackQuery, text: str, markup: InlineKeyboardMarkup | None) -> None:
    assert query.bot is not None, "aiogram mounts the bot on every update"
    await query.bot.send_message(query.from_user.id, text, reply_markup=markup)
