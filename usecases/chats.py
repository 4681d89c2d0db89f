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
        language = self.language_of(known.language, known.telegram_language)
        return Reader(known.id, telegram_id, language, known.selected_student_id, known.state)

    async def in_group(self, telegram_id: int, telegram_language: str | None) -> Reader:
        """Return who writes in a group; whom the bot does not know has the id 0, and no rights.

        Nothing is stored: to write there is not to let the bot write to oneself.
        """
        async with self.db.read() as session:
            known = await chats.of_telegram(session, telegram_id)
        if known is None:
            return Reader(0, telegram_id, self.language_of(None, telegram_language))
        return Reader(known.id, telegram_id, self.language_of(known.language, telegram_language))

    async def _store(self, telegram_id: int, telegram_language: str | None) -> KnownChat:
        async with self.db.begin(repeatable=True) as session:
            await chats.meet(session, telegram_id, telegram_language, now=self.clock.now())
            known = await chats.of_telegram(session, telegram_id)
        assert known is not None, "the row was written in this transaction"
        return known

    def language_of(self, chosen: str | None, telegram_language: str | None) -> str:
        """Return a language we have: the person's choice, else Telegram's, else the default."""
        wanted = (chosen, (telegram_language or "").split("-")[0].lower())
        return next((tag for tag in wanted if tag in self.languages), self.default_language)


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """Remember whether the person lets the bot write."""

    db: Database
    clock: Clock

    async def __call__(self, telegram_id: int, *, blocked: bool) -> None:
        """Stop or resume; a chat we never met stays unknown."""
        async with self.db.begin(repeatable=True) as session:
            if blocked:
                await chats.lose(session, telegram_id, now=self.clock.now())
            else:
                await chats.regain(session, telegram_id)
