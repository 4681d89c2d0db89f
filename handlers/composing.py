"""What all that is composed in the chat has in common: words and files come message by message.

What was said so far stands in the conversation's data, under ``composed``. Of an album each item
comes as a message of its own: they share one preview, which is edited as they come.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from aiogram import F
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import InlineKeyboardMarkup, Message

from domain.composing import Composed, dump, load
from domain.errors import NotFound
from handlers.files import file_of

CONTENT = ~F.text.startswith("/")
"""Anything but a command; what is neither words nor a file is refused with a sentence."""
PART = {"conversation": True}
"""Flags of handlers that do not end the conversation by being called."""
Preview = Callable[[Composed], tuple[str, InlineKeyboardMarkup]]
"""What is shown of the words and files so far, and the buttons below."""


async def begin(state: FSMContext, name: State, **about: Any) -> None:
    """Begin to compose; ``about`` is what it is about, as JSON."""
    await state.set_state(name)
    await state.set_data(about)


async def take(message: Message, state: FSMContext, preview: Preview) -> None:
    """Add a message to what is composed and show the whole.

    Raises ``FileTooLarge``, ``NotAFile``, ``TextTooLong``, ``TooManyFiles``; nothing is lost then.
    """
    data = await state.get_data()
    composed = _with(load(data.get("composed")), message)
    text, markup = preview(composed)
    album = message.media_group_id
    shown = data.get("preview") if album and data.get("album") == album else None
    if shown is not None and message.bot is not None:
        with suppress(TelegramBadRequest):  # the words did not change: the files are counted later
            await message.bot.edit_message_text(
                text, chat_id=message.chat.id, message_id=shown, reply_markup=markup
            )
    else:
        shown = (await message.answer(text, reply_markup=markup)).message_id
    await state.set_data({**data, "composed": dump(composed), "preview": shown, "album": album})


def _with(composed: Composed, message: Message) -> Composed:
    file = file_of(message)
    if file is not None:
        composed = composed.with_file(file)
        if message.caption:
            composed = composed.with_words(message.caption, message.html_text)
        return composed
    return composed.with_words(message.text or "", message.html_text)


async def composed(state: FSMContext) -> tuple[Composed, Mapping[str, Any]]:
    """Return what was composed and what it is about.

    Raises ``NotFound`` where it was sent or dropped since, ``NothingWritten``.
    """
    data = await state.get_data()
    if "composed" not in data:
        raise NotFound
    return load(data["composed"]).checked(), data
