"""A steady timer that the test turns."""

import time
from dataclasses import dataclass


@dataclass
class Timer:
    now: float = 100

    def __call__(self) -> float:
        return self.now


@dataclass
class Skipping:
    """The machine's own timer, from which the test may skip ahead."""

    ahead: float = 0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead
