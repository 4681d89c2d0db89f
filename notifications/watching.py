"""What the planner and the sender tell whoever counts; ``bot.metrics`` does, tests may.

No method may wait or fail: they are called between a message and its record. Arguments are names
from our own short lists, never anything of a person: kinds, outcomes, buckets, methods.
"""

from typing import Protocol


class Watcher(Protocol):
    """Told of every message as it moves."""

    def finished(self, kind: str, outcome: str) -> None:
        """Say that a delivery ended: ``sent``, ``skipped`` or ``failed``."""

    def waited(self, bucket: str, seconds: float) -> None:
        """Say how long a message waited for its place: ``bot`` or ``chat``."""

    def flooded(self, method: str) -> None:
        """Say that Telegram answered 429 to a method of the Bot API, as it spells it."""

    def answer_lost(self, kind: str) -> None:
        """Say that a message went out and no answer came: it may or may not be there."""

    def line(self, *, up: bool) -> None:
        """Say that the line to the Bot API is away, or back."""


class Unwatched:
    """Nobody counts."""

    def finished(self, kind: str, outcome: str) -> None:
        """Let it pass."""

    def waited(self, bucket: str, seconds: float) -> None:
        """Let it pass."""

    def flooded(self, method: str) -> None:
        """Let it pass."""

    def answer_lost(self, kind: str) -> None:
        """Let it pass."""

    def line(self, *, up: bool) -> None:
        """Let it pass."""
