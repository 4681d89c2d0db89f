"""How long rows stay that nobody looks for any more; a setting each."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """Days; what is older is swept at night. docs/running.md says what is lost then."""

    deliveries: int = 120
    """Facts and the messages that they became."""
    news: int = 400
    """The messages that news became: who has it, and what an edit changes."""
    history: int = 400
    """Changes of the journal, before and after."""
    audit: int = 1095
    attempts: int = 30
    """Misses of those who guess codes."""
    strangers: int = 30
    """Chats that were never linked."""
    drafts: int = 30
    """Conversations that were left in the middle."""


LEAST = Retention(
    # A reply to a message finds by its number what it was about.
    deliveries=90,
    news=90,
    # A lesson is changed up to a school year ahead, and what was before is brought back from there.
    history=366,
    audit=31,
    # A miss counts for a day, and so long is the longest pause.
    attempts=2,
    strangers=7,
    drafts=1,
)
"""Below these something would go wrong, not only be forgotten."""
LONGEST_PERIOD = timedelta(days=366)
"""No grading period lasts longer: a warning that comes once in each is remembered so long."""


def before(now: datetime, days: int) -> datetime:
    """Return the moment since which everything stays."""
    return now - timedelta(days=days)
