"""What is remembered while a bundle is read: key numbers, refused ids, modes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.mirror import Batch, Known, Row
from sources.csvfile import Table
from sources.port import Log, Scope

BATCH = 2000
"""Rows a batch: large enough for bulk statements, small enough for a steady progress bar."""


def meaning(*parts: object) -> bytes:
    """Return the hash of what a row means; texts that mean the same hash the same."""
    text = "\x1f".join(map(str, parts))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


@dataclass(slots=True)
class Keys:
    """Ids of one table and the key number of each."""

    noun: str
    file: str
    """The file that brings them, as a message names it."""
    numbers: dict[str, int]
    table: Table | None = None
    """The file itself, where it is in the bundle."""


@dataclass(slots=True)
class State:
    """One import's memory of small tables; marks and lessons are not kept."""

    log: Log
    known: Known
    tables: dict[str, Keys] = field(default_factory=dict)
    whole: set[Scope] = field(default_factory=set)
    last: int = 0

    def keys(self, noun: str) -> Keys:
        """Return the ids of a table, beginning with what the database has."""
        if noun not in self.tables:
            have = {key: -row for key, row in self.known.ids.get(noun, {}).items()}
            self.tables[noun] = Keys(noun, _FILES.get(noun, noun), have)
        return self.tables[noun]

    def next(self) -> int:
        """Return a fresh key number."""
        self.last += 1
        return self.last

    def add(self, noun: str, sourced_id: str) -> int:
        """Give a row its key number."""
        number = self.next()
        self.keys(noun).numbers[sourced_id] = number
        return number

    def find(self, table: Table, line: int, column: str, sourced_id: str, *nouns: str) -> int:
        """Return the key number of the row that a cell names; 0 after telling of none."""
        for noun in nouns:
            number = self.keys(noun).numbers.get(sourced_id)
            if number:
                return number
        brings = [one.table for one in map(self.keys, nouns) if one.table]
        file, shown = self.keys(nouns[0]).file, repr(sourced_id[:60])
        if any(one.broken for one in brings):
            return 0  # the import is refused, and that the rest was not read is told already
        if any(sourced_id in one.refused for one in brings):
            table.error(line, column, f"{column} {shown} is a row of {file} that is refused")
        else:
            table.error(line, column, f"{column} {shown} is not in {file}")
        return 0


_FILES = {
    "school": "orgs.csv",
    "academic_session": "academicSessions.csv",
    "person": "users.csv",
    "subject": "courses.csv",
    "school_class": "classes.csv",
    "course": "classes.csv",
    "category": "categories.csv",
    "score_scale": "scoreScales.csv",
    "assessment": "lineItems.csv",
}


def batched(rows: Iterator[Row]) -> Iterator[Batch]:
    """Yield rows in batches of one type each."""
    waiting: dict[type, Batch] = {}
    for row in rows:
        batch = waiting.setdefault(type(row), [])
        batch.append(row)
        if len(batch) >= BATCH:
            yield batch
            waiting.pop(type(row))
    yield from waiting.values()
