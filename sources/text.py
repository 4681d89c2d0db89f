"""Bytes to lines of text, with bounded memory whatever the bytes are."""

import io
from collections.abc import Iterator

from sources.files import Member

LINE_LIMIT = 2**20
"""Bytes of one line; a mark's line has some hundred."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """The file cannot be read on from this line; the text is the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def lines(member: Member) -> Iterator[str]:
    """Yield lines with their ends; raises :class:`Unreadable` at the first bad one."""
    number = 1
    for block in _whole_lines(member):
        text = _decoded(block, number)
        yield from io.StringIO(text, newline="")
        number += len(block.splitlines())


def _whole_lines(member: Member) -> Iterator[bytes]:
    """Yield blocks that end where a line ends."""
    rest, number, first = b"", 1, True
    for block in member.blocks():
        data = rest + block
        if first:
            if data.startswith(_UTF16):
                raise Unreadable(1, "the file is in UTF-16: save it as CSV UTF-8")
            data, first = data.removeprefix(_BOM), False
        cut = _cut(data)
        if cut:
            yield data[:cut]
            number += len(data[:cut].splitlines())
        rest = data[cut:]
        if len(rest) > LINE_LIMIT:
            reason = f"the line is longer than {LINE_LIMIT:,} bytes: not a school's data"
            raise Unreadable(number, reason)
    if rest:
        yield rest


def _cut(data: bytes) -> int:
    """Return the length up to the last line end; a final CR may be half of one."""
    end = data.rfind(b"\n") + 1
    return end or data.rfind(b"\r", 0, -1) + 1


def _decoded(block: bytes, number: int) -> str:
    if b"\0" in block:
        line = number + len(block[: block.index(b"\0")].splitlines()[:-1])
        raise Unreadable(line, "a NUL byte: the file is damaged, not text or in UTF-16")
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError as error:
        line = number + block[: error.start].count(b"\n")
        raise Unreadable(line, _encoding(block)) from error


def _encoding(block: bytes) -> str:
    sample = block[:100_000].decode("cp1251", "replace")
    letters = [letter for letter in sample if letter > "\x7f"]
    russian = sum("А" <= letter <= "я" or letter in "ёЁ" for letter in letters)
    if letters and russian / len(letters) > 0.8:
        return "not UTF-8 but, it seems, Windows-1251: save it as CSV UTF-8"
    return "not UTF-8: save it as CSV UTF-8"
