"""How one message goes out: words alone, words with files, or in place of an earlier message.

The message whose number is kept is the one with the buttons. A crash between its parts repeats
them and loses nothing.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InputMediaDocument, InputMediaPhoto, Message, ReplyParameters

from domain.fact import File
from notifications.letter import Letter

logger = logging.getLogger(__name__)
CAPTION = 1024
"""Characters of a caption, the markup counted too, as Telegram does not: Bot API, sendPhoto."""
MOST_FILES = 10
"""Of one album: Bot API, sendMediaGroup."""
GONE = "message gone"
"""Remark of a change whose message is not there any more."""
_SAME = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")
_WORDS_ONLY = "there is no text in the message to edit"
_TOPIC_GONE = ("message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED")


@dataclass(frozen=True, slots=True)
class Posted:
    """What is on the phone now."""

    message_id: int
    messages: int = 1
    """How many Telegram counted against the chat's rate."""
    remark: str = ""


def messages(letter: Letter) -> int:
    """Return how many messages a letter is, as Telegram counts them."""
    captioned = len(letter.files) == 1 and len(letter.text) <= CAPTION
    return 1 if captioned or letter.changes is not None else 1 + len(letter.files)


@dataclass(frozen=True, slots=True)
class Post:
    """Sends letters by one bot."""

    bot: Bot
    seconds: int
    """Of one call to Telegram."""
    paid: bool = False

    async def __call__(self, chat: int, letter: Letter) -> Posted:
        """Send, or change what was sent; raises aiogram's errors for what the chat does not get."""
        if letter.changes is not None:
            return await self._change(chat, letter, letter.changes)
        try:
            return await self._send(chat, letter, letter.topic)
        except TelegramBadRequest as error:
            if letter.topic is None or not any(text in error.message for text in _TOPIC_GONE):
                raise
        return await self._send(chat, letter, None)

    async def _send(self, chat: int, letter: Letter, topic: int | None) -> Posted:
        if len(letter.files) == 1 and len(letter.text) <= CAPTION:
            try:
                return Posted((await self._captioned(chat, letter, topic)).message_id)
            except TelegramBadRequest as error:
                self._complain(error)
            return Posted((await self._words(chat, letter, topic)).message_id, 2, "no file")
        words = await self._words(chat, letter, topic)
        sent, remark = 1, ""
        for kind, group in groupby(letter.files, lambda one: one.kind):
            alike = list(group)
            for start in range(0, len(alike), MOST_FILES):
                part = alike[start : start + MOST_FILES]
                try:
                    await self._album(chat, kind, part, words.message_id, topic)
                except TelegramBadRequest as error:
                    self._complain(error)
                    remark = "no file"
                sent += len(part)
        return Posted(words.message_id, sent, remark)

    async def _words(self, chat: int, letter: Letter, topic: int | None) -> Message:
        return await self.bot.send_message(
            chat, letter.text, reply_markup=letter.markup, message_thread_id=topic,
            allow_paid_broadcast=self.paid or None, request_timeout=self.seconds,
        )  # fmt: skip

    async def _captioned(self, chat: int, letter: Letter, topic: int | None) -> Message:
        (file,) = letter.files
        if file.kind == "photo":
            return await self.bot.send_photo(
                chat, file.file_id, caption=letter.text, reply_markup=letter.markup,
                message_thread_id=topic, allow_paid_broadcast=self.paid or None,
                request_timeout=self.seconds,
            )  # fmt: skip
        return await self.bot.send_document(
            chat, file.file_id, caption=letter.text, reply_markup=letter.markup,
            message_thread_id=topic, allow_paid_broadcast=self.paid or None,
            request_timeout=self.seconds,
        )  # fmt: skip

    async def _album(
        self, chat: int, kind: str, files: Sequence[File], words: int, topic: int | None
    ) -> None:
        """Send files of one kind below the words: Telegram's albums do not mix kinds."""
        below = ReplyParameters(message_id=words, allow_sending_without_reply=True)
        if len(files) > 1:
            sort = InputMediaPhoto if kind == "photo" else InputMediaDocument
            await self.bot.send_media_group(
                chat, [sort(media=one.file_id) for one in files], reply_parameters=below,
                message_thread_id=topic, request_timeout=self.seconds,
            )  # fmt: skip
            return
        send = self.bot.send_photo if kind == "photo" else self.bot.send_document
        await send(
            chat, files[0].file_id, reply_parameters=below, message_thread_id=topic,
            request_timeout=self.seconds,
        )  # fmt: skip

    async def _change(self, chat: int, letter: Letter, message_id: int) -> Posted:
        """Put the words in place of those that were sent, be they a text or a caption."""
        try:
            await self.bot.edit_message_text(
                letter.text, chat_id=chat, message_id=message_id, reply_markup=letter.markup,
                request_timeout=self.seconds,
            )  # fmt: skip
        except TelegramBadRequest as error:
            if _WORDS_ONLY in error.message:
                return await self._recaption(chat, letter, message_id)
            return await self._unchanged(chat, letter, message_id, error)
        return Posted(message_id)

    async def _recaption(self, chat: int, letter: Letter, message_id: int) -> Posted:
        """Change the words below a file; what no caption holds is sent by itself."""
        if len(letter.text) > CAPTION:
            return Posted((await self._words(chat, letter, letter.topic)).message_id)
        try:
            await self.bot.edit_message_caption(
                chat_id=chat, message_id=message_id, caption=letter.text,
                reply_markup=letter.markup, request_timeout=self.seconds,
            )  # fmt: skip
        except TelegramBadRequest as error:
            return await self._unchanged(chat, letter, message_id, error)
        return Posted(message_id)

    async def _unchanged(
        self, chat: int, letter: Letter, message_id: int, error: TelegramBadRequest
    ) -> Posted:
        """Take "not modified" for done; send anew what is gone, where that is worth it."""
        if _SAME in error.message:
            return Posted(message_id)
        if any(text in error.message for text in _GONE):
            if not letter.anew:
                return Posted(message_id, remark=GONE)
            return Posted((await self._words(chat, letter, letter.topic)).message_id)
        raise error

    def _complain(self, error: TelegramBadRequest) -> None:
        # Not in Telegram's words, which quote what it does not like.
        logger.error("a file was refused: %s", type(error).__name__)
