"""Who is next: chats by turns, each in its order, and little of a long line in memory."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

from bot.lines import Lines

FLOODER, MOTHER, FATHER = 1, 2, 3


def message(number: int, chat: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": chat}, "text": f"{number}"}}


class Desk:
    """Handles updates by writing them down; those of ``stuck`` wait until they are let go."""

    def __init__(self, stuck: Collection[int] = ()) -> None:
        self.handled: list[int] = []
        self.ended: list[int] = []
        self.asked: list[list[int]] = []
        self.rows: dict[int, dict[str, Any]] = {}
        self.stuck = set(stuck)
        self.let_go = asyncio.Event()
        self.at_work = self.most_at_work = 0

    async def handle(self, raw: Mapping[str, Any]) -> None:
        self.handled.append(raw["update_id"])
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        await asyncio.sleep(0)
        if raw["message"]["chat"]["id"] in self.stuck:
            await self.let_go.wait()
        self.at_work -= 1

    async def read(self, numbers: Collection[int]) -> dict[int, Mapping[str, Any]]:
        self.asked.append([*numbers])
        return {number: self.rows[number] for number in numbers if number in self.rows}

    def lines(self, **options: Any) -> Lines:
        return Lines(self.handle, self.read, self.ended.append, **options)


async def empty(lines: Lines) -> None:
    async with asyncio.timeout(10):
        while len(lines):  # noqa: ASYNC110  (several tasks end it)
            await asyncio.sleep(0)


async def test_chats_go_by_turns_however_long_a_line_is() -> None:
    desk = Desk()
    lines = desk.lines(at_once=1)
    for number in range(1, 51):
        lines.add(message(number, FLOODER))
    lines.add(message(51, MOTHER))
    lines.add(message(52, FATHER))

    await empty(lines)

    assert desk.handled == [1, 51, 52, *range(2, 51)]
    assert desk.ended == desk.handled


async def test_a_chat_has_one_handler_at_work_and_all_have_no_more_than_agreed() -> None:
    desk = Desk()
    lines = desk.lines(at_once=3)
    for chat in range(1, 11):
        for number in range(5):
            lines.add(message(100 * chat + number, chat))

    await empty(lines)

    assert desk.most_at_work == 3
    for chat in range(1, 11):
        own = [number for number in desk.handled if number // 100 == chat]
        assert own == [100 * chat + number for number in range(5)]


async def test_chats_that_wait_for_somebody_else_hold_up_nobody() -> None:
    desk = Desk(stuck=[FLOODER, MOTHER])
    lines = desk.lines(at_once=2, slow=0.01)
    lines.add(message(1, FLOODER))
    lines.add(message(2, MOTHER))

    father = lines.add(message(3, FATHER))
    assert father.ended is not None
    async with asyncio.timeout(10):
        await father.ended

    assert (desk.handled, desk.ended) == ([1, 2, 3], [3])
    lines.add(message(4, FLOODER))
    desk.let_go.set()
    await empty(lines)
    assert desk.handled == [1, 2, 3, 4]


async def test_of_a_long_line_only_the_first_few_are_held_in_memory() -> None:
    desk = Desk()
    lines = desk.lines(at_once=1, held=10)
    waiting = [lines.add(message(number, FLOODER)) for number in range(1, 101)]
    desk.rows = {number: message(number, FLOODER) for number in range(1, 101)}

    lines.slim(waiting)
    held = [one.number for one in waiting if one.raw is not None]
    await empty(lines)

    assert held == [*range(1, 11)]
    assert desk.handled == [*range(1, 101)]
    assert desk.asked == [[*range(first, first + 10)] for first in range(11, 101, 10)]


async def test_what_is_no_longer_in_the_database_needs_no_handler() -> None:
    desk = Desk()
    lines = desk.lines(held=2)
    for number in range(1, 9):
        lines.adopt(message(number, FLOODER))
    desk.rows = {number: message(number, FLOODER) for number in (4, 6)}

    await empty(lines)

    assert desk.handled == [1, 2, 4, 6]
    assert desk.ended == [*range(1, 9)]


async def test_an_update_that_fails_stops_neither_its_chat_nor_others() -> None:
    desk = Desk()
    lines = desk.lines()
    lines.add({"update_id": 1, "message": {"chat": {"id": MOTHER}}} | {"message": None})
    lines.add(message(2, MOTHER))

    await empty(lines)

    assert desk.ended == [1, 2]


async def test_when_it_closes_nothing_more_begins_and_what_is_late_stays_in_line() -> None:
    desk = Desk(stuck=[FLOODER])
    lines = desk.lines()
    for number in (1, 2):
        lines.add(message(number, FLOODER))
    await asyncio.sleep(0)

    await lines.close(0.01)

    assert desk.handled == [1]
    assert desk.ended == []
    assert 1 in lines
