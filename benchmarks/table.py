"""The one table that all benchmarks print into."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured thing beside its baseline of the same run."""

    name: str
    baseline: str
    ours: str
    ratio: str
    goal: str
    met: bool | None
    """Empty where the row only informs."""


def at_least(name: str, baseline: str, ours: str, ratio: float, goal: float) -> Row:
    """Return a row that is met from ``goal`` upward."""
    return Row(name, baseline, ours, f"{ratio:.2f}", f"≥ {goal:g}", ratio >= goal)


def at_most(name: str, baseline: str, ours: str, ratio: float, goal: float) -> Row:
    """Return a row that is met up to ``goal``."""
    return Row(name, baseline, ours, f"{ratio:.2f}", f"≤ {goal:g}", ratio <= goal)


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which ``share`` of the values lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def milliseconds(values: Sequence[float]) -> str:
    """Return p50 and p99 of seconds."""
    middle, high = percentile(values, 0.5), percentile(values, 0.99)
    return f"p50 {middle * 1000:.0f}, p99 {high * 1000:.0f} ms"


def median(values: Iterable[float]) -> float:
    """Return the middle of several rounds."""
    return statistics.median(values)


def rendered(rows: Sequence[Row]) -> str:
    """Return the rows in columns."""
    head = ("what", "baseline", "ours", "ratio", "goal", "met?")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
             for line in lines]  # fmt: skip
    return "\n".join([texts[0], "-" * (sum(widths) + 2 * len(widths) - 2), *texts[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    verdict = "" if row.met is None else ("yes" if row.met else "NO")
    return row.name, row.baseline, row.ours, row.ratio, row.goal, verdict
