"""How pauses grow and end."""

from datetime import UTC, datetime, timedelta

from domain.attempts import (
    CEILING,
    COMMON_PAUSE,
    LEAK,
    Record,
    after,
    after_of_all,
)

NOW = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)


def pauses(times: int) -> list[timedelta]:
    """Return the pause that each miss brings, when each pause is waited out."""
    record, now, found = Record(), NOW, []
    for _ in range(times):
        record = after(record, now)
        until = record.waits_until(now)
        found.append(until - now if until else timedelta())
        now = until or now
    return found


def test_five_misses_are_free_then_the_pause_grows() -> None:
    minutes = [pause.total_seconds() / 60 for pause in pauses(10)]

    assert minutes == [0, 0, 0, 0, 0, 1, 5, 30, 120, 1440]


def test_a_day_of_pause_clears_the_record() -> None:
    minutes = [pause.total_seconds() / 60 for pause in pauses(12)]

    assert minutes[10:] == [0, 0]


def test_a_chat_has_ten_guesses_in_any_day() -> None:
    record, now, tried = Record(), NOW, 0
    while now < NOW + timedelta(days=1):
        record = after(record, now)
        tried += 1
        now = record.waits_until(now) or now

    assert tried == 10


def test_a_pause_ends_at_its_moment() -> None:
    record = Record(blocked_until=NOW)

    assert record.waits_until(NOW) is None
    assert record.waits_until(NOW - timedelta(seconds=1)) == NOW


def test_only_a_miss_of_the_last_day_is_held_against_a_chat() -> None:
    miss = after(Record(), NOW)

    assert not Record().has_missed(NOW)
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


def test_what_runs_over_is_not_held_against_those_who_come_after() -> None:
    record = Record()
    for _first_try in range(10_000):
        record = after_of_all(record, NOW)
    later = NOW + COMMON_PAUSE
    again = after_of_all(record, later)

    assert record.waits_until(NOW) == later
    assert again.waits_until(later) is None


def test_of_a_full_vessel_a_hundred_misses_an_hour_are_let_pass() -> None:
    record, now, tried = Record(), NOW, 0
    while now < NOW + timedelta(days=1):
        record = after_of_all(record, now)
        tried += 1
        now = record.waits_until(now) or now

    assert 2_300 < tried <= 2_500
