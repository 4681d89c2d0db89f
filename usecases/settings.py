"""What a person chooses for themself: language, quiet hours, kinds of messages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.errors import InputRefused, NotFound
from domain.facts import CODES
from domain.people import Access, Reader
from domain.school_clock import SchoolClock
from domain.settings import ChatSettings, Preferences, Quiet, QuietChoice
from domain.timing import QuietHours
from storage import chats, deliveries, preferences, settings, students
from storage.database import Database
from storage.settings import StoredChoice
from usecases.access import student_in_view
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
        quiet = _quiet(stored, self.of_school)
        return ChatSettings(reader.language, stored.language is not None, quiet, tuple(seen))


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
class ChooseQuietHours:
    """Hold messages at other hours from now on."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, choice: QuietChoice, hours: QuietHours | None = None
    ) -> None:
        """Store the choice and let go what other hours held; raises ``InputRefused``.

        Own hours need a beginning and an end that differ.
        """
        if choice is not QuietChoice.OWN:
            hours = None
        elif hours is None or hours.begins == hours.ends:
            raise InputRefused
        begins, ends = (hours.begins, hours.ends) if hours else (None, None)
        chosen = choice is not QuietChoice.SCHOOL
        async with self.db.begin() as session:
            await settings.choose_quiet_hours(
                session, reader.id, chosen=chosen, begins=begins, ends=ends
            )
            await deliveries.let_go(session, reader.id, self.clock.now())


@dataclass(frozen=True, slots=True)
class ShowPreferences:
    """Which kinds of message a chat hears about one student."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int) -> Preferences:
        """Return what was switched off; raises ``NotLinked``."""
        async with self.db.read() as session:
            access = await student_in_view(session, self.clock, reader, student_id)
            chosen = await preferences.of_chat(session, reader.id)
        return _preferences(access, chosen)


@dataclass(frozen=True, slots=True)
class SwitchKind:
    """Hear, or not, of one kind about one student."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int, kind: str, *, enabled: bool
    ) -> Preferences:
        """Store the choice; raises ``NotLinked``, and ``NotFound`` for a kind that is none."""
        if kind not in CODES:
            raise NotFound
        async with self.db.begin() as session:
            access = await student_in_view(session, self.clock, reader, student_id)
            await preferences.put(session, reader.id, student_id, kind, enabled)
            chosen = await preferences.of_chat(session, reader.id)
        return _preferences(access, chosen)


def _preferences(access: Access, chosen: Mapping[tuple[int, str], bool]) -> Preferences:
    mine = access.student.id
    off = {kind for (student, kind), on in chosen.items() if student == mine and not on}
    return Preferences(access, frozenset(off))


def _quiet(stored: StoredChoice, of_school: QuietHours | None) -> Quiet:
    """Return whose hours hold."""
    if not stored.quiet_chosen:
        return Quiet(QuietChoice.SCHOOL, of_school)
    if stored.quiet_from is None or stored.quiet_until is None:
        return Quiet(QuietChoice.NONE, None)
    return Quiet(QuietChoice.OWN, QuietHours(stored.quiet_from, stored.quiet_until))
