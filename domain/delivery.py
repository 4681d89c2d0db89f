"""The queue of messages for those who look after it: numbers and reasons, nothing of anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open deliveries of one kind in one state."""

    kind: str
    state: str
    """``due``, or ``held`` until their hour."""
    number: int
    planned_for: datetime
    """When the oldest of them was to be heard."""
    answers_lost: int = 0
    """How many of them went out once already, without an answer."""


@dataclass(frozen=True, slots=True)
class DeadGroup:
    """Dead letters of one kind that failed for one reason."""

    kind: str
    reason: str
    number: int
    unreachable: int
    """How many of them are for chats that nothing reaches."""
    newest_id: int

    @property
    def can_go(self) -> int:
        """How many would go out if they were tried again."""
        return self.number - self.unreachable


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that Telegram would never take."""

    id: int
    kind: str
    chat_id: int
    """Our row of the chat, not Telegram's id."""
    reason: str
    attempts: int
    failed_at: datetime | None
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """What lately ended alike."""

    kind: str
    state: str
    reason: str
    number: int
    answers_lost: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What is on its way and what did not get through."""

    waiting: tuple[Waiting, ...] = ()
    dead: tuple[DeadGroup, ...] = ()

    def oldest(self, now: datetime) -> datetime | None:
        """Return since when the message waits that ought to have been heard longest ago."""
        late = [one.planned_for for one in self.waiting if one.planned_for <= now]
        return min(late, default=None)


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts that nobody has planned."""

    number: int = 0
    ready_at: datetime | None = None
    """When the oldest of them was ready; in the future while a teacher may still correct it."""


@dataclass(frozen=True, slots=True)
class Updates:
    """Telegram's updates that are kept."""

    waiting: int = 0
    broken: int = 0
    """Set aside, because they could not be read."""


@dataclass(frozen=True, slots=True)
class Status:
    """All that the operator asks of a running bot."""

    now: datetime
    queue: Queue
    facts: Facts
    updates: Updates
    letters: tuple[DeadLetter, ...] = ()
    """A page of dead letters, newest first."""
    ended: tuple[Ended, ...] = ()
    workers: int = 0
    jobs: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dead letters are meant: those to which all of this applies."""

    ids: tuple[int, ...] = ()
    """Empty means any."""
    kind: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of a wish to try again."""

    back: int
    """Messages that are on their way again."""
    unreachable: int
    """Messages that stay, because nothing reaches their chats."""
