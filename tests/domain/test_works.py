"""Which works are told of first."""

import pytest

from domain.works import is_control


@pytest.mark.parametrize(
    ("title", "category", "weight", "expected"),
    [
        ("Дроби", "Контрольная работа", 1, True),
        ("Диктант № 3", "", 1, True),
        ("Ответ на уроке", "Ответ", 1, False),
        ("Дроби", "Письменная работа", 2, True),
        ("Chapter 4 Quiz", "", 1, True),
        ("Worksheet 4", "Homework", 1, False),
    ],
)
def test_a_work_is_a_control_work(title: str, category: str, weight: float, expected: bool) -> None:
    assert is_control(title, category, weight) is expected
