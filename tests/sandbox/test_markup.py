"""Keyboards: Telegram's limits and its words."""

from typing import Any

import pytest

from sandbox import markup
from sandbox.refusals import Refused


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(text: str = "a", **more: Any) -> dict[str, Any]:
    return {"text": text, **(more or {"callback_data": "b"})}


@pytest.mark.parametrize(
    ("raw", "description"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        (
            inline([{"callback_data": "b"}]),
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (inline([button("  ")]), "inline keyboard button text must be non-empty"),
        (
            inline([{"text": "a"}]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline([button(callback_data="")]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline([button(callback_data="b", style="red")]),
            "can't parse inline keyboard button: invalid button style specified",
        ),
        (
            inline([button(callback_data="b", url="https://a.example")]),
            'sandbox: button "a" must have one action, not url, callback_data',
        ),
        (inline([button(callback_data="я" * 33)]), "BUTTON_DATA_INVALID"),
        (
            inline([button(url="http://localhost/")]),
            "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        (
            inline([button(url="ftp://a.example")]),
            "inline keyboard button URL 'ftp://a.example' is invalid: Unsupported URL protocol",
        ),
        (inline(*[[button()]] * 101), "reply markup is too long"),
        (inline([button()] * 9), "reply markup is too long"),
        (inline(*[[button("я" * 60)]] * 80), "reply markup is too long"),
    ],
)
def test_a_wrong_keyboard_is_refused_in_telegrams_words(raw: Any, description: str) -> None:
    with pytest.raises(Refused) as refused:
        markup.checked(raw)

    assert refused.value.description == f"Bad Request: {description}"


@pytest.mark.parametrize("raw", [None, ""])
def test_no_keyboard_is_none(raw: Any) -> None:
    assert markup.checked(raw) is None


def test_the_longest_data_and_a_hundred_buttons_pass() -> None:
    rows = [[button("a", callback_data="я" * 32)] * 8] * 12 + [[button()] * 4]

    assert markup.checked(inline(*rows)) == inline(*rows)


def test_an_empty_keyboard_shows_nothing() -> None:
    assert markup.shown(inline([])) is None
    assert markup.shown({"remove_keyboard": True}) is None
    assert markup.shown(inline([], [button()])) == inline([button()])
