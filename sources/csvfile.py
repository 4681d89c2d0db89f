"""One CSV file against its layout: header, cells, cell counts and repeated ids."""

import csv
import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from sources.cells import Bad, Convert, Odd
from sources.files import Member
from sources.port import Log
from sources.text import Unreadable, lines

ID_LIMIT = 255
"""Characters of a sourcedId: OneRoster, GUID; also the column's width in the database."""
MISFIT_LIMIT = 100
"""Rows of a wrong length, and none of the right one, after which a file is taken for garbage."""
REFUSED_LIMIT = 100_000
"""Refused ids that are remembered; past it a row that refers to one is told otherwise."""
Values: TypeAlias = list[Any]
"""The used cells in the layout's order; an empty cell is "" or, where it is converted, None."""


class Column(NamedTuple):
    """One column of a layout."""

    name: str
    required: bool
    convert: Convert | None
    used: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one file; the first is its id."""

    noun: str
    columns: tuple[Column, ...]
    oneroster: bool = True
    """Whether ``metadata.*`` columns are legal, and a status says what a delta does to a row."""

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)


class Cell(NamedTuple):
    """How one cell of a row is turned into one value."""

    place: int
    slot: int
    name: str
    required: bool
    convert: Convert | None


class Line(NamedTuple):
    """A row that can be used; ``gone`` where a delta file takes it back."""

    number: int
    values: Values
    gone: bool = False


@dataclass(slots=True)
class Table:
    """A file being read; the places of its columns are known once rows come."""

    member: Member
    layout: Layout
    log: Log
    delta: bool = False
    places: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    """Ids of rows left out, so that rows that refer to them can say so."""
    broken: bool = False
    """Not read to its end, so that nobody knows what is missing."""
    _seen: set[str] = field(default_factory=set)
    _plan: list[Cell] = field(default_factory=list)
    _empty: Values = field(default_factory=list)
    _width: int = 0
    _spare: int = 0
    _misfits: int = 0
    _status: int = -1

    def __iter__(self) -> Iterator[Line]:
        """Yield the good rows; tells of the others."""
        reader = csv.reader(lines(self.member), strict=True)
        number = 1
        try:
            header = next(reader, None)
            if not self._read_header(header or []):
                return
            number = reader.line_num + 1
            for cells in reader:
                if cells:
                    line = self._line(number, cells)
                    if line is not None:
                        yield line
                number = reader.line_num + 1
        except Unreadable as error:
            self._stop(error.line, error.reason)
        except csv.Error as error:
            self._stop(number, _csv_words(str(error)))

    def error(self, line: int, column: str, reason: str) -> None:
        """Tell of a fault in a cell of this file."""
        self.log.error(self.member.name, line, self.places.get(column, 1), reason)

    def warn(self, line: int, column: str, reason: str) -> None:
        """Tell of a sloppy cell of this file."""
        self.log.doubt(self.member.name, line, self.places.get(column, 1), reason)

    def reject(self, sourced_id: str) -> None:
        """Leave a row out after its fault was told."""
        if len(self.refused) < REFUSED_LIMIT:
            self.refused.add(sourced_id)
        self.log.reject(self.layout.noun)

    def _stop(self, line: int, reason: str) -> None:
        self.broken = True
        self.log.fatal(self.member.name, line, 1, f"{reason}; the rest of the file is not read")

    def _read_header(self, header: list[str]) -> bool:
        """Find each column's place; returns whether rows can be read."""
        known = {column.name: column for column in self.layout.columns}
        for index, name in enumerate(self._named(header), 1):
            meant = self._meant(name, index, known)
            if meant:
                if meant in self.places:
                    self.log.fatal(self.member.name, 1, index, f"the column {meant} is there twice")
                self.places.setdefault(meant, index)
        needed = [column.name for column in self.layout.columns if column.required]
        missing = [
            name
            for name in (*needed, *(("status",) if self.delta else ()))
            if name not in self.places
        ]
        for name in missing:
            self.log.fatal(self.member.name, 1, 1, f"the column {name} is missing")
        self._make_plan()
        self.broken = bool(missing)
        return not missing

    def _named(self, header: list[str]) -> list[str]:
        """Cut nameless columns off the end."""
        named = list(header)
        while named and not named[-1].strip():
            named.pop()
        self._spare = len(header) - len(named)
        self._width = len(named)
        if self._spare:
            reason = "nameless columns at the end of the header are left out"
            self.log.doubt(self.member.name, 1, len(named) + 1, reason)
        return named

    def _meant(self, name: str, index: int, known: dict[str, Column]) -> str | None:
        if name in known:
            return name
        if self.layout.oneroster and name.startswith("metadata."):
            return None
        meant = {key.lower(): key for key in known}.get(name.strip().lower())
        if meant:
            self.log.doubt(self.member.name, 1, index, f"the column {name} is read as {meant}")
            return meant
        near = difflib.get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        shown = name if len(name) <= 60 else f"{name[:60]}…"
        self.log.error(self.member.name, 1, index, f"the column {shown!r} is unknown{hint}")
        return None

    def _make_plan(self) -> None:
        for column in self.layout.columns:
            slot = len(self._empty) if column.used else -1
            if column.used:
                self._empty.append(None if column.convert else "")
            place = self.places.get(column.name, 0) - 1
            if place < 0:
                continue
            if column.name == "status" and self.layout.oneroster:
                self._status = place
            convert = column.convert
            of_delta = self.layout.oneroster and column.name in ("status", "dateLastModified")
            if of_delta and not self.delta and convert:
                convert = _of_delta(convert)
            required = column.required or (self.delta and place == self._status)
            if column.used or convert or required:
                self._plan.append(Cell(place, slot, column.name, required, convert))

    def _line(self, number: int, cells: list[str]) -> Line | None:
        width = len(cells)
        if width != self._width and not self._fits(number, cells):
            self.reject(cells[0])
            return None
        status = self._status >= 0 and cells[self._status]
        if status and status.strip().lower() == "tobedeleted" and self._is_gone(number):
            sourced_id = cells[self.places["sourcedId"] - 1]
            return Line(number, [sourced_id], gone=True) if self.delta else None
        values = self._values(number, cells)
        if values is None:
            self.reject(cells[self.places["sourcedId"] - 1])
            return None
        if not self._is_new(number, values[0]):
            self.log.reject(self.layout.noun)
            return None
        return Line(number, values)

    def _is_gone(self, number: int) -> bool:
        if not self.delta:
            reason = "a status in a bulk file; a row to be deleted counts as missing"
            self.warn(number, "status", reason)
        return True

    def _fits(self, number: int, cells: list[str]) -> bool:
        """Take a row whose surplus cells are empty and stand below nameless columns."""
        surplus = cells[self._width :]
        if surplus and len(surplus) <= self._spare and not any(surplus):
            return True
        reason = f"{len(cells)} cells where the header has {self._width}"
        self.log.error(self.member.name, number, min(len(cells), self._width) or 1, reason)
        self._misfits += 1
        if self._misfits >= MISFIT_LIMIT and not self._seen:
            shown = f"none of the first {MISFIT_LIMIT} rows has as many cells as the header"
            raise Unreadable(number, f"{shown}: this is no {self.layout.noun}.csv")
        return False

    def _values(self, number: int, cells: list[str]) -> Values | None:
        values, good = self._empty.copy(), True
        for index, slot, name, required, convert in self._plan:
            cell = cells[index]
            if not cell or cell.isspace():
                if required:
                    self.error(number, name, f"{name} is empty")
                    good = False
                continue
            if convert is None:
                if slot >= 0:
                    values[slot] = cell
                continue
            try:
                found = convert(cell)
            except Odd as odd:
                self.warn(number, name, f"{name}: {odd.reason}")
                found = odd.value
            except Bad as bad:
                self.error(number, name, f"{name}: {bad}")
                good = False
                continue
            if slot >= 0:
                values[slot] = found
        return values if good else None

    def _is_new(self, number: int, sourced_id: str) -> bool:
        if sourced_id in self._seen:
            self.error(number, "sourcedId", f"the id {sourced_id!r} is there twice")
            return False
        if len(sourced_id) > ID_LIMIT:
            self.error(number, "sourcedId", f"the id is longer than {ID_LIMIT} characters")
            return False
        self._seen.add(sourced_id)
        return True


def _of_delta(convert: Convert) -> Convert:
    """Return a conversion that doubts any good value: the cell belongs in a delta file."""

    def doubting(text: str) -> Any:
        raise Odd(convert(text), "belongs in a delta file; it is not used")

    return doubting


def _csv_words(error: str) -> str:
    if "field larger" in error or "unexpected end" in error:
        return "a quote that starts here is never closed, or the cell is longer than 131,072 signs"
    return "quotes are broken: a cell with a quote in it is quoted, and its quotes doubled"
