"""How long the long tests are: shorter on a laptop, whole where CI=true."""

import os

WHOLE = os.environ.get("CI") == "true"


def so_many(whole: int, short: int) -> int:
    """Return how many rounds, examples or taps a long test has here."""
    return whole if WHOLE else short
