"""Quiet hours: over midnight, by weekday, by child, and on the nights when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from domain.quiet import NONE, QuietHours, QuietWeek, in_force

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
NEW_YORK, LORD_HOWE = ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
NIGHT, LATE = QuietHours(time(21), time(7)), QuietHours(time(22), time(9))
LESSONS = QuietHours(time(8), time(14))
MONDAY, SATURDAY, SUNDAY = 0, 5, 6
OPEN = QuietWeek()


def utc(day: int, hour: int, minute: int = 0, *, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of September in Moscow; the 14th is a Monday."""
    return datetime(2026, 9, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (utc(16, 9), utc(16, 9)),  # noon in Moscow
        (utc(16, 17, 59), utc(16, 17, 59)),  # 20:59
        (utc(16, 18), utc(17, 4)),  # 21:00 waits for 07:00
        (utc(16, 21), utc(17, 4)),  # midnight
        (utc(16, 23), utc(17, 4)),  # 02:00 of the next day
        (utc(17, 3, 59), utc(17, 4)),  # 06:59
        (utc(17, 4), utc(17, 4)),  # 07:00 is free
    ],
)
def test_the_night_is_held_until_its_end(moment: datetime, expected: datetime) -> None:
    assert QuietWeek.daily(NIGHT).release(moment, MOSCOW) == expected


def test_hours_within_one_day_and_no_hours_at_all() -> None:
    assert QuietWeek.daily(LESSONS).release(utc(16, 9), MOSCOW) == utc(16, 11)
    assert QuietWeek.daily(LESSONS).release(utc(16, 11), MOSCOW) == utc(16, 11)
    assert QuietWeek.daily(NONE).release(utc(16, 22), MOSCOW) == utc(16, 22)
    assert OPEN.release(utc(16, 22), MOSCOW) == utc(16, 22)


def test_equal_ends_are_no_hours_at_any_hour() -> None:
    nine = QuietWeek.daily(QuietHours(time(9), time(9)))

    assert not any(nine.hold(local(16, hour)) for hour in range(24))


def test_hours_that_end_at_midnight_end_there() -> None:
    evening = QuietWeek.daily(QuietHours(time(21), time(0)))

    assert evening.release(utc(16, 20), MOSCOW) == utc(16, 21)
    assert not evening.hold(local(17, 0))


def test_hours_belong_to_the_weekday_on_which_they_begin() -> None:
    week = OPEN.put(SATURDAY, LATE)

    assert [week.hold(local(19, hour)) for hour in (8, 21, 22)] == [False, False, True]
    assert [week.hold(local(20, hour)) for hour in (8, 9, 22)] == [True, False, False]


def test_sunday_s_night_goes_over_into_monday() -> None:
    week = OPEN.put(SUNDAY, NIGHT)

    assert week.hold(local(21, 6, 59))
    assert week.release(local(20, 23), MOSCOW) == local(21, 7)


def test_hours_of_one_day_that_go_over_into_the_next_s_are_held_to_the_last_end() -> None:
    week = QuietWeek.daily(NONE).put(MONDAY, NIGHT).put(MONDAY + 1, QuietHours(time(6), time(10)))

    assert week.release(local(14, 22), MOSCOW) == local(15, 10)


def test_the_longer_of_two_nights_that_overlap_counts() -> None:
    week = OPEN.put(MONDAY, QuietHours(time(21), time(12))).put(
        MONDAY + 1, QuietHours(time(8), time(9))
    )

    assert week.release(local(15, 8, 30), MOSCOW) == local(15, 12)


def test_a_night_is_as_long_as_the_clocks_make_it() -> None:
    night = QuietWeek.daily(NIGHT)
    spring, autumn = datetime(2026, 3, 28, 21, tzinfo=UTC), datetime(2026, 10, 24, 21, tzinfo=UTC)

    assert night.release(spring, BERLIN) == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert night.release(autumn, BERLIN) == datetime(2026, 10, 25, 6, tzinfo=UTC)


def test_hours_that_end_in_the_skipped_hour_end_after_it() -> None:
    evening = datetime(2026, 3, 28, 21, 0, tzinfo=UTC)  # 22:00 in Berlin, on winter time

    released = QuietWeek.daily(QuietHours(time(21), time(2, 30))).release(evening, BERLIN)

    assert released == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 on summer time


def test_hours_that_begin_in_the_skipped_hour_hold_from_the_hour_after_it() -> None:
    week = QuietWeek.daily(QuietHours(time(2, 30), time(6)))
    last_of_winter, first_of_summer = (
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    )  # fmt: skip

    assert week.release(last_of_winter, BERLIN) == last_of_winter
    assert week.release(first_of_summer, BERLIN) == datetime(2026, 3, 29, 4, 0, tzinfo=UTC)


def test_hours_that_end_in_the_repeated_hour_never_end_in_the_past() -> None:
    second_time = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 02:15 on winter time

    released = QuietWeek.daily(QuietHours(time(21), time(2, 30))).release(second_time, BERLIN)

    assert released == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


CHANGES = [
    (BERLIN, datetime(2026, 3, 28, tzinfo=UTC)), (BERLIN, datetime(2026, 10, 24, tzinfo=UTC)),
    (NEW_YORK, datetime(2026, 3, 7, tzinfo=UTC)), (NEW_YORK, datetime(2026, 10, 31, tzinfo=UTC)),
    # Half an hour only, and the other way round.
    (LORD_HOWE, datetime(2026, 4, 3, tzinfo=UTC)), (LORD_HOWE, datetime(2026, 10, 2, tzinfo=UTC)),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "first"), CHANGES)
def test_on_any_night_what_is_released_is_free_and_was_held_before(
    zone: ZoneInfo, first: datetime
) -> None:
    moments = [first + n * timedelta(minutes=30) for n in range(2 * 24 * 2)]
    ends = [time(hour, minute) for hour in (1, 2, 3) for minute in (0, 30)]
    for begins, end in product((time(21), time(0, 30), time(2, 30)), ends):
        week = QuietWeek.daily(QuietHours(begins, end))
        for moment in moments:
            released = week.release(moment, zone)
            assert not week.hold(released.astimezone(zone))
            assert moment <= released < moment + timedelta(days=2)
            # An end that the clocks skip is taken as much later as they skip.
            before = [released - timedelta(minutes=n) for n in (1, 31, 61)]
            assert released == moment or any(week.hold(one.astimezone(zone)) for one in before)


def test_the_nearest_choice_of_each_day_holds() -> None:
    child = OPEN.put(MONDAY, NONE)
    chat = OPEN.put(MONDAY, LATE).put(SATURDAY, LATE)

    week = in_force(child, chat, NIGHT)

    assert week.days == (NONE, NIGHT, NIGHT, NIGHT, NIGHT, LATE, NIGHT)
    assert in_force(None, chat, NIGHT).days[MONDAY] == LATE
    assert in_force(None, None, NIGHT) == QuietWeek.daily(NIGHT)
    assert in_force(None, None, None) == OPEN


def test_a_choice_of_none_is_stronger_than_the_school_s_hours() -> None:
    week = in_force(None, QuietWeek.daily(NONE), NIGHT)

    assert week.release(local(16, 23), MOSCOW) == local(16, 23)


def test_a_choice_for_one_day_or_for_all_can_be_opened_again() -> None:
    week = QuietWeek.daily(NIGHT).put(SUNDAY, LATE)

    assert week.put(SUNDAY, None).days == (*(NIGHT,) * 6, None)
    assert week.put(None, None) == OPEN
    assert week.put(None, LATE) == QuietWeek.daily(LATE)


def test_a_stored_week_comes_back_as_it_was() -> None:
    week = QuietWeek((NIGHT, NONE, None, LESSONS, LATE, None, QuietHours(time(21, 30), time(6))))

    assert week.dump() == [
        "21:00-07:00", "", None, "08:00-14:00", "22:00-09:00", None, "21:30-06:00"
    ]  # fmt: skip
    assert QuietWeek.load(week.dump()) == week


def test_a_week_leaves_room_where_one_hour_of_it_is_free() -> None:
    but_one = QuietWeek.daily(QuietHours(time(21), time(20)))
    too_long = QuietWeek.daily(QuietHours(time(8, 30), time(8, 15)))

    assert all(week.leaves_room for week in (OPEN, QuietWeek.daily(NIGHT), but_one))
    assert not too_long.leaves_room
    assert too_long.put(SUNDAY, NONE).leaves_room


def test_a_week_without_room_holds_for_eight_days_and_not_for_ever() -> None:
    week = QuietWeek.daily(QuietHours(time(8, 30), time(8, 30, 0, 1)))
    # Nothing may be chosen so; a microsecond is the most that the clock can leave out.
    never = QuietWeek.daily(QuietHours(time(8, 30, 0, 1), time(8, 30)))

    released = never.release(utc(16, 9), MOSCOW)

    assert week.release(utc(16, 9), MOSCOW) == utc(16, 9)
    assert utc(16, 9) < released <= utc(26, 9)
