"""Who is talking, and what they choose for themselves."""

from dataclasses import dataclass

from domain.clock import Clock
from domain.people import Reader
from storage import chats
from storage.chats import KnownChat
from storage.database import Database


@dataclass(frozen=True, slots=True)
class MeetChat:
    """Recognise a chat, or get to know it."""

    db: Database
    clock: Clock
    languages: tuple[str, ...]
    default_language: str

    async def __call__(self, telegram_id: int, telegram_language: str | None) -> Reader:
        """Return the reader; one statement for a chat we know, whatever the update."""
        async with self.db.read() as session:
            known = await chats.of_telegram(session, telegram_id)
        if known is None or known.unreachable_at or known.telegram_language != telegram_language:
            known = await self._store(telegram_id, telegram_language)
        language = self._language(known)
        return Reader(known.id, telegram_id, language, known.selected_student_id, known.state)

    async def _store(self, telegram_id: int, telegram_language: str | None) -> KnownChat:
        async with self.db.begin() as session:
            await chats.meet(session, telegram_id, telegram_language, now=self.clock.now())
            known = await chats.of_telegram(session, telegram_id)
        assert known is not None, "the row was written in this transaction"
        return known

    def _language(self, known: KnownChat) -> str:
        wanted = (known.language, (known.telegram_language or "").split("-")[0].lower())
        return next((tag for tag in wanted if tag in self.languages), self.default_language)
