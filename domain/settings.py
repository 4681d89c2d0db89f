"""What a person chooses for themself."""

from dataclasses import dataclass
from enum import StrEnum

from domain.people import Access
from domain.quiet import QuietHours


class QuietChoice(StrEnum):
    """Whose quiet hours hold."""

    SCHOOL = "school"
    NONE = "none"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in force and who chose them."""

    choice: QuietChoice
    hours: QuietHours | None
    """Empty: no quiet hours."""


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Everything on the settings screen."""

    language: str
    """The language in force."""
    own_language: bool
    """Whether the person chose it; else it is Telegram's or the default."""
    quiet: Quiet
    children: tuple[Access, ...]


@dataclass(frozen=True, slots=True)
class Preferences:
    """Which kinds of message a chat hears about one student."""

    access: Access
    off: frozenset[str]
    """Codes of the kinds that were switched off."""
