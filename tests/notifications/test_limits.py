"""Telegram's rates for a chat, and our manners, on a timer that the test turns."""

import pytest

from notifications.limits import Limits, Rates
from tests.notifications.timer import Timer

CHAT, GROUP = 7, -1007


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def limits(timer: Timer) -> Limits:
    return Limits(Rates(chat=1, burst=3, group=0.5, group_burst=2, gather=2), timer)


def test_a_chat_gets_a_burst_and_then_one_a_second(limits: Limits, timer: Timer) -> None:
    for _ in range(2):
        limits.spend(CHAT)
    free = limits.wait(CHAT)
    limits.spend(CHAT)
    spent = limits.wait(CHAT)
    timer.now += 0.4

    assert (free, spent) == (0, 1)
    assert limits.wait(CHAT) == pytest.approx(0.6)


def test_many_quick_answers_hold_up_what_follows_for_a_turn_only(limits: Limits) -> None:
    for _ in range(20):
        limits.answered(CHAT)

    assert limits.wait(CHAT, urgent=True) == 1


def test_a_group_has_a_rate_of_its_own(limits: Limits) -> None:
    for _ in range(2):
        limits.spend(GROUP)

    assert limits.wait(GROUP) == pytest.approx(2)


def test_what_follows_a_message_is_gathered_unless_it_is_urgent(
    limits: Limits, timer: Timer
) -> None:
    limits.spend(CHAT)
    limits.told(CHAT)
    timer.now += 0.5

    assert limits.wait(CHAT) == pytest.approx(1.5)
    assert limits.wait(CHAT, urgent=True) == 0


def test_a_pause_lasts_exactly_as_long_as_telegram_says(limits: Limits, timer: Timer) -> None:
    limits.pause(CHAT, 9)
    limits.pause(CHAT, 3)

    assert limits.wait(CHAT, urgent=True) == 9
    timer.now += 9
    assert limits.wait(CHAT) == 0


def test_a_chat_left_in_peace_has_not_earned_a_refusal(limits: Limits, timer: Timer) -> None:
    limits.spend(CHAT)
    first = limits.earned(CHAT)
    limits.spend(CHAT)
    second = limits.earned(CHAT)
    timer.now += 60
    limits.spend(CHAT)

    assert (first, second, limits.earned(CHAT)) == (False, True, False)


def test_the_next_free_chat_is_known_and_the_others_are_forgotten(
    limits: Limits, timer: Timer
) -> None:
    nobody = limits.next_free()
    limits.pause(1, 5)
    limits.pause(2, 3)
    limits.spend(3)
    soonest = limits.next_free()
    timer.now += 10

    assert (nobody, soonest) == (None, 3)
    assert limits.next_free() is None
    assert not limits._buckets
    assert not limits._paused_until
