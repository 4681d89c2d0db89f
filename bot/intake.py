"""One update from Telegram, whichever way it came: read, handled in its chat's order, once.

An update that cannot be read is set aside and holds up nobody. Different chats go in parallel.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError
from aiogram.types import Update
from pydantic import ValidationError

from domain.clock import Clock
from storage import updates
from storage.database import Database

logger = logging.getLogger(__name__)
_FROM = ("callback_query", "inline_query", "chosen_inline_result", "poll_answer")
_IN = (
    "message", "edited_message", "channel_post", "edited_channel_post", "chat_member",
    "my_chat_member",
)  # fmt: skip


@dataclass(slots=True)
class _Turn:
    """Who may go on in a chat, and how many stand in line."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: int = 0


@dataclass(slots=True)
class Intake:
    """Feeds the dispatcher."""

    dispatcher: Dispatcher
    bot: Bot
    db: Database
    clock: Clock
    _turns: dict[object, _Turn] = field(default_factory=dict)

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Handle one update to its end; when this returns, its effect is durable."""
        async with self._turn(place(raw)):
            try:
                update = Update.model_validate(raw, context={"bot": self.bot})
            except ValidationError as error:
                await self._set_aside(raw, error)
                return
            try:
                await self.dispatcher.feed_update(self.bot, update)
            except AiogramError as error:
                # Even the apology found nobody; to hear the update again would change nothing.
                kind = type(error).__name__
                logger.warning("update %s has no answer: %s", update.update_id, kind)

    @asynccontextmanager
    async def _turn(self, chat: object) -> AsyncIterator[None]:
        """Wait until the chat's earlier updates are done; first come, first served."""
        turn = self._turns.setdefault(chat, _Turn())
        turn.wanted += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.wanted -= 1
            if not turn.wanted:
                del self._turns[chat]

    async def _set_aside(self, raw: Mapping[str, Any], error: ValidationError) -> None:
        """Keep what nobody can read; the log says where it broke, not on what."""
        number = raw.get("update_id")
        fields = {".".join(map(str, one["loc"])) for one in error.errors(include_input=False)}
        reason = ", ".join(sorted(fields)[:5])
        logger.error("update %s cannot be read, set aside: %s", number, reason)
        if isinstance(number, int):
            async with self.db.begin(repeatable=True) as session:
                await updates.set_aside(
                    session, self.bot.id, number, raw, reason, self.clock.now()
                )  # fmt: skip


def place(raw: Mapping[str, Any]) -> object:
    """Return in whose order an update stands: a tap and a text of one person in one."""
    for name in _IN:
        match raw.get(name):
            case {"chat": {"id": int(chat)}}:
                return chat
    for name in _FROM:
        match raw.get(name):
            case {"from": {"id": int(person)}}:
                return person
    return raw.get("update_id")
