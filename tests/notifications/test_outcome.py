"""Each of Telegram's answers, sorted."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage

from notifications.outcome import GiveUp, Outcome, Sent, TryLater, sort

CALL = SendMessage(chat_id=1, text="x")


def said(kind: type[Exception], message: str = "", **more: Any) -> Exception:
    return kind(method=CALL, message=message, **more)  # type: ignore[call-arg]  # aiogram's own


def undecodable(data: object) -> Exception:
    return ClientDecodeError("Failed to decode object", ValueError(), data)


LOST = TryLater("answer lost", answer_lost=True)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (said(TelegramEntityTooLarge, "Request Entity Too Large"), GiveUp("too large")),
        (
            said(TelegramRetryAfter, retry_after=7),
            TryLater("too many requests", timedelta(seconds=7), flooded=True),
        ),
        (
            said(TelegramForbiddenError, "Forbidden: bot was blocked by the user"),
            GiveUp("forbidden", lost=True),
        ),
        (
            said(TelegramForbiddenError, "Forbidden: user is deactivated"),
            GiveUp("forbidden", lost=True),
        ),
        (
            said(TelegramMigrateToChat, migrate_to_chat_id=-1007),
            TryLater("moved", timedelta(0), -1007),
        ),
        (
            said(TelegramBadRequest, "Bad Request: chat not found"),
            GiveUp("chat not found", lost=True),
        ),
        (said(TelegramBadRequest, "Bad Request: message is too long"), GiveUp("bad request")),
        (said(TelegramNetworkError, "ServerDisconnectedError"), LOST),
        (said(TelegramServerError, "Bad Gateway"), TryLater("TelegramServerError")),
        (said(RestartingTelegram, "restart"), TryLater("RestartingTelegram")),
        (said(TelegramUnauthorizedError, "Unauthorized"), TryLater("TelegramUnauthorizedError")),
        (said(TelegramNotFound, "Not Found"), TryLater("TelegramNotFound")),
        (said(TelegramConflictError, "Conflict"), TryLater("TelegramConflictError")),
        (
            undecodable("<html>502 Bad Gateway</html>"),
            TryLater("unreadable answer", answer_lost=True),
        ),
        (undecodable({"ok": False}), TryLater("unreadable answer")),
        (undecodable({"ok": True, "result": {"message_id": 5, "new": "shape"}}), Sent(5)),
        (undecodable({"ok": True, "result": None}), Sent(0)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_answer_is_sorted(error: Exception, outcome: Outcome) -> None:
    assert sort(error) == outcome


async def test_a_connection_that_was_never_made_lost_no_answer() -> None:
    bot = Bot("42:NOBODY", AiohttpSession(api=TelegramAPIServer.from_base("http://127.0.0.1:9")))

    with pytest.raises(TelegramNetworkError) as refused:
        await bot(CALL)

    assert sort(refused.value) == TryLater("no connection")
    await bot.session.close()
