"""Which absences nobody has explained."""

from datetime import date

import pytest

from domain.facts import MissedLesson
from domain.unexplained import Missed, unexplained

DAY = date(2026, 9, 16)
FIRST, SECOND = MissedLesson(number=1, subject="Алгебра"), MissedLesson(number=2)


def row(
    number: int | None = None, subject: str = "", category: str = "absent", reason: str = ""
) -> Missed:
    return Missed(1, DAY, category, reason, number, subject)


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ([row(2), row(1, "Алгебра")], [FIRST, SECOND]),
        ([row(2), row(2)], [SECOND]),
        ([row(1, "Алгебра"), row(2, category="ill")], [FIRST]),
        ([row(1, "Алгебра"), row(1, category="excused")], None),
        ([row(subject="Хор")], [MissedLesson(subject="Хор")]),
        ([row(), row(1, "Алгебра")], []),
        ([row(), row(reason="Врач")], None),
        ([row(1, "Алгебра"), row(2), row(category="ill")], None),
        ([row(reason="  ")], []),
        ([row(category="excused")], None),
    ],
)
def test_a_reason_for_the_day_is_one_for_each_of_its_lessons(
    rows: list[Missed], left: list[MissedLesson] | None
) -> None:
    found = unexplained(rows)

    assert found.get((1, DAY)) == left


def test_days_and_students_are_kept_apart() -> None:
    other = Missed(2, DAY, "absent")

    assert unexplained([row(category="ill"), other]) == {(2, DAY): []}
