"""Quiet hours, pauses and due hours, over the nights when the clocks change too."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.timing import LONGEST_WAIT, QuietHours, is_stale, next_time, release, wait

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(time(21), time(7))


def utc(day: int, hour: int, minute: int = 0, *, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (utc(16, 9), utc(16, 9)),  # noon in Moscow
        (utc(16, 17, 59), utc(16, 17, 59)),  # 20:59
        (utc(16, 18), utc(17, 4)),  # 21:00 waits for 07:00
        (utc(16, 23), utc(17, 4)),  # 02:00 of the next day
        (utc(17, 3, 59), utc(17, 4)),  # 06:59
        (utc(17, 4), utc(17, 4)),  # 07:00 is free
    ],
)
def test_the_night_is_held_until_its_end(moment: datetime, expected: datetime) -> None:
    assert release(moment, NIGHT, MOSCOW) == expected


def test_hours_within_one_day_and_no_hours_at_all() -> None:
    lesson = QuietHours(time(8), time(14))

    assert release(utc(16, 9), lesson, MOSCOW) == utc(16, 11)
    assert release(utc(16, 11), lesson, MOSCOW) == utc(16, 11)
    assert release(utc(16, 22), None, MOSCOW) == utc(16, 22)
    assert release(utc(16, 9), QuietHours(time(9), time(9)), MOSCOW) == utc(16, 9)


def test_the_night_on_which_the_clocks_go_forward_is_an_hour_shorter() -> None:
    evening = datetime(2026, 3, 28, 21, 0, tzinfo=UTC)  # 22:00 in Berlin, on winter time

    assert release(evening, NIGHT, BERLIN) == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)


def test_hours_that_end_in_the_skipped_hour_end_after_it() -> None:
    evening = datetime(2026, 3, 28, 21, 0, tzinfo=UTC)

    released = release(evening, QuietHours(time(21), time(2, 30)), BERLIN)

    assert released == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 on summer time


def test_hours_that_end_in_the_repeated_hour_never_end_in_the_past() -> None:
    second_time = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 02:15 on winter time

    released = release(second_time, QuietHours(time(21), time(2, 30)), BERLIN)

    assert released == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_quiet_hours_do_not_make_a_message_stale() -> None:
    ready, half_a_day = utc(16, 18, 30), timedelta(hours=6)

    assert not is_stale(ready, half_a_day, utc(17, 10), NIGHT, MOSCOW)
    assert is_stale(ready, half_a_day, utc(17, 10, 1), NIGHT, MOSCOW)
    assert is_stale(ready, half_a_day, utc(17, 0, 31), None, MOSCOW)


def test_pauses_double_up_to_a_quarter_of_an_hour_and_spread() -> None:
    middle = [wait(attempt, 0.5).total_seconds() for attempt in range(1, 13)]

    assert middle == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert (wait(1, 0), wait(1, 1)) == (timedelta(seconds=1), timedelta(seconds=3))
    assert wait(10_000, 0.5) == LONGEST_WAIT


def test_a_job_is_next_due_at_its_hour_in_the_schools_zone() -> None:
    assert next_time(utc(16, 14, 59), time(18), MOSCOW) == utc(16, 15)
    assert next_time(utc(16, 15), time(18), MOSCOW) == utc(17, 15)
    assert next_time(utc(16, 15), time(17, 30), MOSCOW, weekday=6) == utc(20, 14, 30)


def test_a_job_stays_at_its_hour_when_the_clocks_change() -> None:
    before = next_time(datetime(2026, 10, 23, 20, tzinfo=UTC), time(18), BERLIN)
    after = next_time(datetime(2026, 10, 24, 20, tzinfo=UTC), time(18), BERLIN)

    assert (before.hour, after.hour) == (16, 17)
