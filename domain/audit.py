"""The audit log as an administrator reads it: who did what, to what, when; never a mark's value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.people import Name, Role, Student
from domain.retention import Retention

LINES = 8
"""Entries on one screen."""
MOST_EXPORTED = 50_000
"""Entries of one file."""
MOST_ACTORS = 30
"""People to choose from: those who did something last."""
LOOKED_AT = 600
"""Entries in which those people are looked for."""


class Topic(StrEnum):
    """What entries are about; the value travels in buttons."""

    ALL = ""
    JOURNAL = "j"
    ACCESS = "a"
    """Codes, links, and what they open."""
    READING = "r"
    """Diaries of a whole class or course, read by others than their teacher."""
    DATA = "d"
    """What came in and went out in bulk: imports, files."""
    NEWS = "n"
    TIMETABLE = "t"
    """Substitutions and cancellations, and the school's other rules."""
    DELIVERY = "m"


ACTIONS: Mapping[Topic, tuple[str, ...]] = MappingProxyType({
    Topic.JOURNAL: (),
    Topic.ACCESS: (
        "code.issue", "code.open", "code.link", "code.revoke", "grant.revoke", "grant.unlink",
        "grant.drop",
    ),
    Topic.READING: ("journal.read", "finals.read", "signatures.read"),
    Topic.DATA: ("import", "audit.export"),
    Topic.NEWS: ("news.post", "news.edit", "news.withdraw", "group.bind", "group.unbind"),
    Topic.TIMETABLE: ("timetable", "finals.rounding"),
    Topic.DELIVERY: ("delivery.retry",),
})  # fmt: skip
"""Which stored actions a topic has. Those of the journal stand in its own history."""

PERIODS = (1, 7, 30, 365, 0)
"""Days that may be chosen, today among them; 0 is all there is."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after this entry, going back in time."""

    at: datetime
    key: int
    """Tells entries of one moment apart."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for."""

    topic: Topic = Topic.ALL
    days: int = 7
    who: int = 0
    """A chat's row; 0 is everybody."""

    def since(self, midnight: datetime) -> datetime | None:
        """Return the first moment that counts, from the beginning of today; nothing means all."""
        return midnight - timedelta(days=self.days - 1) if self.days else None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which schools' entries an administrator may read."""

    schools: tuple[int, ...]
    every: bool = False
    """All of them, and what belongs to none, such as a code that was guessed at."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, as their newest link names them."""

    chat_id: int | None
    """Empty for the command line and for jobs of the clock."""
    name: str = ""
    """Empty for a chat that is linked to nobody."""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry; what was saved of the journal in one go is one."""

    cursor: Cursor
    id: str
    """``A17`` in the audit log, ``J17`` in the journal's history."""
    actor: Actor
    action: str
    """As stored, or ``mark``, ``attendance``, ``homework``, ``lesson``, ``final_mark``."""
    outcome: str
    number: int = 1
    """How many things it was about."""
    student: Student | None = None
    member: Name | None = None
    """A guardian or member of staff whom a code was for."""
    school_class: str = ""
    course: str = ""
    announcement: str = ""
    gives: Role | None = None
    """What a code opens."""

    @property
    def at(self) -> datetime:
        """Return the UTC moment."""
        return self.cursor.at


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first."""

    wanted: Wanted
    lines: tuple[Line, ...]
    following: Cursor | None
    """Where the next page begins; empty on the last."""
    is_first: bool
    keeps: Retention
    """How long entries stay."""
    who: Actor | None = None
    """Whose entries are asked for."""


@dataclass(frozen=True, slots=True)
class Export:
    """Entries for a file."""

    wanted: Wanted
    lines: tuple[Line, ...]
    is_whole: bool
    """False where only the newest ``MOST_EXPORTED`` are in it."""
