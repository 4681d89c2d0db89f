"""Scales of marks: which values count towards an average, and with which others."""

from dataclasses import dataclass
from enum import StrEnum


class Scale(StrEnum):
    """A family of marks whose averages may be compared; stored, so never rename a value."""

    FIVE = "five"
    TEN = "ten"
    TWELVE = "twelve"
    HUNDRED = "hundred"
    PASS_FAIL = "pass_fail"  # noqa: S105  (a scale, not a password)
    LETTERS = "letters"
    TEXT = "text"

    @property
    def counts(self) -> bool:
        """Whether marks of this scale have an average."""
        return self in _NUMERIC


_NUMERIC = frozenset({Scale.FIVE, Scale.TEN, Scale.TWELVE, Scale.HUNDRED})


def scale_for_maximum(maximum: float) -> Scale:
    """Return the scale of a OneRoster line item from its ``resultValueMax`` alone.

    Anything above 12 is counted in points of a hundred, since schools set the
    maximum of such an item to the highest mark given (extra credit: 103).
    """
    for ceiling, scale in ((5, Scale.FIVE), (10, Scale.TEN), (12, Scale.TWELVE)):
        if maximum <= ceiling:
            return scale
    return Scale.HUNDRED


@dataclass(frozen=True, slots=True)
class Value:
    """A mark as a teacher gives it."""

    text: str
    score: float | None
    """What counts towards an average; empty where nothing does."""


PASS, FAIL = "зачёт", "незачёт"
_PADS: dict[Scale, tuple[str, ...]] = {
    Scale.FIVE: ("5", "4", "3", "2"),
    Scale.TEN: tuple(str(number) for number in range(10, 0, -1)),
    Scale.TWELVE: tuple(str(number) for number in range(12, 0, -1)),
    Scale.HUNDRED: tuple(str(number) for number in range(100, -1, -5)),
    Scale.PASS_FAIL: (PASS, FAIL),
    Scale.LETTERS: ("A", "B", "C", "D", "F"),
}
_BOUNDS = {Scale.FIVE: (1, 5), Scale.TEN: (1, 10), Scale.TWELVE: (1, 12), Scale.HUNDRED: (0, 100)}
_SPELLINGS = {
    "зачет": PASS, "зач": PASS, "з": PASS, "+": PASS, "pass": PASS,
    "незачет": FAIL, "незач": FAIL, "нз": FAIL, "-": FAIL, "fail": FAIL,
}  # fmt: skip
_LATIN = str.maketrans("АВСДЕ", "ABCDE")
"""Cyrillic letters that a Russian keyboard gives for the Latin ones of the scale."""


def pad(scale: Scale) -> tuple[str, ...]:
    """Return the marks that a teacher is offered, the best first; none for marks in words."""
    return _PADS.get(scale, ())


def at(scale: Scale, place: int) -> Value | None:
    """Return the mark at a place of the pad, counted from 1; nothing beyond it."""
    marks = pad(scale)
    return read(scale, marks[place - 1]) if 1 <= place <= len(marks) else None


def bounds(scale: Scale) -> tuple[int, int] | None:
    """Return the lowest and the highest mark of a scale of numbers."""
    return _BOUNDS.get(scale)


def read(scale: Scale, text: str) -> Value | None:
    """Return the mark that is meant by what was typed; nothing for what is off the scale."""
    word = text.strip()
    if scale in _BOUNDS:
        low, high = _BOUNDS[scale]
        if not word.isascii() or not word.isdigit() or len(word) > 3:
            return None
        number = int(word)
        return Value(str(number), float(number)) if low <= number <= high else None
    if scale is Scale.PASS_FAIL:
        known = _SPELLINGS.get(word.lower().replace("ё", "е"))
        return Value(known, None) if known else None
    if scale is Scale.LETTERS:
        letter = word.upper().translate(_LATIN)
        return Value(letter, None) if letter in _PADS[scale] else None
    return None
