"""What the bot says of itself, per scope and language."""

import pytest

from sandbox import BotApiServer, Person
from sandbox.refusals import Json
from tests.sandbox.api import Api

MENU = {"command": "menu", "description": "Меню"}
JOURNAL = {"command": "journal", "description": "Журнал"}


async def test_commands_belong_to_a_scope_and_a_language(api: Api, anna: Person) -> None:
    chat = {"type": "chat", "chat_id": 1001}
    await api.ok("setMyCommands", commands=[MENU], language_code="ru")
    await api.ok("setMyCommands", commands=[JOURNAL], scope=chat)

    russian = await api.ok("getMyCommands", language_code="ru")
    anywhere = await api.ok("getMyCommands")
    annas = anna.commands
    await api.ok("deleteMyCommands", scope=chat)

    assert (russian, anywhere) == ([MENU], [])
    assert (annas, anna.commands) == ([JOURNAL], [MENU])


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"commands": [MENU] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        (
            {"commands": [MENU | {"command": "a" * 33}]},
            "command length must not exceed 32",
        ),
        ({"commands": [MENU | {"command": "меню"}]}, "BOT_COMMAND_INVALID"),
        (
            {"commands": [MENU | {"description": "я" * 257}]},
            "command description length must not exceed 256",
        ),
        ({"commands": [MENU | {"description": " "}]}, "command description must be non-empty"),
        ({"commands": [MENU], "language_code": "rus"}, "invalid language code specified"),
        (
            {"commands": [MENU], "scope": {"type": "chat", "chat_id": 77}},
            "chat not found",
        ),
    ],
)
async def test_wrong_commands_are_refused(api: Api, params: Json, description: str) -> None:
    assert await api.no("setMyCommands", **params) == f"400 Bad Request: {description}"


async def test_names_and_descriptions_fall_back_to_the_default_language(
    api: Api, server: BotApiServer
) -> None:
    before = await api.ok("getMyName")
    await api.ok("setMyName", name="Diary", language_code="en")
    await api.ok("setMyDescription", description="Дневник школы")
    await api.ok("setMyShortDescription", short_description="Дневник")

    assert before == {"name": "Дневник"}
    assert await api.ok("getMyName", language_code="en") == {"name": "Diary"}
    assert await api.ok("getMyDescription", language_code="en") == {"description": "Дневник школы"}
    assert await api.ok("getMyShortDescription") == {"short_description": "Дневник"}


async def test_the_menu_button_is_set_for_all_or_for_a_chat(api: Api, anna: Person) -> None:
    app = {"type": "web_app", "text": "Открыть", "web_app": {"url": "https://school.example"}}
    await api.ok("setChatMenuButton", chat_id=1001, menu_button=app)

    assert await api.ok("getChatMenuButton", chat_id=1001) == app
    assert await api.ok("getChatMenuButton") == {"type": "commands"}
