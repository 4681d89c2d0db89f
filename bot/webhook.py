"""Which way updates come: by a webhook that is set, or by asking, once none is set any more."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType

from domain.errors import OperatorFault

logger = logging.getLogger(__name__)
AGAIN_SECONDS = 30.0
"""Until another try; meanwhile Telegram brings updates to the address that it has.

Of workers that start in one second all but one are put off, for as long as Telegram says: it takes
one setWebhook a second of a bot (Bot API server, process_set_webhook_query).
"""


@dataclass(slots=True)
class Webhook:
    """``async with Webhook(…)``: updates are brought to this address."""

    bot: Bot
    url: str
    secret: str
    kinds: Sequence[str]
    _task: asyncio.Task[None] | None = field(default=None)

    async def __aenter__(self) -> Self:
        """Set it, or go on trying while Telegram is away.

        Raises ``OperatorFault`` with one sentence where Telegram refuses the address.
        """
        pause = await self._set()
        if pause is not None:
            self._task = asyncio.create_task(self._set_later(pause), name="webhook")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Try no more; what is set stays, for the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _set_later(self, pause: float | None) -> None:
        while pause is not None:
            await asyncio.sleep(pause)
            try:
                pause = await self._set()
            except OperatorFault:
                logger.error("the Bot API refuses WEBHOOK_URL")
                pause = AGAIN_SECONDS

    async def _set(self) -> float | None:
        """Set it; returns the seconds until another try, or nothing where it is set."""
        try:
            await self.bot.set_webhook(
                self.url, secret_token=self.secret, allowed_updates=[*self.kinds]
            )
        except TelegramBadRequest as error:
            message = f"the Bot API refuses WEBHOOK_URL: {error.message}"
            raise OperatorFault(message) from error
        except TelegramRetryAfter as flood:
            return flood.retry_after
        except TelegramAPIError as error:
            logger.warning("the webhook is not set yet: %s", type(error).__name__)
            return AGAIN_SECONDS
        return None


class TakeAway(BaseRequestMiddleware):
    """Takes a webhook away before updates are first asked for: Telegram refuses one beside it.

    Not at the start: what waits in the database needs no updates. And where it fails, the asking
    has failed, which is waited out and tried again.
    """

    def __init__(self) -> None:
        self._is_away = False

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType] | Any:
        """Make the call; the first getUpdates after a deleteWebhook."""
        if method.__api_method__ == "getUpdates" and not self._is_away:
            await bot.delete_webhook()
            self._is_away = True
        return await make_request(bot, method)
