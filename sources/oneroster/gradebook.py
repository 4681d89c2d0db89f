"""categories, scoreScales and lineItems."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.mirror import AssessmentRow, CategoryRow, Row, ScoreScaleRow
from domain.scales import Scale, scale_for_maximum
from sources.csvfile import Line, Table
from sources.oneroster.book import Book
from sources.state import meaning

_ITEM = re.compile(r"\{([^:{}]+):([^:{}]+)\}")
_RANGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:-([0-9]+(?:\.[0-9]+)?))?")
_PASS_FAIL = {"pass", "fail", "p", "f", "credit", "no credit", "зачёт", "зачет", "незачёт",
              "незачет", "зач", "нз"}  # fmt: skip
Values = list[tuple[str, float | None, float | None]]


class Work(NamedTuple):
    """What a mark needs to know of its line item."""

    no: int
    course_no: int
    course: str
    minimum: float | None
    maximum: float | None
    scale: str


def categories(book: Book) -> Iterator[Row]:
    """Yield kinds of work."""
    table = book.table("categories")
    if table is None:
        return
    for _, (sourced_id, title, *rest), _ in book.rows(table):
        weight = rest[0] if rest else None
        no = book.state.add("category", sourced_id)
        yield CategoryRow(no, sourced_id, meaning(sourced_id, title, weight), title, weight)


def score_scales(book: Book, scales: dict[str, str]) -> Iterator[Row]:
    """Yield scales and remember which of ours each is."""
    scales |= book.state.known.scales if not book.is_bulk("scoreScales") else {}
    table = book.table("scoreScales")
    if table is None:
        return
    for line, (sourced_id, title, kind, items), _ in book.rows(table):
        values = _values(items)
        if values is None:
            reason = "scoreScaleValue: items look like {90-100:A}"
            table.error(line, "scoreScaleValue", reason)
            table.reject(sourced_id)
            continue
        scales[sourced_id] = scale = _ours(kind, values)
        text = json.dumps(values, ensure_ascii=False)
        no = book.state.add("score_scale", sourced_id)
        mark = meaning(sourced_id, title, scale, text)
        yield ScoreScaleRow(no, sourced_id, mark, title, scale, text)


def _values(items: list[str]) -> Values | None:
    """Return value, lower and upper bound of each step; nothing if one cannot be read."""
    found: Values = []
    for item in items:
        match = _ITEM.fullmatch(item)
        if not match:
            return None
        left, right = (part.strip() for part in match.groups())
        points = _RANGE.fullmatch(left)
        if points:
            lower, upper = float(points[1]), float(points[2] or points[1])
            found.append((right, lower, upper))
        else:
            found.append((left, None, None))
    return found


def _ours(kind: str, values: Values) -> Scale:
    """Tell our scale from what its steps are called."""
    names = [name.lower() for name, _, _ in values]
    if {*names} <= _PASS_FAIL or kind.lower() in ("pass/fail", "passfail", "pass_fail"):
        return Scale.PASS_FAIL
    if all(re.fullmatch(r"[a-f][+-]?", name) for name in names):
        return Scale.LETTERS
    numbers = [float(name) for name in names if re.fullmatch(r"[0-9]+(\.[0-9]+)?", name)]
    return scale_for_maximum(max(numbers)) if len(numbers) == len(names) else Scale.TEXT


@dataclass(slots=True)
class Chosen:
    """Scales that single line items or results name."""

    table: Table | None
    scales: dict[str, str] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    """Line item or result → the line that names its scale; what is used is taken out."""

    def take(self, sourced_id: str) -> str | None:
        """Return the scale of a line item or result."""
        line = self.lines.pop(sourced_id, None)
        return self.scales[line.values[2]] if line else None


def chosen_scales(book: Book, noun: str, scales: dict[str, str]) -> Chosen:
    """Read which line item or result has a scale of its own."""
    chosen = Chosen(book.table(noun), scales)
    if chosen.table is None:
        return chosen
    for line in book.rows(chosen.table):
        sourced_id, target, scale = line.values
        if scale in scales:
            chosen.lines[target] = line
        else:
            column = "scoreScaleSourcedId"
            book.state.find(chosen.table, line.number, column, scale, "score_scale")
            chosen.table.reject(sourced_id)
    return chosen


def refuse_unused(book: Book, chosen: Chosen, noun: str, column: str) -> None:
    """Refuse links to what a whole file does not have; after a delta nobody can say."""
    if chosen.table is None or not book.is_bulk(noun):
        return
    for target, line in chosen.lines.items():
        reason = f"{column} {target[:60]!r} is not in {noun}.csv"
        chosen.table.error(line.number, column, reason)
        chosen.table.reject(line.values[0])


def line_items(book: Book, works: dict[str, Work], chosen: Chosen) -> Iterator[Row]:
    """Yield assessments and remember what their marks need."""
    if not book.is_bulk("lineItems"):
        _remember_known(book, works)
    table = book.table("lineItems")
    if table is None:
        return
    for line in book.rows(table):
        row = _assessment(book, table, line, works, chosen)
        if row is None:
            table.reject(line.values[0])
        else:
            yield row


def _remember_known(book: Book, works: dict[str, Work]) -> None:
    courses = book.state.keys("course").numbers
    numbers = book.state.keys("assessment").numbers
    for sourced_id, (course, minimum, maximum, scale) in book.state.known.works.items():
        if course in courses and sourced_id in numbers:
            works[sourced_id] = Work(
                numbers[sourced_id], courses[course], course, minimum, maximum, scale
            )


def _assessment(
    book: Book,
    table: Table,
    line: Line,
    works: dict[str, Work],
    chosen: Chosen,
) -> AssessmentRow | None:
    (sourced_id, title, text, assigned, due, course, category, session, low, high, *rest) = (
        line.values
    )
    find, at, own = book.state.find, line.number, chosen.take(sourced_id)
    column = (
        "academicSessionSourcedId" if book.manifest.version == "1.2" else "gradingPeriodSourcedId"
    )
    found = [find(table, at, "classSourcedId", course, "course"),
             find(table, at, "categorySourcedId", category, "category")]  # fmt: skip
    session_no = find(table, at, column, session, "academic_session") if session else None
    if rest and rest[0]:
        found.append(find(table, at, "schoolSourcedId", rest[0], "school"))
    if low is not None and high is not None and high < low:
        table.error(
            at, "resultValueMax", f"resultValueMax {high:g} is below resultValueMin {low:g}"
        )
        return None
    if not all(found) or session_no == 0:
        return None
    if due < assigned:
        table.warn(at, "dueDate", "dueDate is before assignDate")
    scale = own or _by_maximum(high)
    no = book.state.add("assessment", sourced_id)
    works[sourced_id] = Work(no, found[0], course, low, high, scale)
    mark = meaning(*line.values[:10], scale)
    return AssessmentRow(
        no, sourced_id, mark, found[0], found[1], session_no, title, text, assigned, due,
        low, high, scale,
    )  # fmt: skip


def _by_maximum(maximum: float | None) -> str:
    return Scale.TEXT if maximum is None else scale_for_maximum(maximum)
