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
    GetMyCommands,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    Chat,
    Document,
    InlineKeyboardMarkup,
    Message,
    PhotoSize,
    Update,
    User,
)

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
        if isinstance(method, GetMyCommands):
            return []
        if isinstance(method, SendMediaGroup):
            return [self._message(method.chat_id) for _one in method.media]
        if isinstance(method, SendMessage | EditMessageText | SendPhoto | SendDocument):
            return self._message(method.chat_id)
        return True

    def _message(self, chat_id: int | str | None) -> Message:
        chat = Chat(id=int(chat_id or 0), type="private")
        return Message(message_id=len(self.calls), date=datetime.now(UTC), chat=chat)

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        """Nothing was opened."""


class Person:
    """Somebody who writes to the bot and taps its buttons; returns the calls that this caused.

    All of it in the private chat, or in another ``chat``.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        telegram_id: int,
        language: str = "ru",
        chat: Chat | None = None,
    ) -> None:
        self._dispatcher = dispatcher
        self._session = RecordingSession()
        self.bot = Bot("42:TEST", session=self._session, default=defaults())
        # Asked once at the start, before any update: no call of a screen's.
        self.bot._me = User(id=42, is_bot=True, first_name="Дневник", username="diary_bot")
        self._user = User(id=telegram_id, is_bot=False, first_name="Кто-то", language_code=language)
        self._chat = chat or Chat(id=telegram_id, type="private")

    async def say(self, text: str, **also: Any) -> list[TelegramMethod[Any]]:
        """Write words; ``also`` holds further fields of the message, such as its entities."""
        return await self._bring(text=text, **also)

    async def send_photo(self, file_id: str = "photo-1", **also: Any) -> list[TelegramMethod[Any]]:
        """Send a photo; ``also`` may hold caption and media_group_id."""
        size = PhotoSize(file_id=file_id, file_unique_id=f"u-{file_id}", width=9, height=9)
        return await self._bring(photo=[size], **also)

    async def send_document(
        self, name: str = "file.pdf", size: int = 1000, **also: Any
    ) -> list[TelegramMethod[Any]]:
        """Send a document, whose file id is ``id-`` and its name."""
        file = Document(
            file_id=f"id-{name}", file_unique_id=f"u-{name}", file_name=name, file_size=size,
            mime_type="application/pdf",
        )  # fmt: skip
        return await self._bring(document=file, **also)

    async def _bring(self, **content: Any) -> list[TelegramMethod[Any]]:
        message = Message(
            message_id=1, date=datetime.now(UTC), chat=self._chat, from_user=self._user, **content
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
