"""Texts as Telegram stores them: trimmed, measured after parsing, with what it finds in them."""

import pytest

from sandbox.refusals import Json, Refused
from sandbox.texts import caption, message_text, typed_by_person


def test_a_text_is_trimmed_and_its_entities_move_along() -> None:
    formatted = message_text({"text": "\n  <b> да </b>нет \n", "parse_mode": "HTML"})

    assert formatted.text == "да нет"
    assert formatted.entities == [{"type": "bold", "offset": 0, "length": 3}]


def test_neighbours_of_one_style_become_one_entity() -> None:
    formatted = message_text({"text": "<b>a</b><b>b</b> <b>c</b>", "parse_mode": "html"})

    assert formatted.entities == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "bold", "offset": 3, "length": 1},
    ]


def test_length_is_counted_in_characters_after_parsing() -> None:
    longest = "<b>" + "🎒" * 4096 + "</b>"

    formatted = message_text({"text": longest, "parse_mode": "HTML"})

    assert len(formatted.text) == 4096
    assert formatted.entities == [{"type": "bold", "offset": 0, "length": 8192}]


def test_only_a_hundred_entities_are_kept() -> None:
    formatted = message_text({"text": "<b>a</b> " * 120, "parse_mode": "HTML"})

    assert len(formatted.entities) == 100


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({}, "Bad Request: message text is empty"),
        ({"text": " \n "}, "Bad Request: text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
        ({"text": "я" * 4097}, "Bad Request: message is too long"),
        ({"text": "x" * 32_769}, "Bad Request: text is too long"),
        ({"text": "half of \ud83c"}, "Bad Request: text must be encoded in UTF-8"),
        ({"text": "x", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        (
            {"text": "*x*", "parse_mode": "MarkdownV2"},
            "Bad Request: sandbox: Markdown is not read here; use HTML",
        ),
        (
            {"text": "Оля <3", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Unclosed start tag at byte offset 7",
        ),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused(params: Json, description: str) -> None:
    with pytest.raises(Refused) as refused:
        message_text(params)

    assert (refused.value.code, refused.value.description) == (400, description)


def test_a_caption_may_be_missing_but_not_long() -> None:
    nothing = caption({})
    with pytest.raises(Refused) as refused:
        caption({"caption": "я" * 1025})

    assert nothing.json("caption", "caption_entities") == {}
    assert refused.value.description == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start ABC", [("bot_command", 0, 6)]),
        ("/menu@diary_bot", [("bot_command", 0, 15)]),
        ("🎒 /today", [("bot_command", 3, 6)]),
        ("1/2 и путь/файл", []),
        ("https://school.example/a, да", [("url", 0, 24)]),
        ("Откройте t.me/diary_bot?start=K7QM.", [("url", 9, 25)]),
        ("school.example, 5.5 и т.д.", [("url", 0, 14)]),
        ("anna@school.example", []),
        ("@anna_1 и #7Б", [("mention", 0, 7), ("hashtag", 10, 3)]),
        ("#7", []),
    ],
)
def test_commands_links_names_and_tags_are_found(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    entities = typed_by_person(text).entities

    assert [(e["type"], e["offset"], e["length"]) for e in entities] == found


def test_nothing_is_found_inside_code() -> None:
    formatted = message_text({"text": "<code>/start</code>", "parse_mode": "HTML"})

    assert [entity["type"] for entity in formatted.entities] == ["code"]
