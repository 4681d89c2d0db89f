"""What one attempt to send came to: a value, never an exception.

Telegram's answers are sorted as its server and aiogram give them (aiogram.exceptions).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Any, TypeAlias

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
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
    of_line: bool = False
    """Whether nothing goes through: due at once when it does, and no attempt of the message's."""
    wronged: tuple[int, ...] = ()
    """Deliveries that failed before for what is now known to be the line's fault too."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Never: another attempt would end the same."""

    reason: str
    lost: bool = False
    """Whether nothing at all reaches the chat."""


Outcome: TypeAlias = Sent | TryLater | GiveUp


class Fault(Enum):
    """Whose doing a failure may be."""

    MESSAGE = auto()
    """Telegram answered about the message, so the line is up."""
    EITHER = auto()
    """Its server or the connection broke over the message, or is broken."""
    LINE = auto()
    """No message can bring this about."""


_NO_CHAT = ("chat not found", "chat_id is empty", "PEER_ID_INVALID", "USER_IS_BLOCKED")
"""A Bad Request that speaks of the chat, not of the message."""


_BROKE = "Internal Server Error"
"""What a 500 says, as Telegram's proxies never do."""


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


def fault(error: Exception) -> Fault:
    """Return whose doing an exception of aiogram's session may be."""
    match error:
        case TelegramServerError(message=message) if message.startswith(_BROKE):
            return Fault.EITHER
        case TelegramNetworkError(__cause__=ClientConnectorError()):
            return Fault.LINE
        case (
            TelegramEntityTooLarge()
            | TelegramRetryAfter()
            | TelegramForbiddenError()
            | TelegramMigrateToChat()
            | TelegramBadRequest()
            | ClientDecodeError(data={"ok": _})
        ):
            return Fault.MESSAGE
        case TelegramNetworkError():
            return Fault.EITHER
    return Fault.LINE


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
