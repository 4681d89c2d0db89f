"""aiogram's conversation states, kept in the database, at no cost to who only looks.

aiogram asks for the state before every update. Here it comes with the statement that says who
is asking, so a tap costs nothing more. Any command or button that is not part of a
conversation ends it: nobody's next words are taken for an answer they forgot about.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.fsm.context import FSMContext
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import DEFAULT_DESTINY, BaseStorage, StateType, StorageKey
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import TelegramObject

from domain.clock import Clock
from domain.people import Reader
from handlers.open_lesson import is_idle
from storage import conversations
from storage.database import Database

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
STAYS = "conversation"
"""The flag of handlers that are part of a conversation; all others end it."""


class DatabaseStorage(BaseStorage):
    """States and their data in the table ``conversation``."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Enter a state; without one the conversation is over and forgotten."""
        value = state.state if isinstance(state, State) else state
        async with self._db.begin(repeatable=True) as session:
            if value is None:
                await conversations.end(session, _name(key))
            else:
                await conversations.put_state(session, _name(key), value, now=self._clock.now())

    async def get_state(self, key: StorageKey) -> str | None:
        """Return the state."""
        async with self._db.read() as session:
            return await conversations.state(session, _name(key))

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Remember what was said, in place of what was said before."""
        async with self._db.begin(repeatable=True) as session:
            if not data:
                await conversations.drop_data(session, _name(key))
                return
            await conversations.put_data(session, _name(key), data, now=self._clock.now())

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what was said."""
        async with self._db.read() as session:
            return await conversations.data(session, _name(key))

    async def close(self) -> None:
        """Nothing of our own is open."""


class Converse(FSMContextMiddleware):
    """Hand the state that came with the reader to the handlers; stands after ``Meet``."""

    def __init__(self, storage: BaseStorage) -> None:
        super().__init__(storage, DisabledEventIsolation())

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Ask the database nothing."""
        reader: Reader | None = data.get("reader")
        data["fsm_storage"] = self.storage
        context = self.resolve_event_context(data["bot"], data)
        if context is not None:
            data |= {"state": context, "raw_state": reader.state if reader else None}
        return await handler(event, data)


class LeaveConversation(BaseMiddleware):
    """End the conversation where the person does something else; an inner middleware."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Forget what was being composed unless the handler is flagged as part of it."""
        context: FSMContext | None = data.get("state")
        if context is not None and not is_idle(data.get("raw_state")) and not get_flag(data, STAYS):
            await context.clear()
        return await handler(event, data)


def _name(key: StorageKey) -> str:
    """Return the row of a private chat, which is all that the bot talks in."""
    name = conversations.key(key.chat_id)
    return name if key.destiny == DEFAULT_DESTINY else f"{name}:{key.destiny}"
