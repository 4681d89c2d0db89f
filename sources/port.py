"""What every source of a school's data has in common: findings, and where they go.

A source yields :data:`domain.mirror.Batch` in the order in which rows depend on each other,
and tells findings at once, so that memory does not grow with the number of faults.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from domain.mirror import Batch

MOST_LINES = 1000
"""Lines that are told of one file; who reads on after those?  The rest is counted."""


class Severity(StrEnum):
    """Whether a finding stops the import."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """Something wrong or sloppy at one place of a file; line and column count from 1."""

    file: str
    line: int
    column: int
    reason: str
    severity: Severity

    def __str__(self) -> str:
        """As it is printed; a warning says that it is one."""
        mark = "" if self.severity is Severity.ERROR else "warning: "
        return f"{self.file}:{self.line}:{self.column}: {mark}{self.reason}"


class Scope(NamedTuple):
    """A table's part that is read as a whole or not."""

    noun: str
    derived: bool = False


@dataclass(slots=True)
class Log:
    """Counts findings and passes them on, of each file so many that a person can read them.

    Like warnings of one column are told once and counted. What is kept for that is bounded too.
    """

    tell: Callable[[Finding], None]
    note: Callable[[str], None]
    errors: int = 0
    warnings: int = 0
    broken: bool = False
    """Something cannot be read at all, so that even leaving out bad rows does not help."""
    rejected: Counter[str] = field(default_factory=Counter)
    """File noun → rows left out."""
    _alike: dict[tuple[str, int, str], list[int]] = field(default_factory=dict)
    _told: Counter[str] = field(default_factory=Counter)
    _untold: Counter[str] = field(default_factory=Counter)

    def error(self, file: str, line: int, column: int, reason: str) -> None:
        """Tell of a fault."""
        self.errors += 1
        if self._has_room(file):
            self.tell(Finding(file, line, column, reason, Severity.ERROR))

    def fatal(self, file: str, line: int, column: int, reason: str) -> None:
        """Tell of a fault after which the file cannot be used."""
        self.broken = True
        self.error(file, line, column, reason)

    def doubt(self, file: str, line: int, column: int, reason: str) -> None:
        """Tell of a harmless sloppiness."""
        self.warnings += 1
        alike = self._alike.get((file, column, reason))
        if alike is not None:
            alike[1] += 1
        elif self._has_room(file):
            self._alike[file, column, reason] = [line, 1]
            self.tell(Finding(file, line, column, reason, Severity.WARNING))

    def reject(self, noun: str) -> None:
        """Count a row that cannot be taken."""
        self.rejected[noun] += 1

    def finish(self) -> None:
        """Say how many warnings were like one that was told, and how much was not told."""
        for (file, column, reason), (line, times) in self._alike.items():
            if times > 1 and self._has_room(file, times - 1):
                self.note(f"{file}: {times - 1} more like {file}:{line}:{column}: {reason}")
        self._alike.clear()
        for file, number in self._untold.items():
            self.note(f"{file}: {number:,} more findings are not shown; mend these first")
        self._untold.clear()

    def _has_room(self, file: str, findings: int = 1) -> bool:
        """Take a line of the file, or count what there is no line for."""
        if self._told[file] >= MOST_LINES:
            self._untold[file] += findings
            return False
        self._told[file] += 1
        return True


@dataclass(slots=True)
class Reading:
    """A bundle being read: iterate ``batches``, then look at the rest."""

    batches: Iterator[Batch]
    log: Log
    whole: set[Scope] = field(default_factory=set)
    """What was read in full, so that rows missing from it are gone."""
