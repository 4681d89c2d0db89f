"""Fast entry: "Иванов 5, Петрова 4 4, Сидоров н" on an open lesson, read but not yet saved.

A line is a name, then marks or a word for how the student was there, then a comment in brackets.
Lines are divided by commas, semicolons or line ends.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from domain.journal import COMMENT_LENGTH, Presence, Seat
from domain.scales import Scale, Value, read

MOST_LINES = 60
_DIVIDER = re.compile(r"[,;\n]+")
_COMMENT = re.compile(r"\(([^()]*)\)?")
_ALIKE = 0.75
"""How alike a mistyped family name must be to be asked about."""
_PRESENCES = {
    "н": Presence.ABSENT, "нб": Presence.ABSENT, "нет": Presence.ABSENT, "отс": Presence.ABSENT,
    "о": Presence.LATE, "оп": Presence.LATE, "опозд": Presence.LATE, "опоздал": Presence.LATE,
    "опоздала": Presence.LATE,
    "у": Presence.EXCUSED, "ув": Presence.EXCUSED, "уваж": Presence.EXCUSED,
    "б": Presence.ILL, "бол": Presence.ILL, "болен": Presence.ILL, "больна": Presence.ILL,
    "болеет": Presence.ILL,
    "п": Presence.PRESENT, "тут": Presence.PRESENT,
    "n": Presence.ABSENT, "abs": Presence.ABSENT, "absent": Presence.ABSENT,
    "late": Presence.LATE, "l": Presence.LATE, "exc": Presence.EXCUSED,
    "excused": Presence.EXCUSED, "ill": Presence.ILL, "present": Presence.PRESENT,
}  # fmt: skip
"""What teachers write in a cell; a letter that is also a mark of the scale is a mark."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line that was understood but for, perhaps, who is meant."""

    text: str
    """The name as it was typed."""
    students: tuple[int, ...]
    """Who may be meant: one is certain, several are asked about."""
    is_slip: bool = False
    """Whether the name fits nobody letter by letter: then even a lone candidate is asked about."""
    marks: tuple[Value, ...] = ()
    presence: Presence | None = None
    comment: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether it is known who is meant."""
        return len(self.students) == 1 and not self.is_slip


@dataclass(frozen=True, slots=True)
class Refused:
    """One line that was not understood."""

    text: str
    off_scale: str = ""
    """The mark that the scale does not have; empty where nobody is called so."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it was understood."""

    entries: tuple[Entry, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def doubtful(self) -> tuple[Entry, ...]:
        """Lines of which it is not certain who is meant."""
        return tuple(entry for entry in self.entries if not entry.is_certain)

    @property
    def is_ready(self) -> bool:
        """Whether it can be saved as it is."""
        return bool(self.entries) and not self.refused and not self.doubtful


def parse(text: str, seats: Sequence[Seat], scale: Scale) -> Draft:
    """Return what was understood of a message; nothing of it is lost."""
    entries: list[Entry] = []
    refused: list[Refused] = []
    for line in list(_lines(text))[:MOST_LINES]:
        found = _line(line, seats, scale)
        (entries if isinstance(found, Entry) else refused).append(found)  # type: ignore[arg-type]  # each list takes its own
    return Draft(tuple(entries), tuple(refused))


def _lines(text: str) -> Iterator[str]:
    """Divide at commas and line ends, but not inside a comment's brackets."""
    comments: list[str] = []

    def keep(match: re.Match[str]) -> str:
        comments.append(match.group(0))
        return f"\0{len(comments) - 1}\0"

    for part in _DIVIDER.split(_COMMENT.sub(keep, text)):
        line = re.sub(r"\0(\d+)\0", lambda match: f" {comments[int(match.group(1))]} ", part)
        if line.strip():
            yield " ".join(line.split())


def _line(line: str, seats: Sequence[Seat], scale: Scale) -> Entry | Refused:
    comment = " ".join(match.strip() for match in _COMMENT.findall(line))[:COMMENT_LENGTH]
    words = _COMMENT.sub(" ", line).replace("—", " ").replace(":", " ").split()
    marks: list[Value] = []
    presence: Presence | None = None
    while words:
        found = _meaning(words[-1], scale, first=len(words) == 1)
        if found is None:
            break
        if isinstance(found, Presence):
            presence = presence or found
        else:
            marks.insert(0, found)
        words.pop()
    name = " ".join(words)
    numbers = [word for word in words if any(sign.isdigit() for sign in word)]
    if numbers:
        off = numbers[-1] if read(scale, numbers[-1]) is None else ""
        return Refused(line, off_scale=off)
    students, is_slip = who(name, seats)
    if not students or not (marks or presence):
        return Refused(line)
    return Entry(name, students, is_slip, tuple(marks), presence, comment)


def _meaning(word: str, scale: Scale, *, first: bool) -> Value | Presence | None:
    """Return what a word in a cell means; the first word of a line is a name."""
    if first:
        return None
    bare = word.strip(".").lower()
    return read(scale, word) or _PRESENCES.get(bare)


def who(name: str, seats: Sequence[Seat]) -> tuple[tuple[int, ...], bool]:
    """Return the students who may be called so, and whether that takes a slip of the pen.

    Exact family names go before beginnings, beginnings before slips.
    """
    words = [_plain(word) for word in name.replace(".", " ").split()]
    if not words:
        return (), False
    for fits in (_exactly, _beginning, _alike):
        found = [seat.id for seat in seats if fits(words[0], seat)]
        if found and len(words) > 1:
            found = [seat.id for seat in seats if seat.id in found and _given(words[1:], seat)]
        if found:
            return tuple(found), fits is _alike
    return (), False


def _exactly(word: str, seat: Seat) -> bool:
    return word == _plain(seat.name.family)


def _beginning(word: str, seat: Seat) -> bool:
    return len(word) >= 2 and _plain(seat.name.family).startswith(word)


def _alike(word: str, seat: Seat) -> bool:
    family = _plain(seat.name.family)
    return len(word) > 3 and SequenceMatcher(None, word, family).ratio() >= _ALIKE


def _given(words: Iterable[str], seat: Seat) -> bool:
    """Tell whether the words begin the given and the middle name: "Анна", "А С"."""
    own = (_plain(seat.name.given), _plain(seat.name.middle))
    return all(part.startswith(word) for word, part in zip(words, own, strict=False))


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е")


def choose(draft: Draft, place: int, student_id: int) -> Draft:
    """Return the draft with the answer to who is meant; an answer out of place changes nothing."""
    if not 0 <= place < len(draft.entries) or student_id not in draft.entries[place].students:
        return draft
    one = draft.entries[place]
    entries = list(draft.entries)
    entries[place] = replace(one, students=(student_id,), is_slip=False)
    return Draft(tuple(entries), draft.refused)


def without_doubts(draft: Draft) -> Draft:
    """Return what is certain alone."""
    return Draft(tuple(entry for entry in draft.entries if entry.is_certain))


def together(earlier: Draft, later: Draft) -> Draft:
    """Return a draft with what was typed after it; what was refused is typed anew."""
    return Draft((*earlier.entries, *later.entries), later.refused)


def dump(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON, to be kept while the teacher thinks."""
    return asdict(draft)


def load(stored: dict[str, Any]) -> Draft:
    """Return the draft that :func:`dump` gave."""
    return Draft(
        tuple(_entry(one) for one in stored["entries"]),
        tuple(Refused(**one) for one in stored["refused"]),
    )


def _entry(stored: dict[str, Any]) -> Entry:
    presence = stored["presence"]
    changed = {
        "students": tuple(stored["students"]),
        "marks": tuple(Value(**value) for value in stored["marks"]),
        "presence": Presence(presence) if presence else None,
    }
    return Entry(**{**stored, **changed})
