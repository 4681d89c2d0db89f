"""Which commands Telegram offers to whom."""

import re

from aiogram.methods import SetMyCommands
from aiogram.types import (
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.app import dispatcher
from bot.settings import Settings
from domain.clock import FixedClock
from handlers import commands
from storage.database import Database
from tests.person import Person

FAMILY = [
    "menu", "today", "tomorrow", "week", "homework", "marks", "final", "news", "settings", "help",
]  # fmt: skip


async def test_commands_are_set_per_scope_and_language(
    db: Database, clock: FixedClock, settings: Settings
) -> None:
    person = Person(dispatcher(db, clock, settings), 1001)

    await commands.publish(person.bot, "ru")
    await commands.publish_to_staff(person.bot, 1004)

    calls = [call for call in person._session.calls if isinstance(call, SetMyCommands)]
    assert [(type(call.scope), call.language_code) for call in calls] == [
        (BotCommandScopeAllPrivateChats, "ru"), (BotCommandScopeAllPrivateChats, None),
        (BotCommandScopeAllPrivateChats, "en"), (BotCommandScopeAllGroupChats, "ru"),
        (BotCommandScopeAllGroupChats, None), (BotCommandScopeAllGroupChats, "en"),
        (BotCommandScopeChat, "ru"),
        (BotCommandScopeChat, "en"), (BotCommandScopeChat, None),
    ]  # fmt: skip
    listed = [[command.command for command in call.commands] for call in calls]
    assert listed[:3] == [FAMILY] * 3
    assert listed[3:6] == [["bind", "unbind"]] * 3
    assert listed[6:] == [["journal", "class", *FAMILY]] * 3
    for call in calls:
        for command in call.commands:
            assert re.fullmatch(r"[a-z]{1,32}", command.command)
            assert 0 < len(command.description) <= 256
    assert calls[0].commands[1].description == "Дневник на сегодня"
