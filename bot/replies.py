"""The answer to a tap travels in the reply to the webhook's request, which has to be sent anyway.

Bot API, "Making requests when getting updates": a reply that names a method is carried out as a
call, without a result. That spares each tap one of its two requests. Handlers know nothing of it:
they answer a tap last, and nobody needs to hear that it worked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.methods.base import Response, TelegramType


@dataclass(slots=True)
class Reply:
    """Room for one call."""

    call: AnswerCallbackQuery | None = None

    def body(self) -> dict[str, Any]:
        """Return the call as the Bot API reads it; empty where there is none."""
        if self.call is None:
            return {}
        return {"method": self.call.__api_method__, **self.call.model_dump(exclude_none=True)}


_current: ContextVar[Reply | None] = ContextVar("reply", default=None)


@contextmanager
def reply() -> Iterator[Reply]:
    """Collect the answer of the update that is handled in this block."""
    made = Reply()
    token = _current.set(made)
    try:
        yield made
    finally:
        _current.reset(token)


class AnswerInReply(BaseRequestMiddleware):
    """Put the first answer to a tap into the reply, where one is being made."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType] | Any:
        """Make every other call."""
        room = _current.get()
        if room is None or room.call or not isinstance(method, AnswerCallbackQuery):
            return await make_request(bot, method)
        room.call = method
        return True
