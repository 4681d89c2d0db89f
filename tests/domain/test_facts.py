"""A fact comes back from the database as it went in."""

import json
from datetime import date

import pytest

from domain.facts import (
    AbsenceUnexplained,
    DueTask,
    Fact,
    HomeworkDue,
    MissedLesson,
    PlannedLesson,
    SubjectWeek,
    Tomorrow,
    WeekSummary,
    dump,
    load,
)

DAY = date(2026, 9, 16)


@pytest.mark.parametrize(
    "fact",
    [
        AbsenceUnexplained(student=1, name="Анна И.", day=DAY, lessons=[MissedLesson(number=1)]),
        HomeworkDue(
            student=1, name="Анна И.", due_on=DAY, tasks=[DueTask(subject="Алгебра", text="№ 1")]
        ),
        Tomorrow(
            student=1, name="Анна И.", day=DAY,
            lessons=[PlannedLesson(number=1, subject="Алгебра", homework=["№ 1", "№ 2"])],
        ),
        WeekSummary(
            student=1, name="Анна И.", first=DAY, last=DAY, absences=0, lates=0,
            subjects=[SubjectWeek(subject="Алгебра", marks=["5"])],
        ),
    ],
    ids=lambda fact: fact.code,
)  # fmt: skip
def test_lists_of_parts_come_back_as_they_were(fact: Fact) -> None:
    assert load(fact.code, json.loads(json.dumps(dump(fact)))) == fact
