"""What one cell may hold: each function turns text into a value.

``Bad`` refuses the cell; ``Odd`` takes it and says what was sloppy. Neither text holds the value
of a cell that may be anybody's mark or comment unless the operator needs it to find the fault.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, TypeAlias

Convert: TypeAlias = Callable[[str], Any]


class Bad(Exception):
    """The cell cannot be meant."""


class Odd(Exception):
    """The cell is sloppy but clear; carries the value and what to warn of."""

    def __init__(self, value: Any, reason: str) -> None:
        super().__init__(reason)
        self.value = value
        self.reason = reason


_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_WEEKDAYS = frozenset("1234567")
_WHOLE = re.compile(r"[0-9]{1,9}")


@lru_cache(4096)
def day(text: str) -> str:
    """A date, kept as text."""
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        message = f"{_short(text)} is no date; dates look like 2026-09-01"
        raise Bad(message) from None


@lru_cache(4096)
def clock(text: str) -> str:
    """A time of day, kept as the text that SQLite stores."""
    try:
        if len(text) not in (5, 8):
            raise ValueError
        return time.fromisoformat(text).isoformat("microseconds")
    except ValueError:
        message = f"{_short(text)} is no time; times look like 08:30"
        raise Bad(message) from None


def moment(text: str) -> str:
    """A moment with a zone, kept as text in UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        message = f"{_short(text)} is no moment; moments look like 2026-09-01T08:30:00+03:00"
        raise Bad(message) from None
    if found.tzinfo is None:
        message = f"{_short(text)} has no zone; write 2026-09-01T08:30:00+03:00"
        raise Bad(message)
    return found.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@lru_cache(4096)
def modified(text: str) -> str:
    """``dateLastModified``, which is checked and not used."""
    try:
        if len(text) > 10 and datetime.fromisoformat(text):
            return text
    except ValueError:
        pass  # falls through to the warning: nothing depends on the value
    raise Odd(text, "not a moment in ISO 8601; it is not used")


@lru_cache(4096)
def number(text: str) -> float:
    """A decimal number with a point."""
    if not _NUMBER.fullmatch(text):
        message = f"{_short(text)} is no number; numbers look like 4 or 4.5"
        raise Bad(message)
    return float(text)


@lru_cache(4096)
def whole(text: str) -> int:
    """A whole number, not negative."""
    if not _WHOLE.fullmatch(text):
        message = f"{_short(text)} is no whole number"
        raise Bad(message)
    return int(text)


def weekday(text: str) -> int:
    """A day of the week as ISO counts, kept as Python does: Monday is 0."""
    if text not in _WEEKDAYS:
        message = f"{_short(text)} is no day of the week; 1 is Monday, 7 is Sunday"
        raise Bad(message)
    return int(text) - 1


def year(text: str) -> str:
    """``schoolYear``: four digits."""
    if len(text) != 4 or not _WHOLE.fullmatch(text):
        message = f"{_short(text)} is no year; a year looks like 2027"
        raise Bad(message)
    return text


def flag(text: str) -> bool:
    """``true`` or ``false``; other case is taken."""
    if text in ("true", "false"):
        return text == "true"
    if text.lower() in ("true", "false"):
        raise Odd(text.lower() == "true", f"{text} is read as {text.lower()}")
    message = f"{_short(text)} is neither true nor false"
    raise Bad(message)


def words(text: str) -> list[str]:
    """A list inside one cell; blanks around items are taken off."""
    items = text.split(",")
    bare = [item.strip() for item in items]
    if "" in bare:
        message = "the list has an empty item"
        raise Bad(message)
    if bare != items:
        raise Odd(bare, "blanks around the items of a list are left out")
    return bare


def one_of(*known: str, extensions: bool = False) -> Convert:
    """Return a conversion for an enumeration; ``ext:`` values pass where they may."""
    lower = {value.lower(): value for value in known}

    def convert(text: str) -> str:
        if text in known or (extensions and text.startswith("ext:")):
            return text
        meant = lower.get(text.lower().strip())
        if meant:
            raise Odd(meant, f"{text} is read as {meant}")
        message = f"{_short(text)} is none of {', '.join(known)}"
        raise Bad(message)

    return convert


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")
