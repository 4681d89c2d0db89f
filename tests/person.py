"""A person at a phone without a phone: updates go in, the bot's calls come out as values.

For tests of single screens. Whole journeys go over real HTTP to the sandbox instead.
"""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import CallbackQuery, Chat, InlineKeyboardMarkup, Message, Update, User

from bot.app import defaults

_updates = count(1)


class RecordingSession(BaseSession):
    """A transport that keeps every call and answers as Telegram does when all is well."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []

    async def make_request(  # aiogram's own signature, timeout included
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        self.calls.append(method)
        if isinstance(method, SendMessage | EditMessageText):
            chat = Chat(id=int(method.chat_id or 0), type="private")
            return Message(message_id=len(self.calls), date=datetime.now(UTC), chat=chat)
        return True

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        """Nothing was opened."""


class Person:
    """Somebody who writes to the bot and taps its buttons; returns the calls that this caused."""

    def __init__(self, dispatcher: Dispatcher, telegram_id: int, language: str = "ru") -> None:
        self._dispatcher = dispatcher
        self._session = RecordingSession()
        self.bot = Bot("42:TEST", session=self._session, default=defaults())
        # Asked once at the start, before any update: no call of a screen's.
        self.bot._me = User(id=42, is_bot=True, first_name="Дневник", username="diary_bot")
        self._user = User(id=telegram_id, is_bot=False, first_name="Кто-то", language_code=language)
        self._chat = Chat(id=telegram_id, type="private")

    async def say(self, text: str) -> list[TelegramMethod[Any]]:
        message = Message(
            message_id=1, date=datetime.now(UTC), chat=self._chat, from_user=self._user, text=text
        )
        return await self._feed(Update(update_id=next(_updates), message=message))

    async def ask(self, text: str) -> Any:
        """Write something that is answered by one message; return that."""
        (sent,) = await self.say(text)
        assert isinstance(sent, SendMessage)
        return sent

    async def alert(self, data: CallbackData | str) -> str:
        """Tap a button that is refused; return the alert, with which nothing else came."""
        (answer,) = await self.tap(data)
        assert isinstance(answer, AnswerCallbackQuery)
        assert answer.show_alert
        return str(answer.text)

    async def press(self, data: CallbackData | str) -> tuple[Any, Any]:
        """Tap a button of a screen; return the edit and the answer to the tap."""
        edit, answer = await self.tap(data)
        assert isinstance(edit, EditMessageText)
        assert isinstance(answer, AnswerCallbackQuery)
        return edit, answer

    async def tap(self, data: CallbackData | str) -> list[TelegramMethod[Any]]:
        """Tap a button; return whatever calls it caused."""
        screen = Message(
            message_id=7, date=datetime.now(UTC), chat=self._chat, from_user=None, text="screen"
        )
        query = CallbackQuery(
            id=str(next(_updates)),
            from_user=self._user,
            chat_instance="1",
            message=screen,
            data=data if isinstance(data, str) else data.pack(),
        )
        return await self._feed(Update(update_id=next(_updates), callback_query=query))

    async def _feed(self, update: Update) -> list[TelegramMethod[Any]]:
        before = len(self._session.calls)
        await self._dispatcher.feed_update(self.bot, update)
        return self._session.calls[before:]


def buttons(markup: InlineKeyboardMarkup | None) -> list[list[tuple[str, str]]]:
    """Return a keyboard as rows of (text, callback data)."""
    rows = markup.inline_keyboard if markup else []
    return [[(button.text, button.callback_data or "") for button in row] for row in rows]
