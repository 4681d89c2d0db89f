"""Rows that point to rows of their own file: a refused one takes along those that point to it."""

from collections import defaultdict, deque
from collections.abc import Callable, Container, Iterable

from sources.csvfile import Line, Table

Lines = dict[str, Line]
"""Rows by their id, as far as nothing was found against them."""


def settle(
    table: Table,
    lines: Lines,
    known: Container[str],
    pointers: Callable[[Line], Iterable[str]],
    tell: Callable[[Line, str], object],
) -> None:
    """Take out of ``lines`` and refuse each row that points to nothing, in one pass over them."""
    pointing: dict[str, list[Line]] = defaultdict(list)
    for line in lines.values():
        for target in pointers(line):
            pointing[target].append(line)
    missing = deque(t for t in pointing if t not in lines and t not in known)
    while missing:
        target = missing.popleft()
        for line in pointing[target]:
            tell(line, target)
            sourced_id = line.values[0]
            if lines.pop(sourced_id, None):
                table.reject(sourced_id)
                if sourced_id in pointing and sourced_id not in known:
                    missing.append(sourced_id)


def refuse(table: Table, lines: Lines, sourced_ids: Iterable[str]) -> None:
    """Take rows out of ``lines`` and refuse them, their fault being told."""
    for sourced_id in sourced_ids:
        lines.pop(sourced_id)
        table.reject(sourced_id)
