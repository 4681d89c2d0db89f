"""What is left to tell of two facts about one thing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.facts import (
    Absence,
    AttendanceWithdrawn,
    Fact,
    FinalMarkSet,
    HomeworkAssigned,
    Late,
    LessonChanged,
    MarkAdded,
    MarkChanged,
    MarkRemoved,
)
from domain.merging import merge

DAY = date(2026, 9, 16)
ANNA: dict[str, Any] = {"student": 1, "name": "Анна", "thing": "x:1"}
MARK: dict[str, Any] = {**ANNA, "course": 1, "subject": "Алгебра", "day": DAY}
ADDED = MarkAdded(**MARK, value="4")
ABSENT, LATE = Absence(**ANNA, day=DAY, category="absent"), Late(**ANNA, day=DAY)
BACK = AttendanceWithdrawn(**ANNA, day=DAY)
TASK = HomeworkAssigned(
    thing="x:1", course=1, subject="Алгебра", text="№ 1", assigned_on=DAY, due_on=DAY
)


def changed(before: str, value: str, comment: str = "") -> MarkChanged:
    return MarkChanged(**MARK, before=before, value=value, comment=comment)


def removed(before: str) -> MarkRemoved:
    return MarkRemoved(**MARK, before=before)


def lesson(status: str, before: str = "", note: str = "") -> LessonChanged:
    return LessonChanged(
        thing="x:1", course=1, subject="Алгебра", day=DAY, number=2, status=status, before=before,
        note=note,
    )  # fmt: skip


def final(before: str, value: str) -> FinalMarkSet:
    return FinalMarkSet(
        **ANNA, course=1, subject="Алгебра", before=before, value=value, session="1 четверть"
    )


@pytest.mark.parametrize(
    ("earlier", "later", "left"),
    [
        (ADDED, changed("4", "5"), [replace(ADDED, value="5")]),
        (ADDED, changed("4", "4", "Молодец!"), [replace(ADDED, comment="Молодец!")]),
        (ADDED, removed("4"), []),
        (ADDED, replace(ADDED, value="5"), [replace(ADDED, value="5")]),
        (changed("3", "4"), changed("4", "5"), [changed("3", "5")]),
        (changed("3", "4"), changed("4", "3"), []),
        (changed("3", "4"), removed("4"), [removed("3")]),
        (changed("3", "3", "!"), changed("3", "3", "!!"), [changed("3", "3", "!!")]),
        (removed("4"), ADDED, []),
        (removed("3"), ADDED, [changed("3", "4")]),
        (final("", "4"), final("4", "5"), [final("", "5")]),
        (final("4", "5"), final("5", "4"), []),
        (ABSENT, BACK, []),
        (ABSENT, LATE, [LATE]),
        (BACK, ABSENT, [ABSENT]),
        (TASK, replace(TASK, text="№ 2", changed=True), [replace(TASK, text="№ 2")]),
        (ABSENT, ADDED, [ABSENT, ADDED]),
        (lesson("cancelled"), lesson("", "cancelled"), []),
        (lesson("moved"), lesson("", "moved"), []),
        (lesson("substituted"), lesson("cancelled", "substituted"), [lesson("cancelled")]),
        (lesson("", "cancelled"), lesson("cancelled"), []),
        (
            lesson("", "cancelled"),
            lesson("cancelled", note="!"),
            [lesson("cancelled", "cancelled", "!")],
        ),
        (lesson("substituted", "cancelled"), lesson("", "substituted"), [lesson("", "cancelled")]),
        (lesson("", "substituted"), lesson("substituted"), [lesson("substituted", "substituted")]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_last_state_is_left(earlier: Fact, later: Fact, left: list[Fact]) -> None:
    assert merge(earlier, later) == tuple(left)


BORIS: dict[str, Any] = {"student": 2, "name": "Борис"}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (removed("5"), replace(ADDED, **BORIS)),
        (ADDED, replace(ADDED, **BORIS)),
        (ADDED, replace(removed("4"), course=2)),
        (removed("5"), replace(ADDED, work="Диктант")),
        (BACK, replace(ABSENT, **BORIS)),
        (BACK, replace(ABSENT, day=date(2026, 9, 17))),
        (ABSENT, replace(BACK, **BORIS)),
        (TASK, replace(TASK, course=2)),
        (lesson("cancelled"), replace(lesson("", "cancelled"), number=3)),
        (final("", "4"), replace(final("4", "5"), **BORIS)),
    ],
)
def test_a_number_that_another_row_got_joins_nothing(earlier: Fact, later: Fact) -> None:
    assert merge(earlier, later) == (earlier, later)
