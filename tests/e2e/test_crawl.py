"""From the menu as each role, every button that can be reached is pressed, in both languages."""

from collections import deque

import pytest

from bot.serve import Service
from sandbox.messages import Button, Message
from sandbox.people import Person
from sandbox.server import BotApiServer

DEPTH = 4
MOST = 160
"""Buttons pressed per role: calendars go on for ever."""
ROLES = {"mother": 1001, "student": 1002, "father": 1003, "teacher": 1004, "stranger": 9999}
LAST_OF_ALL = ("unlink", "drop", "revoke")
"""Parts of callback prefixes that take something away: pressed after everything else."""


def _data(screen: Message) -> list[Button]:
    return [button for button in screen.buttons if button.data is not None]


async def _crawl(person: Person) -> dict[str, int]:
    """Press breadth first; return the depth at which each button was first met."""
    await person.say("/menu")
    first = await person.wait_for(lambda message: message.from_bot)
    met = {str(button.data): 1 for button in _data(first)}
    waiting, postponed = deque(met), deque[str]()
    pressed = 0
    while (waiting or postponed) and pressed < MOST:
        data = (waiting or postponed).popleft()
        if waiting and any(part in data.split(":")[0] for part in LAST_OF_ALL):
            postponed.append(data)
            continue
        pressed += 1
        await person.tap(data=data)
        screen = person.screen
        assert screen.buttons, f"no way back from {data}\n{screen.transcript()}"
        if met[data] < DEPTH:
            for button in _data(screen):
                if str(button.data) not in met:
                    met[str(button.data)] = met[data] + 1
                    waiting.append(str(button.data))
    return met


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("role", ROLES)
async def test_every_button_answers_and_leads_back(
    service: Service, server: BotApiServer, role: str, language: str
) -> None:
    person = server.person(ROLES[role], role, language_code=language)

    met = await _crawl(person)

    assert [(call.description, call.params) for call in server.outbox.errors()] == []
    assert [tap.data for tap in server.taps if tap.answer is None] == []
    assert len(met) >= (1 if role == "stranger" else 10)
    apologies = ("Something went wrong", "У нас что-то сломалось")
    assert [
        tap.data for tap in server.taps if tap.answer and tap.answer.text.startswith(apologies)
    ] == []
