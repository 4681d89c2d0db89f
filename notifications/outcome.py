"""What one attempt to send came to: a value, never an exception.

Telegram's answers are sorted as its server and aiogram give them (aiogram.exceptions).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiohttp import ClientConnectorError


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it."""

    message_id: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TryLater:
    """Not this time."""

    reason: str
    after: timedelta | None = None
    """What Telegram asked for; empty: a pause that grows with the attempts."""
    moved_to: int | None = None
    """Telegram's new id of the chat."""
    flooded: bool = False
    """Whether Telegram said that it is too much at once."""
    answer_lost: bool = False
    """Whether Telegram may have taken the message all the same."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Never: another attempt would end the same."""

    reason: str
    lost: bool = False
    """Whether nothing at all reaches the chat."""


Outcome: TypeAlias = Sent | TryLater | GiveUp

_NO_CHAT = ("chat not found", "chat_id is empty", "PEER_ID_INVALID", "USER_IS_BLOCKED")
"""A Bad Request that speaks of the chat, not of the message."""


def sort(error: Exception) -> Outcome:
    """Return what an exception of aiogram's session means for the message."""
    match error:
        # A network error by class, but the same request will be too large tomorrow.
        case TelegramEntityTooLarge():
            return GiveUp("too large")
        case TelegramRetryAfter(retry_after=seconds):
            return TryLater("too many requests", timedelta(seconds=seconds), flooded=True)
        case TelegramForbiddenError():
            return GiveUp("forbidden", lost=True)
        case TelegramMigrateToChat(migrate_to_chat_id=moved_to):
            return TryLater("moved", timedelta(0), moved_to)
        case TelegramBadRequest(message=message):
            if any(text in message for text in _NO_CHAT):
                return GiveUp("chat not found", lost=True)
            return GiveUp("bad request")
        case TelegramNetworkError(__cause__=ClientConnectorError()):
            return TryLater("no connection")
        case TelegramNetworkError():
            return TryLater("answer lost", answer_lost=True)
        case ClientDecodeError(data=data):
            return _undecodable(data)
    # Server errors; a token or an address that is wrong is no fault of the message.
    return TryLater(type(error).__name__)


def _undecodable(data: Any) -> Outcome:
    """A page of a proxy is a failure; Telegram's ok in a shape that aiogram cannot read is not."""
    match data:
        case {"ok": True, "result": {"message_id": int(message_id)}}:
            return Sent(message_id)
        case {"ok": True}:
            return Sent(0)
        case {"ok": False}:
            return TryLater("unreadable answer")
    return TryLater("unreadable answer", answer_lost=True)
