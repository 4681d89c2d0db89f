"""Layouts written as one line a file: ``name!`` is required, ``:kind`` converted, ``-`` unused."""

from collections.abc import Mapping

from sources import cells
from sources.cells import Convert
from sources.csvfile import Column, Layout

ROLES = (
    "student", "teacher", "aide", "proctor", "guardian", "parent", "relative", "counselor",
    "principal", "siteAdministrator", "systemAdministrator", "districtAdministrator",
)  # fmt: skip
KINDS: Mapping[str, Convert] = {
    "day": cells.day,
    "clock": cells.clock,
    "moment": cells.moment,
    "modified": cells.modified,
    "number": cells.number,
    "whole": cells.whole,
    "year": cells.year,
    "flag": cells.flag,
    "words": cells.words,
    "status": cells.one_of("active", "tobedeleted"),
    "session": cells.one_of("schoolYear", "semester", "term", "gradingPeriod", extensions=True),
    "org": cells.one_of(
        "school", "department", "district", "local", "state", "national", extensions=True
    ),
    "class": cells.one_of("homeroom", "scheduled", extensions=True),
    "role11": cells.one_of(
        "student", "teacher", "administrator", "aide", "proctor", "guardian", "parent", "relative"
    ),
    "role12": cells.one_of(*ROLES, extensions=True),
    "enrolled": cells.one_of(
        "student", "teacher", "administrator", "proctor", "aide", "guardian", "parent", "relative",
        extensions=True,
    ),
    "rank": cells.one_of("primary", "secondary"),
    "scored": cells.one_of(
        "fully graded", "partially graded", "submitted", "not submitted", "exempt", extensions=True
    ),
    "lesson": cells.one_of("held", "cancelled", "substituted"),
    "weekday": cells.weekday,
    "week": cells.one_of("A", "B"),
    "attendance": cells.one_of("absent", "excused", "ill", "late", "present"),
}  # fmt: skip


def layout(noun: str, columns: str, *, oneroster: bool = True) -> Layout:
    """Return a layout from its line."""
    return Layout(noun, tuple(_column(word) for word in columns.split()), oneroster)


def _column(word: str) -> Column:
    name, _, kind = word.partition(":")
    used = not name.startswith("-")
    name = name.removeprefix("-")
    convert = KINDS[kind] if kind else None
    return Column(name.removesuffix("!"), name.endswith("!"), convert, used)
