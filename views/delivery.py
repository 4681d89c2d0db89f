"""The queue of messages in words: numbers and reasons, nothing of anybody."""

from collections.abc import Mapping

from domain.delivery import DeadGroup, Queue
from views.format import clip, escape, shorten
from views.words import gettext as _
from views.words import ngettext

_REASON = 60
_ROOM = 1600
"""Characters of each of the two lists."""


def delivery(shown: Queue, titles: Mapping[str, str]) -> str:
    """What waits by kind, then what did not get through by kind and reason."""
    heading = _("<b>📮 Delivery</b>")
    if not (shown.waiting or shown.dead):
        return heading + "\n\n" + _("Everything is delivered.")
    return "\n\n".join(
        part for part in (heading, _waiting(shown, titles), _dead(shown, titles)) if part
    )


def tried(back: int, shown: Queue, titles: Mapping[str, str]) -> str:
    """The same below what has just been done."""
    done = ngettext(
        "✓ {n} message is on its way again.", "✓ {n} messages are on their way again.", back
    )
    said = done.format(n=back) if back else _("There was nothing left to try again.")
    return said + "\n\n" + delivery(shown, titles)


def title(kind: str, titles: Mapping[str, str]) -> str:
    """Return a kind's name in plain text; a kind of another version has its code only."""
    return titles.get(kind, kind)


def _waiting(shown: Queue, titles: Mapping[str, str]) -> str:
    """One line a kind: what goes out now, what waits for its hour."""
    numbers: dict[str, dict[str, int]] = {}
    for one in shown.waiting:
        numbers.setdefault(one.kind, {})[one.state] = one.number
    if not numbers:
        return _("Nothing waits to be sent.")
    lines = [
        _("{kind}: {due} going out, {held} waiting for their hour").format(
            kind=escape(title(kind, titles)), due=of.get("due", 0), held=of.get("held", 0)
        )
        for kind, of in numbers.items()
    ]
    return _("<b>In the queue</b>") + "\n" + shorten(lines, room=_ROOM).text


def _dead(shown: Queue, titles: Mapping[str, str]) -> str:
    if not shown.dead:
        return ""
    lines = [_group(group, titles) for group in shown.dead]
    return _("<b>Not delivered</b>") + "\n" + shorten(lines, room=_ROOM).text


def _group(group: DeadGroup, titles: Mapping[str, str]) -> str:
    line = f"{escape(title(group.kind, titles))}: {group.number} — {_reason(group.reason)}"
    if not group.unreachable:
        return line
    stay = ngettext(
        "{n} stays until its chat writes to the bot again",
        "{n} stay until their chats write to the bot again",
        group.unreachable,
    )
    return f"{line} ({stay.format(n=group.unreachable)})"


def _reason(code: str) -> str:
    """Return a stored reason as a person reads it; one we have no words for, as it is stored."""
    words = {
        "forbidden": _("the bot is blocked or was removed there"),
        "chat not found": _("Telegram knows no such chat"),
        "bad request": _("Telegram refused the message"),
        "too large": _("too large for Telegram"),
        "unwritable": _("the message could not be written"),
    }
    return words.get(code) or escape(clip(code, _REASON)) or _("no reason is known")
