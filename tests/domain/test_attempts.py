"""How pauses grow and end."""

from datetime import UTC, datetime, timedelta

from domain.attempts import (
    CEILING,
    COMMON_PAUSE,
    LEAK,
    MISS,
    SLIP,
    Record,
    after,
    after_of_all,
)

NOW = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)


def pauses(weight: int, times: int) -> list[timedelta]:
    """Return the pause that each refused code brings, when each pause is waited out."""
    record, now, found = Record(), NOW, []
    for _ in range(times):
        record = after(record, weight, now)
        until = record.waits_until(now)
        found.append(until - now if until else timedelta())
        now = until or now
    return found


def test_five_misses_are_free_then_the_pause_grows() -> None:
    minutes = [pause.total_seconds() / 60 for pause in pauses(MISS, 10)]

    assert minutes == [0, 0, 0, 0, 0, 1, 5, 30, 120, 1440]


def test_a_day_of_pause_clears_the_record() -> None:
    minutes = [pause.total_seconds() / 60 for pause in pauses(MISS, 12)]

    assert minutes[10:] == [0, 0]


def test_a_slip_weighs_half() -> None:
    assert [bool(pause) for pause in pauses(SLIP, 11)] == [False] * 10 + [True]


def test_a_pause_ends_at_its_moment() -> None:
    record = Record(blocked_until=NOW)

    assert record.waits_until(NOW) is None
    assert record.waits_until(NOW - timedelta(seconds=1)) == NOW


def test_only_a_whole_miss_of_the_last_day_is_held_against_a_chat() -> None:
    slip, miss = after(Record(), SLIP, NOW), after(Record(), MISS, NOW)

    assert not Record().has_missed(NOW)
    assert not slip.has_missed(NOW)
    assert miss.has_missed(NOW)
    assert not miss.has_missed(NOW + timedelta(days=1))


def test_a_hundred_misses_at_once_fill_the_common_vessel() -> None:
    record = Record()
    for number in range(1, 102):
        record = after_of_all(record, NOW)
        if number == CEILING / LEAK:
            assert record.waits_until(NOW) is None

    assert record.waits_until(NOW) == NOW + COMMON_PAUSE


def test_misses_slower_than_the_leak_never_fill_it() -> None:
    record, now = Record(), NOW
    for _ in range(1000):
        now += LEAK
        record = after_of_all(record, now)

    assert record.waits_until(now) is None
