"""Scales of marks: which values count towards an average, and with which others."""

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
