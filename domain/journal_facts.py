"""What families hear of a teacher's taps."""

from collections.abc import Mapping
from typing import Any

from domain.facts import (
    Absence,
    AttendanceWithdrawn,
    Fact,
    FinalMarkSet,
    Late,
    MarkAdded,
    MarkChanged,
    MarkRemoved,
)
from domain.journal import MISSED, Lesson, Presence, Seat
from domain.people import Name

Row = Mapping[str, Any]
"""A row of the table in question, as history keeps it."""


def of_mark(
    before: Row | None, after: Row | None, name: Name, subject: str, work: str
) -> Fact | None:
    """Return what became of a mark; nothing where families see no difference."""
    row = after or before
    assert row is not None, "a change has a side"
    about: dict[str, Any] = {
        "thing": f"mark:{row['id']}", "student": row["student_id"], "name": name.short,
        "course": row["course_id"], "subject": subject, "day": row["day"], "work": work,
    }  # fmt: skip
    if after is None:
        return MarkRemoved(**about, before=row["value"])
    if before is None:
        return MarkAdded(**about, value=row["value"], comment=row["comment"])
    if (before["value"], before["comment"]) == (after["value"], after["comment"]):
        return None
    return MarkChanged(
        **about, before=before["value"], value=after["value"], comment=after["comment"]
    )


def of_final(
    before: Row | None, after: Row | None, name: Name, subject: str, session: str
) -> FinalMarkSet:
    """Return what became of a final mark; no value where it was taken back."""
    row = after or before
    assert row is not None, "a change has a side"
    return FinalMarkSet(
        thing=f"final:{row['id']}", student=row["student_id"], name=name.short,
        course=row["course_id"], subject=subject, session=session,
        value=after["value"] if after else "", before=before["value"] if before else "",
    )  # fmt: skip


def of_presence(
    before: Row | None, after: Row | None, seat: Seat, lesson: Lesson, *, urgent: bool = False
) -> Fact | None:
    """Return what became of a note of attendance; nothing where families see no difference.

    ``urgent``: whether the child is missed at the first lesson of this day.
    """
    row = after or before
    assert row is not None, "a change has a side"
    was = Presence(before["category"]) if before else Presence.PRESENT
    now = Presence(after["category"]) if after else Presence.PRESENT
    about: dict[str, Any] = {
        "thing": f"attendance:{row['id']}", "student": seat.id, "name": seat.name.short,
        "day": lesson.day, "subject": lesson.subject, "number": lesson.number,
    }  # fmt: skip
    if now is was:
        return None
    if now in MISSED:
        return Absence(**about, category=now.value, reason=row["reason"], urgent=urgent)
    if now is Presence.LATE:
        return Late(**about, reason=row["reason"])
    return AttendanceWithdrawn(**about)
