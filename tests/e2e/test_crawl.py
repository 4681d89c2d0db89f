"""From the menu as each role, every button that can be reached is pressed, in both languages."""

from collections import deque

import pytest
import sqlalchemy as sa

from bot.serve import Service
from sandbox.messages import Button, Message
from sandbox.people import Person
from sandbox.server import BotApiServer
from storage import tables as t
from tests.long import so_many
from tests.school import SEPTEMBER

DEPTH = 4
MOST = 160
"""Buttons pressed per role: calendars go on for ever."""
ROLES = {
    "mother": 1001, "student": 1002, "father": 1003, "teacher": 1004, "deputy": 1005,
    "admin": 1006, "subject teacher": 1007, "stranger": 9999,
}  # fmt: skip
LAST_OF_ALL = ("unlink", "drop", "revoke")
"""Parts of callback prefixes that take something away: pressed after everything else."""


def _data(screen: Message) -> list[Button]:
    return [button for button in screen.buttons if button.data is not None]


async def hire(service: Service) -> None:
    """Give the deputy head, an administrator and a teacher of physics their chats."""
    async with service.database.begin() as session:
        physicist = {"id": 50, "given_name": "Нина", "family_name": "Белова"}
        keys = {"source": "hired", "sourced_id": "50"}
        await session.execute(sa.insert(t.person).values(**physicist, **keys))
        seat = {"course_id": 2, "person_id": 50, "role": "teacher"}
        await session.execute(sa.insert(t.course_member).values(**seat, **keys))
        for number, grant in (
            (5, {"role": "staff", "person_id": 6}),
            (6, {"role": "school_admin", "holder_name": "Админ"}),
            (7, {"role": "staff", "person_id": 50}),
        ):
            chat = {"id": number, "telegram_id": 1000 + number, "created_at": SEPTEMBER}
            await session.execute(sa.insert(t.chat).values(**chat))
            row = {"chat_id": number, "granted_at": SEPTEMBER, **grant}
            await session.execute(sa.insert(t.access_grant).values(**row))


async def _crawl(person: Person, most: int = MOST) -> dict[str, int]:
    """Press breadth first; return the depth at which each button was first met."""
    await person.say("/menu")
    first = await person.wait_for(lambda message: message.from_bot)
    met = {str(button.data): 1 for button in _data(first)}
    waiting, postponed = deque(met), deque[str]()
    pressed = 0
    while (waiting or postponed) and pressed < most:
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
    await hire(service)
    person = server.person(ROLES[role], role, language_code=language)

    met = await _crawl(person, so_many(MOST, 60))

    assert [(call.description, call.params) for call in server.outbox.errors()] == []
    assert [tap.data for tap in server.taps if tap.answer is None] == []
    assert len(met) >= (1 if role == "stranger" else 10)
    apologies = ("Something went wrong", "У нас что-то сломалось")
    assert [
        tap.data for tap in server.taps if tap.answer and tap.answer.text.startswith(apologies)
    ] == []
