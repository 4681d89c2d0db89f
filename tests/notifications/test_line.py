"""What the line makes of each failure, without messages."""

from dataclasses import dataclass

import pytest
from aiogram.exceptions import TelegramServerError
from aiogram.methods import GetMe

from notifications.line import FIRST_WAIT, Failure, Line
from notifications.outcome import Fault
from tests.notifications.timer import Timer

BROKEN = TelegramServerError(GetMe(), "Bad Gateway")


@dataclass
class Server:
    """Answers, or raises."""

    error: Exception | None = None

    async def __call__(self) -> None:
        if self.error:
            raise self.error


def failure(chat: int, fact: int, fault: Fault = Fault.EITHER) -> Failure:
    return Failure(chat, fact, fault, "any")


async def away(server: Server, timer: Timer, first: Failure) -> Line:
    """Return a line that went away at this failure."""
    line = Line(server, timer)
    server.error = BROKEN
    assert await line.failed(first) == ()
    assert line.away
    return line


async def tried(line: Line, server: Server, timer: Timer) -> None:
    """Let the server answer again."""
    server.error = None
    timer.now += line.wait
    await line.probe()


async def test_a_news_that_failed_before_is_not_the_line_when_it_fails_in_another_chat() -> None:
    server, timer = Server(), Timer()
    line = await away(server, timer, failure(1, fact=7))
    await tried(line, server, timer)

    others = [await line.failed(failure(chat, fact=7)) for chat in (2, 3, 4)]

    assert others == [None] * 3
    assert (line.up, line.away) == (False, False)
    assert not line.may_try(4)
    assert line.nothing_to_try()
    assert line.up


@pytest.mark.parametrize("fault", [Fault.EITHER, Fault.LINE])
async def test_another_news_that_fails_sends_the_line_away_again(fault: Fault) -> None:
    server, timer = Server(), Timer()
    line = await away(server, timer, failure(1, fact=7))
    await tried(line, server, timer)

    assert await line.failed(failure(2, 8 if fault is Fault.EITHER else 7, fault)) == ()

    assert line.away


async def test_where_three_different_messages_failed_they_try_again_and_the_line_is_not_up() -> (
    None
):
    server, timer = Server(), Timer()
    line = await away(server, timer, failure(1, fact=7))
    for number in (2, 3):
        await line.failed(failure(number, fact=7 + number))
    await tried(line, server, timer)

    assert line.nothing_to_try()

    assert (line.up, line.away) == (False, False)
    assert line.may_try(1)


async def test_a_probe_that_fails_in_an_unknown_way_is_put_off_as_any_other() -> None:
    server, timer = Server(), Timer()
    line = await away(server, timer, failure(1, fact=7))
    server.error = ValueError("nobody thought of it")
    timer.now += line.wait

    with pytest.raises(ValueError, match="nobody"):
        await line.probe()

    assert line.away
    assert line.wait == 2 * FIRST_WAIT
