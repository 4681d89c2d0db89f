"""Pauses and due hours, over the nights when the clocks change too."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.timing import LONGEST_WAIT, Mode, digest_moment, next_time, wait

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")


def utc(day: int, hour: int, minute: int = 0, *, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


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


def test_what_is_told_at_once_waits_for_no_digest() -> None:
    for mode in (Mode.NOW, Mode.OFF):
        assert digest_moment(utc(16, 9), mode, time(20), MOSCOW) == utc(16, 9)


def test_a_digest_comes_in_the_evening_or_on_sunday_at_the_hour_that_was_chosen() -> None:
    noon = utc(16, 9)  # a Wednesday

    assert digest_moment(noon, Mode.EVENING, None, MOSCOW) == utc(16, 16)  # 19:00
    assert digest_moment(noon, Mode.EVENING, time(21), MOSCOW) == utc(16, 18)
    assert digest_moment(noon, Mode.WEEKLY, time(21), MOSCOW) == utc(20, 18)


def test_what_happens_at_the_digests_hour_comes_with_the_next_one() -> None:
    assert digest_moment(utc(16, 16), Mode.EVENING, None, MOSCOW) == utc(17, 16)
    assert digest_moment(utc(20, 16), Mode.WEEKLY, None, MOSCOW) == utc(27, 16)


def test_a_digest_stays_at_its_hour_when_the_clocks_change() -> None:
    saturday = datetime(2026, 10, 24, 17, 0, tzinfo=UTC)  # 19:00 in Berlin, on summer time

    found = digest_moment(saturday, Mode.WEEKLY, None, BERLIN)

    assert found == datetime(2026, 10, 25, 18, 0, tzinfo=UTC)
