"""Telegram's rates, on a timer that the test turns."""

from dataclasses import dataclass

import pytest

from notifications.limits import Limits, Rates


@dataclass
class Timer:
    now: float = 100

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def limits(timer: Timer) -> Limits:
    return Limits(Rates(bot=10, chat=1, burst=3), timer)


def test_the_bots_messages_are_spaced_evenly(limits: Limits, timer: Timer) -> None:
    first = [limits.slot() for _ in range(3)]
    timer.now += 5

    assert first == pytest.approx([0, 0.1, 0.2])
    assert limits.slot() == 0


def test_a_chat_gets_a_burst_and_then_one_a_second(limits: Limits, timer: Timer) -> None:
    limits.spend(7)
    limits.spend(7)
    free = limits.busy()
    limits.spend(7)
    spent = limits.busy()
    timer.now += 1

    assert (free, spent, limits.busy()) == ({}, {7: 1}, {})
    limits.spend(7)
    assert limits.busy() == {7: 1}


def test_a_chats_pause_is_its_own(limits: Limits, timer: Timer) -> None:
    limits.pause(7, 30)

    assert (limits.busy(), limits.closed()) == ({7: 30}, 0)
    timer.now += 30
    assert limits.busy() == {}


def test_a_second_chat_refused_in_the_same_pause_means_the_whole_bot(
    limits: Limits, timer: Timer
) -> None:
    limits.pause(7, 30)
    limits.pause(7, 20)
    alone = limits.closed()
    limits.pause(8, 40)

    assert (alone, limits.closed()) == (0, 40)
    timer.now += 41
    limits.pause(9, 5)
    assert limits.closed() == 0
