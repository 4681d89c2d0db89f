"""Around every update: who is talking, in which language, and one log context."""

from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject, Update
from aiogram.types.update import UpdateTypeLookupError

from bot import log, metrics
from domain.clock import Clock
from domain.people import Reader
from handlers.group_chats import hears
from handlers.private import is_private
from storage.effects import Effect, of_update
from usecases.chats import MeetChat
from views import words

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Trace(BaseMiddleware):
    """One log context, one line of metrics and one effect per update."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Hold the update's number for the log, and count it."""
        assert isinstance(event, Update)
        token = log.update_id.set(event.update_id)
        now = self._clock.now()
        metrics.note_lag(event, now)
        effect = Effect(data["bot"].id, event.update_id, now)
        try:
            with metrics.UPDATE_SECONDS.time(), of_update(effect):
                return await handler(event, data)
        finally:
            metrics.UPDATES.labels(_kind(event)).inc()
            log.update_id.reset(token)


class Meet(BaseMiddleware):
    """Put the reader into the handler's arguments; of a group only what is for us gets further."""

    def __init__(self, meet_chat: MeetChat) -> None:
        self._meet_chat = meet_chat

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Recognise who sent the message or tapped the button; let other updates pass unread."""
        assert isinstance(event, Update)
        source = event.message or event.callback_query
        if source is None:
            return await handler(event, data)
        if not is_private(source):
            return await self._in_group(handler, event, source, data)
        if source.from_user is None:
            return None
        user = source.from_user
        data["reader"] = await self._meet_chat(user.id, user.language_code)
        return await handler(event, data)

    async def _in_group(
        self,
        handler: Handler,
        event: Update,
        source: Message | CallbackQuery,
        data: dict[str, Any],
    ) -> Any:
        """Recognise who gave a command; whoever writes as the group is nobody."""
        if not isinstance(source, Message) or not hears(source):
            return None
        user = source.from_user
        if user is not None and source.text and source.sender_chat is None:
            data["reader"] = await self._meet_chat.in_group(user.id, user.language_code)
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


def _kind(update: Update) -> str:
    """Return Telegram's name for what the update is; a newer Telegram may have others."""
    try:
        return update.event_type
    except UpdateTypeLookupError:
        return "unknown"
