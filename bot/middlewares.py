"""Around every update: who is talking, in which language, and one log context."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from domain.people import Reader
from usecases.chats import MeetChat
from views import words

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
logger = logging.getLogger(__name__)


class Meet(BaseMiddleware):
    """Put the reader into the handler's arguments; personal data stay in private chats."""

    def __init__(self, meet_chat: MeetChat) -> None:
        self._meet_chat = meet_chat

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Recognise who sent the message or tapped the button; let other updates pass unread."""
        assert isinstance(event, Update)
        source = event.message or event.callback_query
        if source is None:
            return await handler(event, data)
        if source.from_user is None or not _is_private(source):
            return None
        user = source.from_user
        data["reader"] = await self._meet_chat(user.id, user.language_code)
        return await handler(event, data)


class Speak(BaseMiddleware):
    """Write in the reader's language, in handlers and in error handlers alike."""

    def __init__(self, default_language: str, zone: ZoneInfo) -> None:
        self._default = default_language
        self._zone = zone

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Hold the language for as long as the handler runs."""
        reader: Reader | None = data.get("reader")
        with words.use(reader.language if reader else self._default, self._zone):
            return await handler(event, data)


def _is_private(source: Message | CallbackQuery) -> bool:
    """Tell whether only this person reads the chat; a button without its message counts as such."""
    message = source if isinstance(source, Message) else source.message
    return message is None or message.chat.type == ChatType.PRIVATE
