"""The audit log as CSV: UTF-8, comma, header row; one entry a row, the newest first."""

import csv
import io
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from domain.audit import Line

HEADER = (
    "id", "at", "chat", "actor", "actorRole", "action", "outcome", "count", "student", "person",
    "schoolClass", "course", "announcement", "codeGives",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would work out: OWASP, CSV injection."""


def audit_csv(lines: Iterable[Line], zone: ZoneInfo) -> bytes:
    """Return the file; moments in ISO 8601 with the school's zone.

    It begins with a byte order mark: without one Excel takes UTF-8 for the machine's own code page.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows([_safe(cell) for cell in _row(one, zone)] for one in lines)
    return out.getvalue().encode("utf-8-sig")


def _row(one: Line, zone: ZoneInfo) -> tuple[str, ...]:
    role, gives = one.actor.role, one.gives
    return (
        one.id, one.at.astimezone(zone).isoformat(timespec="seconds"),
        str(one.actor.chat_id or ""), one.actor.name, role.value if role else "", one.action,
        one.outcome, str(one.number), one.student.name.full if one.student else "",
        one.member.full if one.member else "", one.school_class, one.course, one.announcement,
        gives.value if gives else "",
    )  # fmt: skip


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: anybody may have typed it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
