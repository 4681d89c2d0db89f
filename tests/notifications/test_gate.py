"""The one door: even pace, the important first, few at once."""

import asyncio
import time
from itertools import pairwise

import pytest

from notifications.gate import SLOW, Gate
from tests.notifications.turning import TurningLoop


async def _through(gate: Gate, name: str, priority: int, out: list[str], stay: float = 0) -> None:
    entered = await gate.enter(priority)
    out.append(name)
    await asyncio.sleep(stay)
    gate.leave(entered)


def test_messages_are_spaced_evenly_after_a_short_catch_up() -> None:
    loop, moments = TurningLoop(), list[float]()
    gate = Gate(rate=100, timer=loop.time)

    async def send() -> None:
        for _ in range(300):
            gate.leave(await gate.enter(1))
            moments.append(loop.now)

    loop.run_until_complete(send())
    loop.close()

    # Half a second's places are made good in a hurry that is no burst; then one by one.
    steps = [later - earlier for earlier, later in pairwise(moments)]
    assert sum(step == 0 for step in steps) <= 20
    assert min(steps[25:]) >= 0.0049
    assert moments[-1] <= 2.99


async def test_the_important_go_first_and_equals_in_the_order_of_their_coming() -> None:
    gate, out = Gate(rate=1000), list[str]()
    gate.close(0.05)
    names = [("news 1", 3), ("digest", 4), ("absence", 1), ("news 2", 3), ("urgent", 0)]

    await asyncio.gather(*(_through(gate, name, priority, out) for name, priority in names))

    assert out == ["urgent", "absence", "news 1", "news 2", "digest"]


async def test_a_slow_pace_and_a_quick_telegram_need_one_at_once() -> None:
    gate, out = Gate(rate=30), list[str]()

    first = asyncio.create_task(_through(gate, "first", 1, out, stay=0.1))
    second = asyncio.create_task(_through(gate, "second", 1, out))
    await asyncio.sleep(0.05)
    waiting = list(out)
    await asyncio.gather(first, second)

    assert gate.width >= 1
    assert waiting == ["first"]
    assert out == ["first", "second"]


async def test_a_slow_telegram_opens_the_door_wider() -> None:
    gate = Gate(rate=30)
    for _ in range(5):
        entered = await gate.enter(1)
        await asyncio.sleep(0.15)
        gate.leave(entered)

    assert gate.width in (4, 5, 6)


async def test_one_that_hangs_holds_up_the_next_for_a_moment_only() -> None:
    gate = Gate(rate=30)
    stuck = await gate.enter(1)
    began = time.monotonic()

    following = await gate.enter(1)

    assert SLOW * 0.9 < time.monotonic() - began < SLOW + 1
    gate.leave(following)
    gate.leave(stuck)


async def test_answers_to_taps_take_places_but_never_wait() -> None:
    gate = Gate(rate=10)
    for _ in range(10):
        gate.answered(gate.debit())
    began = time.monotonic()

    gate.leave(await gate.enter(1))

    assert time.monotonic() - began > 0.2


async def test_who_is_cancelled_in_line_or_at_the_door_leaves_no_gap() -> None:
    gate, out = Gate(rate=1000), list[str]()
    gate.close(0.05)
    gone = asyncio.create_task(_through(gate, "gone", 0, out))
    await asyncio.sleep(0)
    gone.cancel()

    await _through(gate, "here", 1, out)

    assert out == ["here"]
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert gate.waiting == 0


async def test_workers_share_the_rate() -> None:
    gate = Gate(rate=100)
    gate.share(0, 4)
    began = time.monotonic()
    for _ in range(30):
        gate.leave(await gate.enter(1))

    # 25 places in a second are a quarter of all.
    assert time.monotonic() - began > 0.9
