"""Long screens in pages of whole lines, so that nothing is lost and no tag is broken."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from views import format

PART = 1200
"""Characters of one line of a long value: what is longer goes on on the next line."""
MOST_ENTITIES = 90
"""Pieces of formatting on one page; Telegram drops those after the 100th of a message."""
_TAG = re.compile(r"<[^<>]+>")


def fill(blocks: Iterable[Sequence[str]]) -> list[str]:
    """Return pages of blocks, a blank line between two; at least one page.

    A block is lines of markup. It goes to the next page where it does not fit,
    and is divided between lines only where it is longer than a page.
    """
    pages: list[_Page] = [_Page()]
    for block in blocks:
        if not pages[-1].has_room(block):
            pages.append(_Page())
        pages[-1].begin()
        for line in block:
            if not pages[-1].has_room([line]):
                pages.append(_Page())
            pages[-1].add(line)
    return [page.text for page in pages]


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

    def has_room(self, block: Sequence[str]) -> bool:
        """Tell whether all these lines still fit; an empty page takes any."""
        used = self._used + sum(map(_length, block))
        entities = self._entities + sum(line.count("</") for line in block)
        fits = used <= format.ROOM_FOR_TEXT and entities <= MOST_ENTITIES
        return fits or not self._lines

    def begin(self) -> None:
        """Set the next block off from the one before."""
        if self._lines:
            self._lines.append("")

    def add(self, line: str) -> None:
        self._lines.append(line)
        self._used += _length(line)
        self._entities += line.count("</")


def _length(line: str) -> int:
    """Return the characters that Telegram counts: those a person sees, and the line's end."""
    return len(unescape(_TAG.sub("", line))) + 2
