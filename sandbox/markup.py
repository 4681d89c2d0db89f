"""Reply markup as Telegram takes it: its limits and its own words for what it refuses."""

import json
from typing import Any
from urllib.parse import urlsplit

from sandbox.refusals import Json, Refused, bad_request, sandbox_says

ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay", "disabled",
)  # fmt: skip
"""Exactly one of them makes an inline button: Bot API, InlineKeyboardButton."""

STYLES = ("danger", "success", "primary")
DATA_LIMIT = 64
"""Bytes of callback_data: Bot API, InlineKeyboardButton."""

BUTTON_LIMIT = 100
ROW_LIMIT = 8
SIZE_LIMIT = 10_000
"""Bytes of markup JSON that pass in practice: tginfo/Telegram-Limits #187, #228."""

WRONG_BUTTON = "can't parse inline keyboard button: "


def checked(raw: Any) -> Json | None:
    """Return the markup as an object, or ``None`` when there is none. Raises ``Refused``."""
    markup = _parsed(raw)
    if markup is None:
        return None
    rows = markup.get("inline_keyboard")
    if isinstance(rows, list):
        _check_size(markup, rows)
        for row in rows:
            for button in row:
                _check_button(button)
    return markup


def _parsed(raw: Any) -> Json | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except json.JSONDecodeError as error:
            raise bad_request("can't parse reply keyboard markup JSON object") from error
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    return raw


def _check_size(markup: Json, rows: list[Any]) -> None:
    if not all(isinstance(row, list) for row in rows):
        raise sandbox_says('"reply_markup.inline_keyboard" must be an Array of Array')
    crowded = sum(map(len, rows)) > BUTTON_LIMIT or any(len(row) > ROW_LIMIT for row in rows)
    written = json.dumps(markup, ensure_ascii=False, separators=(",", ":"))
    if crowded or len(written.encode()) > SIZE_LIMIT:
        raise bad_request("reply markup is too long")


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request(f"{WRONG_BUTTON}Inline keyboard button must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{WRONG_BUTTON}Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style") not in (None, *STYLES):
        raise bad_request(f"{WRONG_BUTTON}invalid button style specified")
    _check_action(button)


def _check_action(button: Json) -> None:
    actions = [name for name in ACTIONS if button.get(name) not in (None, "", False)]
    if "switch_inline_query" in button or "switch_inline_query_current_chat" in button:
        actions = actions or ["switch_inline_query"]
    if not actions:
        raise bad_request(f"{WRONG_BUTTON}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        names = ", ".join(actions)
        raise sandbox_says(f'button "{button["text"]}" must have one action, not {names}')
    if len(str(button.get("callback_data", "")).encode()) > DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    address = urlsplit(url if "://" in url else f"http://{url}")
    if address.scheme not in ("http", "https", "tg", "ton", "tonsite"):
        raise _wrong_url(url, "Unsupported URL protocol")
    if address.scheme in ("http", "https") and "." not in (address.hostname or ""):
        raise _wrong_url(url, "Wrong HTTP URL")


def _wrong_url(url: str, why: str) -> Refused:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")


def shown(markup: Json | None) -> Json | None:
    """Return what a message shows of a markup: the inline keyboard, unless it is empty."""
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    return {"inline_keyboard": rows} if rows else None
