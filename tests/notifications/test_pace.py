"""Never over the rate in any second, whatever stalled before, and never under it for nothing."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from itertools import chain, repeat
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.gate import Gate
from notifications.pace import SECOND, SLOWEST, Pace, part
from tests.notifications.turning import TurningLoop

RATE = 10
MOST = RATE + 1
STALLS = st.lists(st.one_of(st.just(0.0), st.floats(0, 0.05), st.floats(0, 3)), max_size=30)
"""Seconds, one a message or a wake-up: mostly nothing, sometimes long."""


def run(loop: TurningLoop, *work: Coroutine[Any, Any, object]) -> None:
    async def all_of_it() -> None:
        await asyncio.gather(*work)

    try:
        loop.run_until_complete(all_of_it())
    finally:
        loop.close()


async def send(
    loop: TurningLoop, gate: Gate, number: int, out: list[float],
    ways: Iterable[float] = (), blocked: Iterable[float] = (),
) -> None:  # fmt: skip
    """Let so many messages through, each with its seconds of the way and of a loop that stands."""
    way, block = chain(ways, repeat(0.01)), chain(blocked, repeat(0.0))

    async def one() -> None:
        entered = await gate.enter(1)
        out.append(loop.now)
        loop.now += next(block)
        await asyncio.sleep(next(way))
        gate.leave(entered)

    await asyncio.gather(*(one() for _ in range(number)))


def most_in_a_second(moments: Sequence[float]) -> int:
    """Return the largest number of moments in any one second, both ends included."""
    ordered = sorted(moments)
    return max(sum(start <= at <= start + 1 for at in ordered) for start in ordered)


@settings(max_examples=40, deadline=None)
@given(late=STALLS, ways=STALLS, blocked=STALLS)
def test_no_second_holds_more_than_the_rate_and_one_whatever_stalls(
    late: list[float], ways: list[float], blocked: list[float]
) -> None:
    loop, out = TurningLoop(late), list[float]()
    gate = Gate(rate=RATE, timer=loop.time)

    run(loop, send(loop, gate, 50, out, ways, blocked))

    assert len(out) == 50
    assert most_in_a_second(out) <= MOST


@settings(max_examples=20, deadline=None)
@given(late=st.lists(st.floats(0, 0.02), max_size=100), way=st.floats(0, 0.03))
def test_wake_ups_that_are_a_little_late_do_not_add_up(late: list[float], way: float) -> None:
    loop, out = TurningLoop(late), list[float]()
    gate = Gate(rate=RATE, timer=loop.time)

    run(loop, send(loop, gate, 101, out, repeat(way)))

    assert out[-1] - out[0] <= 100 / RATE + 0.05
    assert most_in_a_second(out) <= MOST


@pytest.mark.parametrize("way", [0.005, 0.2, 0.9])
def test_a_long_way_costs_nothing_of_the_rate(way: float) -> None:
    loop, out = TurningLoop(), list[float]()
    gate = Gate(rate=RATE, timer=loop.time)

    run(loop, send(loop, gate, 101, out, repeat(way)))

    assert out[-1] - out[0] <= 100 / RATE + 1


@settings(max_examples=40, deadline=None)
@given(moments=st.lists(st.floats(0, 4), max_size=30), late=STALLS)
def test_what_waits_stands_back_behind_answers_to_taps(
    moments: list[float], late: list[float]
) -> None:
    loop, out, taps = TurningLoop(late), list[float](), list[float]()
    gate = Gate(rate=RATE, timer=loop.time)

    async def answer(at: float) -> None:
        await asyncio.sleep(at)
        taps.append(loop.now)
        place = gate.debit()
        await asyncio.sleep(0.01)
        gate.answered(place)

    run(loop, send(loop, gate, 30, out), *map(answer, moments))

    assert len(taps) == len(moments)
    for number, at in enumerate(out):
        before = sum(at - 1 <= one < at for one in chain(out[:number], taps))
        assert before + 1 <= MOST


def test_what_the_wire_held_back_and_lets_go_together_is_within_the_rate() -> None:
    loop, arrived = TurningLoop(), list[float]()
    gate = Gate(rate=RATE, timer=loop.time)

    async def one() -> None:
        entered = await gate.enter(1)
        # From the second second on nothing arrives for one and a half, then all of it.
        await asyncio.sleep(3.5 - loop.now if 2 <= loop.now < 3.5 else 0.005)
        arrived.append(loop.now)
        await asyncio.sleep(0.005)
        gate.leave(entered)

    run(loop, *(one() for _ in range(70)))

    assert len(arrived) == 70
    assert most_in_a_second(arrived) <= MOST


@settings(max_examples=20, deadline=None)
@given(workers=st.integers(1, 5), late=STALLS, blocked=STALLS)
def test_all_workers_together_keep_the_promise(
    workers: int, late: list[float], blocked: list[float]
) -> None:
    loop, out = TurningLoop(late), list[float]()
    gates = [Gate(rate=RATE, timer=loop.time) for _ in range(workers)]
    for place, gate in enumerate(gates):
        gate.share(place, workers)

    run(loop, *(send(loop, gate, 15, out, (), blocked) for gate in gates))

    assert len(out) == 15 * workers
    assert most_in_a_second(out) <= MOST


@given(whole=st.integers(1, 2000), workers=st.integers(1, 40))
def test_the_parts_of_all_workers_are_the_whole(whole: int, workers: int) -> None:
    parts = [part(whole, place, workers) for place in range(workers)]

    assert [number for one in parts for number in one] == list(range(whole))


def test_workers_send_as_much_together_as_one() -> None:
    paces = [Pace(RATE, place, 4) for place in range(4)]

    assert sum(pace.own for pace in paces) == pytest.approx(RATE)


def test_a_letter_with_files_waits_for_as_many_places() -> None:
    pace = Pace(RATE)
    for _ in range(5):
        pace.answer(pace.take(10), 10)

    assert pace.opens(10.9, 6) <= 10.9
    assert pace.opens(10.9, 7) == pytest.approx(10 + SECOND)


def test_a_429_makes_slower_by_a_little_once_and_it_comes_back_slowly() -> None:
    pace = Pace(RATE)
    pace.close(100, 3)
    pace.close(100.2, 3)
    slower = pace.left(100.2)

    assert pace.opens(100.5) == pytest.approx(103.2)
    assert slower == pytest.approx(0.95, abs=0.001)
    assert pace.left(160) == pytest.approx(0.96, abs=0.001)
    assert pace.left(500) == 1


def test_however_many_429s_half_of_the_rate_is_left() -> None:
    pace = Pace(RATE)
    for number in range(100):
        pace.close(100 + number * 2, 1)

    assert pace.left(298) == SLOWEST


def test_after_a_429_the_bot_is_slower_and_makes_nothing_good() -> None:
    loop, out = TurningLoop(), list[float]()
    gate = Gate(rate=RATE, timer=loop.time)
    gate.close(2)

    run(loop, send(loop, gate, 40, out))

    assert out[0] == pytest.approx(2)
    assert out[-1] >= 2 + 37 / (RATE * 0.96)
