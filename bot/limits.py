"""Telegram's patience with answers to taps: a short 429 is waited out, once more is tried.

Only calls made while an update is at work: a person looks at the screen and waits. What the sender
sends has its own timing, its own record of attempts, and tells its 429s itself.
"""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType

from bot import log, metrics
from domain import trace
from notifications.gate import Gate
from notifications.limits import Limits
from notifications.line import Line

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 10
"""A longer wait is no answer to a tap any more: Telegram gives the tap up, and so do we."""


class WaitOutFlood(BaseRequestMiddleware):
    """Repeat a call that Telegram put off for a few seconds."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType] | Any:
        """Make the call; after a short 429 make it again, once."""
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as flood:
            _count(method)
            if log.update_id.get() is None or flood.retry_after > PATIENCE_SECONDS:
                raise
            logger.warning("%s put off by %s s", type(method).__name__, flood.retry_after)
            await asyncio.sleep(flood.retry_after)
            return await self._once_more(make_request, bot, method)

    async def _once_more(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType] | Any:
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter:
            _count(method)
            raise


class TakePlaces(BaseRequestMiddleware):
    """Count answers in the rates that the sender's messages keep: they go first and never wait."""

    def __init__(self, gate: Gate, limits: Limits, line: Line) -> None:
        self._gate = gate
        self._limits = limits
        self._line = line

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType] | Any:
        """Take a place where a message is made; edits and answers to taps are not counted."""
        chat = getattr(method, "chat_id", None)
        if trace.current() is None and isinstance(chat, int) and _makes_message(method):
            return await self._counted(chat, make_request(bot, method))
        return await make_request(bot, method)

    async def _counted(self, chat: int, request: Awaitable[Response[Any]]) -> Response[Any] | Any:
        place = self._gate.debit()
        self._limits.answered(chat)
        try:
            response = await request
        except TelegramRetryAfter as flood:
            if not self._limits.earned(chat):
                self._gate.close(flood.retry_after)
            raise
        finally:
            self._gate.answered(place)
        self._line.worked()
        return response


def _makes_message(method: TelegramMethod[Any]) -> bool:
    name = method.__api_method__
    return name.startswith(("send", "copy", "forward")) and name != "sendChatAction"


def _count(method: TelegramMethod[Any]) -> None:
    """Count a 429, unless a message of the sender is under way: it tells its watcher."""
    if trace.current() is None:
        metrics.FLOODS.labels(method.__api_method__).inc()
