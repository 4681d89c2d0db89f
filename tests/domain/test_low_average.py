"""Which means threaten a final mark."""

import pytest

from domain.low_average import LEAST, LIMITS, Mean
from domain.scales import Scale


@pytest.mark.parametrize("scale", LIMITS)
def test_a_mean_at_the_limit_is_safe_and_below_it_is_not(scale: Scale) -> None:
    limit = LIMITS[scale]

    assert not Mean(1, 1, scale.value, limit, LEAST).threatens
    assert Mean(1, 1, scale.value, limit - 0.01, LEAST).threatens


def test_a_hair_of_floating_point_threatens_nobody() -> None:
    value = (3 * 0.1 + 2 * 0.1 + 2.5 * 0.1) / (0.1 + 0.1 + 0.1)

    assert value != 2.5
    assert not Mean(1, 1, Scale.FIVE.value, value, LEAST).threatens


def test_fewer_marks_than_three_foretell_nothing() -> None:
    assert not Mean(1, 1, Scale.FIVE.value, 1.0, LEAST - 1).threatens


@pytest.mark.parametrize("scale", [Scale.TWELVE, Scale.LETTERS, Scale.PASS_FAIL, Scale.TEXT, "?"])
def test_a_scale_without_a_custom_warns_of_nothing(scale: str) -> None:
    assert not Mean(1, 1, str(scale), 0.0, LEAST).threatens
