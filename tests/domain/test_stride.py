"""How many rows the next step of a sweep takes."""

from datetime import timedelta

import pytest

from domain.stride import FEWEST, MOST, Stride

MS = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("took", "rows"),
    [
        (0 * MS, 200),
        (1 * MS, 200),
        (10 * MS, 200),
        (20 * MS, 100),
        (40 * MS, 50),
        (100 * MS, 20),
        (1000 * MS, FEWEST),
    ],
)
def test_a_step_aims_at_less_than_half_of_what_others_may_wait(took: timedelta, rows: int) -> None:
    assert Stride(100).after(took) == Stride(rows)


def test_a_fast_machine_takes_only_so_many_at_once() -> None:
    stride = Stride()
    for _step in range(20):
        stride = stride.after(timedelta(0))

    assert stride == Stride(MOST)
