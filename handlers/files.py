"""Files that people send and get: by the number that Telegram gave them, never downloaded."""

from collections.abc import Sequence
from itertools import groupby

from aiogram import Bot
from aiogram.types import InputMediaDocument, InputMediaPhoto, Message

from domain.errors import FileTooLarge, NotAFile
from domain.files import MOST_BYTES, MOST_FILES, Attachment, FileKind


def file_of(message: Message) -> Attachment | None:
    """Return the photo or document of a message, if it is one.

    Raises ``FileTooLarge``, and ``NotAFile`` for what is neither words, photo nor document.
    """
    album = message.media_group_id or ""
    if message.photo:
        best = message.photo[-1]  # the largest of the sizes: Bot API, Message.photo
        found = Attachment(
            FileKind.PHOTO, best.file_id, best.file_unique_id, size=best.file_size, album=album
        )
    elif message.document:
        one = message.document
        found = Attachment(
            FileKind.DOCUMENT, one.file_id, one.file_unique_id, one.file_name or "",
            one.mime_type or "", one.file_size, album,
        )  # fmt: skip
    elif message.text is None:
        raise NotAFile
    else:
        return None
    if (found.size or 0) > MOST_BYTES:
        raise FileTooLarge
    return found


async def send_files(bot: Bot, chat_id: int, files: Sequence[Attachment]) -> None:
    """Send files, photos and documents apart: an album holds one kind and at most ten."""
    for kind, group in groupby(sorted(files, key=lambda one: one.kind), lambda one: one.kind):
        alike = list(group)
        for start in range(0, len(alike), MOST_FILES):
            await _send_album(bot, chat_id, kind, alike[start : start + MOST_FILES])


async def _send_album(bot: Bot, chat_id: int, kind: FileKind, files: Sequence[Attachment]) -> None:
    if len(files) > 1:
        media = InputMediaPhoto if kind is FileKind.PHOTO else InputMediaDocument
        await bot.send_media_group(chat_id, [media(media=one.file_id) for one in files])
    elif kind is FileKind.PHOTO:
        await bot.send_photo(chat_id, files[0].file_id)
    else:
        await bot.send_document(chat_id, files[0].file_id)
