"""What a person chooses for themself: the language, and what a lock screen may show."""

from dataclasses import dataclass, replace

from domain.errors import InputRefused
from domain.people import Reader
from domain.quiet import QuietHours
from domain.school_clock import SchoolClock
from domain.settings import ChatSettings, Quiet
from domain.timing import DIGEST_HOUR
from storage import chats, settings, students
from storage.database import Database
from usecases.chats import MeetChat


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """The choices in force; never refuses."""

    db: Database
    clock: SchoolClock
    of_school: QuietHours | None

    async def __call__(self, reader: Reader) -> ChatSettings:
        """Return language, hours and the students whose messages can be chosen."""
        async with self.db.read() as session:
            stored = await settings.of_chat(session, reader.id)
            seen = await students.seen_by(
                session, reader.id, now=self.clock.now(), today=self.clock.today()
            )
        return ChatSettings(
            language=reader.language,
            own_language=stored.language is not None,
            discreet=stored.discreet,
            digest_at=stored.digest_at or DIGEST_HOUR,
            quiet=Quiet(self.of_school, stored.weeks, tuple(seen)),
        )


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Speak another language from now on."""

    db: Database
    meet_chat: MeetChat

    async def __call__(self, reader: Reader, language: str | None) -> Reader:
        """Return the reader as they are spoken to now; nothing means as Telegram does.

        Raises ``InputRefused`` for a language we do not have.
        """
        if language is not None and language not in self.meet_chat.languages:
            raise InputRefused
        async with self.db.begin() as session:
            await chats.choose_language(session, reader.id, language)
            stored = await settings.of_chat(session, reader.id)
        spoken = self.meet_chat.language_of(stored.language, stored.telegram_language)
        return replace(reader, language=spoken)


@dataclass(frozen=True, slots=True)
class ChooseDiscreet:
    """Hide what messages say from whoever looks at the locked phone, or not."""

    db: Database

    async def __call__(self, reader: Reader, *, discreet: bool) -> None:
        """Store the choice; it holds for messages that are sent from now on."""
        async with self.db.begin() as session:
            await settings.choose_discreet(session, reader.id, discreet)
