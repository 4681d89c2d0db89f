"""results: by far the largest file, so its loop keeps nothing and looks everything up once."""

from collections.abc import Iterator
from functools import lru_cache

from domain.mirror import MarkRow, Row
from domain.scales import Scale
from sources.csvfile import Line, Table
from sources.oneroster.book import Book
from sources.oneroster.gradebook import Chosen, Work
from sources.state import meaning

_COUNTING = frozenset(scale for scale in Scale if scale.counts)
_UNMARKED = ("submitted", "not submitted", "exempt")
"""A score under these is the sender's placeholder, often 0, not a mark."""


def results(book: Book, works: dict[str, Work], chosen: Chosen) -> Iterator[Row]:
    """Yield marks; a result that is no mark (yet) counts as missing."""
    table = book.table("results")
    if table is None:
        return
    students = book.state.keys("person").numbers
    unmarked, next_no = 0, book.state.next
    for line in book.rows(table):
        sourced_id, item, student, status, score, day, comment, *rest = line.values
        own = chosen.take(sourced_id) if chosen.lines else None
        work, student_no = works.get(item), students.get(student)
        if work is None or student_no is None:
            _tell(book, table, line)
            continue
        text = rest[0] if rest else ""
        if status in _UNMARKED and not (status == "exempt" and text):
            unmarked += 1
            if table.delta:
                book.take_back("results", sourced_id)
            continue
        scale = own or work.scale
        value, counted = _value(score, text, scale, exempt=status == "exempt")
        if not value:
            table.error(line.number, "score", "neither score nor textScore has a value")
            table.reject(sourced_id)
            continue
        if score is not None:
            _check_range(table, line.number, score, work)
        mark = meaning(sourced_id, student, item, work.course, day, value, counted, scale, comment)
        yield MarkRow(
            next_no(), sourced_id, mark, student_no, work.course_no, work.no, day, 1,
            value, counted, scale, comment,
        )  # fmt: skip
    if unmarked:
        name = table.member.name
        book.state.log.note(
            f"{name}: {unmarked} rows are no marks (submitted, not submitted, exempt)"
        )


def _tell(book: Book, table: Table, line: Line) -> None:
    sourced_id, item, student, *_ = line.values
    book.state.find(table, line.number, "lineItemSourcedId", item, "assessment")
    book.state.find(table, line.number, "studentSourcedId", student, "person")
    table.reject(sourced_id)


def _value(score: float | None, text: str, scale: str, *, exempt: bool) -> tuple[str, float | None]:
    """Return the mark as a person reads it and the score that counts, if any."""
    counts = score is not None and not exempt and scale in _COUNTING
    if exempt or score is None or (text and scale not in _COUNTING):
        return text, score if counts else None
    return _shown(score), score if counts else None


@lru_cache(4096)
def _shown(score: float) -> str:
    """Return ``74.00`` as 74 and ``4.50`` as 4.5."""
    return f"{score:.4f}".rstrip("0").rstrip(".")


def _check_range(table: Table, line: int, score: float, work: Work) -> None:
    """Warn only: teachers give extra credit."""
    if work.maximum is not None and score > work.maximum:
        table.warn(line, "score", "score is above the line item's resultValueMax")
    elif work.minimum is not None and score < work.minimum:
        table.warn(line, "score", "score is below the line item's resultValueMin")
