"""Long screens in pages of whole lines, so that nothing is lost and no tag is broken."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from html import unescape
from typing import TypeVar

from views import format
from views.words import Speech, current

PART = 1200
"""Characters of one line of a long value: what is longer goes on on the next line."""
MOST_ENTITIES = 90
"""Pieces of formatting on one page; Telegram drops those after the 100th of a message."""
Screen = TypeVar("Screen")
_TAG = re.compile(r"<[^<>]+>")


def fill(blocks: Iterable[Sequence[str]]) -> list[str]:
    """Return pages of blocks, a blank line between two; at least one page.

    A block is lines of markup. It goes to the next page where it does not fit,
    and is divided between lines only where it is longer than a page.
    """
    pages: list[_Page] = [_Page()]
    for block in blocks:
        sizes = [_size(line) for line in block]
        if not pages[-1].has_room(*map(sum, zip(*sizes, strict=True))):
            pages.append(_Page())
        pages[-1].begin()
        for line, size in zip(block, sizes, strict=True):
            if not pages[-1].has_room(*size):
                pages.append(_Page())
            pages[-1].add(line, *size)
    return [page.text for page in pages]


def kept(pages: Callable[[Screen], list[str]]) -> Callable[[Screen], list[str]]:
    """Keep the last screen's pages: the text asks for them, and then the buttons ask how many."""
    last: tuple[object, Speech, list[str]] | None = None

    @wraps(pages)
    def found(screen: Screen) -> list[str]:
        nonlocal last
        if last is None or last[0] is not screen or last[1] != current():
            last = screen, current(), pages(screen)
        return last[2]

    return found


def pick(pages: Sequence[str], number: int) -> str:
    """Return one of the pages; the nearest where a button names one that is not there."""
    return pages[max(0, min(number, len(pages) - 1))]


def lines(value: str, *, before: str = "", tag: str = "") -> list[str]:
    """Return a value from outside, whole and escaped, as one line or several."""
    opening, closing = (f"<{tag}>", f"</{tag}>") if tag else ("", "")
    parts = format.split(value, PART)
    return [
        f"{'' if number else before}{opening}{format.escape(part)}{closing}"
        for number, part in enumerate(parts)
        if part
    ]


class _Page:
    """A page being filled."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._used = 0
        self._entities = 0

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def has_room(self, length: int = 0, entities: int = 0) -> bool:
        """Tell whether so much still fits; an empty page takes anything."""
        fits = (
            self._used + length <= format.ROOM_FOR_TEXT
            and self._entities + entities <= MOST_ENTITIES
        )
        return fits or not self._lines

    def begin(self) -> None:
        """Set the next block off from the one before."""
        if self._lines:
            self._lines.append("")

    def add(self, line: str, length: int, entities: int) -> None:
        self._lines.append(line)
        self._used += length
        self._entities += entities


def _size(line: str) -> tuple[int, int]:
    """Return what Telegram counts: characters that a person sees, with the line's end; entities."""
    return len(unescape(_TAG.sub("", line))) + 2, line.count("</")
