"""How much is done in one step, so that nobody waits for it longer than an eye blinks."""

from dataclasses import dataclass
from datetime import timedelta

LONGEST = timedelta(milliseconds=50)
"""For no longer may a step keep SQLite's other writers waiting."""
AIM = LONGEST * 2 / 5
"""A disk that is suddenly half as fast stays within the limit."""
FEWEST, MOST = 10, 1000
"""Rows of a step."""


@dataclass(frozen=True, slots=True)
class Stride:
    """So many rows at once."""

    rows: int = 50

    def after(self, took: timedelta) -> "Stride":
        """Return the next step's size: what fits the aim at this speed, at most double."""
        fitting = self.rows * (AIM / took) if took > timedelta() else MOST
        return Stride(int(max(FEWEST, min(fitting, self.rows * 2, MOST))))
