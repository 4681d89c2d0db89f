"""Every request is checked against the official tables."""

import json
from typing import Any

import pytest

from sandbox.refusals import Json, Refused
from sandbox.strict import checked
from sandbox.tables import ListOf, OneOf, Scalar, Thing, parse_kind, tables

HELLO: Json = {"chat_id": 1, "text": "x"}
KEYBOARD: Json = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}


def with_button(**button: Any) -> Json:
    return HELLO | {"reply_markup": {"inline_keyboard": [[button]]}}


def test_strings_of_a_form_take_the_types_of_the_table() -> None:
    typed = checked(
        "sendMessage",
        {
            "chat_id": "-100",
            "text": "5",
            "protect_content": "true",
            "disable_notification": "False",
            "reply_markup": json.dumps(KEYBOARD),
            "link_preview_options": '{"is_disabled": true}',
        },
    )

    assert typed == {
        "chat_id": -100,
        "text": "5",
        "protect_content": True,
        "disable_notification": False,
        "reply_markup": KEYBOARD,
        "link_preview_options": {"is_disabled": True},
    }


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", HELLO | {"reply_markup": KEYBOARD}),
        ("sendMessage", HELLO | {"chat_id": "@school"}),
        ("sendMessage", HELLO | {"reply_markup": {"remove_keyboard": True}}),
        ("sendMessage", HELLO | {"reply_markup": {"force_reply": True}}),
        ("sendMessage", HELLO | {"reply_markup": {"keyboard": [[{"text": "Меню"}]]}}),
        ("sendMessage", with_button(text="a", copy_text={"text": "b"})),
        ("sendMessage", with_button(text="a", callback_data="я" * 32, style="danger")),
        ("sendMessage", with_button(text="a", disabled={})),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 1}}),
        ("setChatMenuButton", {"menu_button": {"type": "commands"}}),
        ("sendMediaGroup", {"chat_id": 1, "media": [{"type": "photo", "media": "x"}]}),
        ("setMessageReaction", {"chat_id": 1, "message_id": 2,
                                "reaction": [{"type": "emoji", "emoji": "👍"}]}),
        ("setWebhook", {"url": ""}),
    ],
)  # fmt: skip
def test_what_the_tables_allow_passes(method: str, params: Json) -> None:
    assert checked(method, params) == params


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendChatAction", {"chat_id": 1}, 'parameter "action" is required'),
        ("sendMessage", HELLO | {"silent": True}, 'sandbox: unknown parameter "silent"'),
        ("sendMessage", HELLO | {"text": 5}, 'sandbox: "text" must be String, not 5'),
        (
            "sendMessage",
            HELLO | {"protect_content": "maybe"},
            'sandbox: "protect_content" must be Boolean, not "maybe"',
        ),
        (
            "sendMessage",
            HELLO | {"message_thread_id": True},
            'sandbox: "message_thread_id" must be Integer, not true',
        ),
        (
            "sendMessage",
            HELLO | {"link_preview_options": {"disabled": True}},
            'sandbox: unknown field "link_preview_options.disabled"',
        ),
        (
            "sendMessage",
            HELLO | {"link_preview_options": "{"},
            ('sandbox: parameter "link_preview_options" is not JSON: '
            "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ),
        (
            "sendMessage",
            HELLO | {"entities": [{"type": "bold", "offset": 0}]},
            'sandbox: field "entities[0].length" is required',
        ),
        (
            "sendMessage",
            HELLO | {"reply_markup": {"keyboard": [["a"]], "inline_keyboard": []}},
            'sandbox: unknown field "reply_markup.keyboard"',
        ),
        (
            "sendMessage",
            HELLO | {"reply_markup": {}},
            ('sandbox: "reply_markup" is none of InlineKeyboardMarkup, ReplyKeyboardMarkup, '
            "ReplyKeyboardRemove, ForceReply"),
        ),
        (
            "sendMessage",
            with_button(text="a", callback_data="b", colour="red"),
            'sandbox: unknown field "reply_markup.inline_keyboard[0][0].colour"',
        ),
        (
            "sendMessage",
            with_button(text="a", copy_text={"text": "x" * 257}),
            ('sandbox: "reply_markup.inline_keyboard[0][0].copy_text.text" '
            "must be of 1-256 characters, not 257"),
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            'sandbox: field "commands[0].description" is required',
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "everywhere"}},
            ('sandbox: "scope" is none of BotCommandScopeDefault, BotCommandScopeAllPrivateChats, '
            "BotCommandScopeAllGroupChats, BotCommandScopeAllChatAdministrators, "
            "BotCommandScopeChat, BotCommandScopeChatAdministrators, BotCommandScopeChatMember"),
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "chat"}},
            'sandbox: field "scope.chat_id" is required',
        ),
        (
            "setMyName",
            {"name": "x" * 65},
            'sandbox: "name" must be of 0-64 characters, not 65',
        ),
        ("setChatPhoto", {"chat_id": 1, "photo": "x"}, 'sandbox: "photo" must be a file'),
        ("deleteMessages", {"chat_id": 1, "message_ids": 5},
         'sandbox: "message_ids" must be an Array'),
    ],
)  # fmt: skip
def test_what_the_tables_do_not_allow_is_refused(
    method: str, params: Json, description: str
) -> None:
    with pytest.raises(Refused) as refused:
        checked(method, params)

    assert (refused.value.code, refused.value.description) == (400, f"Bad Request: {description}")


def test_a_lenient_server_ignores_what_it_does_not_know_as_telegram_does() -> None:
    assert checked("sendMessage", HELLO | {"silent": True}, strict=False) == HELLO


def test_kinds_are_read_as_the_tables_write_them() -> None:
    assert parse_kind("Array of Array of Integer") == ListOf(ListOf(Scalar("Integer")))
    assert parse_kind("InputFile or String") == OneOf((Thing("InputFile"), Scalar("String")))
    assert parse_kind("Array of InputMediaPhoto and InputMediaVideo") == ListOf(
        OneOf((Thing("InputMediaPhoto"), Thing("InputMediaVideo")))
    )


def test_every_kind_of_the_tables_is_known() -> None:
    table = tables()
    names = table.types.keys() | table.unions.keys()
    fields = [f for group in (table.methods, table.types) for row in group.values()
              for f in row.values()]  # fmt: skip

    unknown = {kind.name for field in fields for kind in leaves(field.kind)} - names

    assert (len(table.methods), unknown) == (185, set())


def leaves(kind: Any) -> list[Thing]:
    match kind:
        case Thing():
            return [kind]
        case ListOf(item):
            return leaves(item)
        case OneOf(kinds):
            return [leaf for one in kinds for leaf in leaves(one)]
    return []
