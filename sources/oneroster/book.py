"""One OneRoster bundle being read: its files by mode, and the people as far as others need them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.mirror import GoneRow
from sources.csvfile import Line, Table
from sources.files import Bundle
from sources.oneroster.layouts import LAYOUTS
from sources.oneroster.manifest import Manifest
from sources.port import Scope
from sources.state import State

TABLES = {
    "orgs": ("school",),
    "academicSessions": ("academic_session",),
    "users": ("person",),
    "roles": ("person_role",),
    "courses": ("subject",),
    "classes": ("school_class", "course"),
    "enrollments": ("class_member", "course_member"),
    "categories": ("category",),
    "scoreScales": ("score_scale",),
    "lineItems": ("assessment",),
    "results": ("mark",),
}
"""File → the tables its rows become."""


@dataclass(slots=True)
class Someone:
    """A person of this bundle."""

    no: int
    line: int
    grades: list[str]
    orgs: list[str]
    agents: list[str]
    roles: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Book:
    """The bundle and what is known of it so far."""

    bundle: Bundle
    manifest: Manifest
    state: State
    people: dict[str, Someone] = field(default_factory=dict)
    org_kinds: dict[str, str] = field(default_factory=dict)
    parents: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Session → its kind and the id of its parent."""
    with_homeroom: set[str] = field(default_factory=set)
    """Schools whose data name a homeroom."""
    taken_back: list[GoneRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with what the database has, where it is not sent anew as a whole."""
        if not self.is_bulk("orgs"):
            self.org_kinds |= self.state.known.org_kinds
        if not self.is_bulk("academicSessions"):
            self.parents |= self.state.known.sessions
        if not self.is_bulk("classes"):
            self.with_homeroom |= self.state.known.with_homeroom

    def table(self, noun: str) -> Table | None:
        """Return a file that is sent; a bulk file makes what the database has of it unknown."""
        mode = self.manifest.modes.get(noun, "absent")
        if mode == "absent":
            return None
        if mode == "bulk":
            for name in TABLES.get(noun, ()):
                self.state.keys(name).numbers.clear()
                self.state.whole.add(Scope(name))
        layout = LAYOUTS[self.manifest.version][noun]
        table = Table(self.bundle.roster[noun], layout, self.state.log, mode == "delta")
        for name in TABLES.get(noun, ()):
            self.state.keys(name).table = table
        return table

    def is_bulk(self, noun: str) -> bool:
        """Whether a file is sent whole."""
        return self.manifest.modes.get(noun) == "bulk"

    def rows(self, table: Table) -> Iterator[Line]:
        """Yield the rows that stay; remembers those that a delta file takes back."""
        for line in table:
            if line.gone:
                self.take_back(table.layout.noun, line.values[0])
            else:
                yield line

    def take_back(self, noun: str, sourced_id: str) -> None:
        """Remember that a row of a delta file is not there any more."""
        for name in TABLES.get(noun, ()):
            self.state.keys(name).numbers.pop(sourced_id, None)
            self.taken_back.append(GoneRow(name, sourced_id))

    def gone(self) -> Iterator[GoneRow]:
        """Yield and forget what delta files took back so far."""
        yield from self.taken_back
        self.taken_back.clear()
