"""How soon a chat hears of each kind about one student, and whether urgency breaks the quiet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from domain.errors import InputRefused, NotFound
from domain.people import Access, Reader
from domain.school_clock import SchoolClock
from domain.settings import Choice, Kind, Preferences
from domain.timing import DIGEST_HOUR, Mode
from storage import deliveries, preferences
from storage.database import Database, Session
from usecases.access import student_in_view


@dataclass(frozen=True, slots=True)
class ShowPreferences:
    """What a chat hears about one student, and how soon."""

    db: Database
    clock: SchoolClock
    kinds: Mapping[str, Kind]

    async def __call__(self, reader: Reader, student_id: int) -> Preferences:
        """Return a choice for each kind that this chat could hear; raises ``NotLinked``."""
        async with self.db.read() as session:
            return await self.within(session, reader, student_id)

    async def within(self, session: Session, reader: Reader, student_id: int) -> Preferences:
        """Return the same inside another use case's transaction; two statements."""
        access = await student_in_view(session, self.clock, reader, student_id)
        stored = await preferences.of_student(session, reader.id, student_id)
        choices = {
            code: Choice(kind, *stored.kinds.get(code, (Mode.NOW, True)))
            for code, kind in self.kinds.items()
            if _may_hear(access, kind)
        }
        return Preferences(access, stored.digest_at or DIGEST_HOUR, choices)


@dataclass(frozen=True, slots=True)
class ChooseMode:
    """Hear of one kind about one student at once, in a digest, or not."""

    show_preferences: ShowPreferences

    async def __call__(self, reader: Reader, student_id: int, kind: str, mode: Mode) -> Preferences:
        """Store the choice; raises ``NotLinked``, ``NotFound`` for a kind that is none here.

        And ``InputRefused`` for a summary in a digest.
        """
        async with self.show_preferences.db.begin() as session:
            shown = await self.show_preferences.within(session, reader, student_id)
            if mode not in _known(shown, kind).modes:
                raise InputRefused
            return await _put(session, self.show_preferences, reader, shown, {kind}, mode)


@dataclass(frozen=True, slots=True)
class ChooseEvery:
    """Hear of every kind about one student so soon."""

    show_preferences: ShowPreferences

    async def __call__(self, reader: Reader, student_id: int, mode: Mode) -> Preferences:
        """Store it for all kinds that can be heard so; raises ``NotLinked``."""
        async with self.show_preferences.db.begin() as session:
            shown = await self.show_preferences.within(session, reader, student_id)
            kinds = {code for code, choice in shown.choices.items() if mode in choice.modes}
            return await _put(session, self.show_preferences, reader, shown, kinds, mode)


@dataclass(frozen=True, slots=True)
class ChooseBreaks:
    """Hear what is urgent in quiet hours too, or let it wait."""

    show_preferences: ShowPreferences

    async def __call__(
        self, reader: Reader, student_id: int, kind: str, *, breaks: bool
    ) -> Preferences:
        """Store the choice; raises ``NotLinked``, and ``NotFound`` where nothing is urgent."""
        show = self.show_preferences
        async with show.db.begin() as session:
            shown = await show.within(session, reader, student_id)
            choice = _known(shown, kind)
            if not choice.kind.can_be_urgent:
                raise NotFound
            await preferences.choose_breaks(session, reader.id, student_id, kind, breaks)
            await deliveries.let_go(session, reader.id, show.clock.now())
        return _with(shown, {kind: replace(choice, breaks=breaks)})


async def _put(
    session: Session, show: ShowPreferences, reader: Reader, shown: Preferences,
    kinds: Collection[str], mode: Mode,
) -> Preferences:  # fmt: skip
    """Store a mode and have what waits looked at again."""
    student_id = shown.access.student.id
    await preferences.choose_mode(session, reader.id, student_id, sorted(kinds), mode)
    await deliveries.let_go(session, reader.id, show.clock.now())
    return _with(shown, {kind: replace(shown.choices[kind], mode=mode) for kind in kinds})


def _may_hear(access: Access, kind: Kind) -> bool:
    return access.role in kind.roles and (access.sees_marks or not kind.needs_marks)


def _known(shown: Preferences, kind: str) -> Choice:
    if kind not in shown.choices:
        raise NotFound
    return shown.choices[kind]


def _with(shown: Preferences, changed: Mapping[str, Choice]) -> Preferences:
    return replace(shown, choices={**shown.choices, **changed})
