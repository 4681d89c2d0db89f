"""What one message says: the facts that fell due for a chat, as they are by now.

A fact whose thing changed again before it was told is told once, in its last state.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.fact import File
from domain.facts import Fact, load
from domain.merging import merge
from domain.timing import Mode
from notifications.kind import Hearer, Kind
from storage.deliveries import Claimed
from views.format import clip, escape
from views.words import gettext as _

logger = logging.getLogger(__name__)
LIMIT = 4096
"""Characters of one message (Bot API, sendMessage); we count the markup too, Telegram does not."""
ROWS = 6
"""Rows of buttons under a message about several things."""
_NAME = 40
_LABEL = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact that is left to tell, and the delivery that tells it."""

    claimed: Claimed
    kind: Kind
    fact: Fact
    absorbed: tuple[int, ...] = ()
    """Earlier deliveries about the same thing, which this one tells along."""

    @property
    def hearer(self) -> Hearer:
        """To whom it is told, as the kinds know them."""
        children = self.claimed.children
        names = tuple(child.name for child in children if not child.itself)
        return Hearer(children[0].id, names, self.claimed.chat.is_group)


@dataclass(slots=True)
class Sorted:
    """What becomes of the deliveries that were claimed together."""

    entries: list[Entry] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    """Deliveries of things that are by now as if nothing had been."""
    broken: list[int] = field(default_factory=list)
    """Deliveries whose facts cannot be read."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes out."""

    text: str
    markup: InlineKeyboardMarkup | None
    entries: tuple[Entry, ...]
    """What it tells."""
    files: tuple[File, ...] = ()
    """What goes along, where it tells of one thing."""
    topic: int | None = None
    """The forum topic that it goes to."""
    changes: int | None = None
    """The message that it takes the place of."""
    anew: bool = True
    """Whether it goes out by itself where that message is gone."""


def settle(claimed: Sequence[Claimed], kinds: Mapping[str, Kind]) -> Sorted:
    """Return what is left to tell, in the order in which it happened."""
    found = Sorted()
    told: dict[str, list[Entry]] = {}
    for one in claimed:
        try:
            entry = Entry(one, kinds[one.kind], load(one.kind, dict(one.payload)))
        except (KeyError, TypeError, ValueError) as error:
            log_broken(one, error)
            found.broken.append(one.id)
            continue
        thing = entry.fact.thing or f"delivery:{one.id}"
        told[thing] = _follow(told.get(thing, []), entry, kinds, found.withdrawn)
    found.entries = sorted((entry for story in told.values() for entry in story), key=_order)
    return found


def _follow(
    story: list[Entry], entry: Entry, kinds: Mapping[str, Kind], withdrawn: list[int]
) -> list[Entry]:
    """Return the story of one thing with what came next."""
    if not story:
        return [entry]
    last = story[-1]
    absorbed = (*last.absorbed, last.claimed.id)
    match merge(last.fact, entry.fact):
        case ():
            withdrawn += [*absorbed, entry.claimed.id]
            return story[:-1]
        case (left,):
            return [*story[:-1], Entry(entry.claimed, kinds[left.code], left, absorbed)]
    return [*story, entry]


def _order(entry: Entry) -> int:
    return entry.claimed.id


def write(entries: Sequence[Entry], *, discreet: bool) -> Letter:
    """Return a message about as many of these as it has room for, at least the first."""
    room = LIMIT - len(_cover("", discreet=discreet))
    taken = len(entries)
    text = _text(entries)
    while len(text) > room and taken > 1:
        taken -= 1
        text = _text(entries[:taken])
    entries = entries[:taken]
    first = entries[0]
    chat = first.claimed.chat
    return Letter(
        _cover(text, discreet=discreet and not chat.is_group),
        # In a group a button would be everybody's.
        None if chat.is_group else _markup(entries),
        tuple(entries),
        tuple(first.kind.files(first.fact)) if len(entries) == 1 else (),
        chat.topic,
        first.claimed.message_id if first.kind.changes else None,
        first.kind.anew,
    )


def _text(entries: Sequence[Entry]) -> str:
    heading = _heading(entries[0].claimed.mode)
    if len(entries) == 1:
        return heading + entries[0].kind.text(entries[0].fact, entries[0].hearer)
    return heading + "\n\n".join(map(_paragraph, _by_children(entries)))


def _heading(mode: Mode) -> str:
    match mode:
        case Mode.EVENING:
            return _("🌆 <b>The day in brief</b>") + "\n\n"
        case Mode.WEEKLY:
            return _("📅 <b>The week in brief</b>") + "\n\n"
    return ""


def _by_children(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return the entries child by child, the child of the first entry first."""
    every = [_names(entry) for entry in entries]
    ordered = sorted(entries, key=lambda entry: every.index(_names(entry)))
    return [list(group) for _names_of, group in groupby(ordered, key=_names)]


def _names(entry: Entry) -> str:
    return ", ".join(entry.hearer.children)


def _paragraph(group: Sequence[Entry]) -> str:
    """Return the children's names, then a line or two for each entry."""
    names = ", ".join(f"<b>{escape(clip(name, _NAME))}</b>" for name in group[0].hearer.children)
    nameless = Hearer(group[0].hearer.student_id)
    lines = [entry.kind.text(entry.fact, nameless) for entry in group]
    return "\n".join([names, *lines] if names else lines)


def _cover(text: str, *, discreet: bool) -> str:
    """Hide the text where the chat wants that: a lock screen shows the first line only."""
    if not discreet:
        return text
    return _("🔔 News in the diary. Tap the text to see it.") + f"\n<tg-spoiler>{text}</tg-spoiler>"


def _markup(entries: Sequence[Entry]) -> InlineKeyboardMarkup:
    """Return each way that the entries lead to, once; the last row is the way back of all."""
    if len(entries) == 1:
        return entries[0].kind.markup(entries[0].fact, entries[0].hearer)
    groups = _by_children(entries)
    rows: dict[str, list[InlineKeyboardButton]] = {}
    last: list[InlineKeyboardButton] = []
    for group in groups:
        prefix = _label(group[0]) if len(groups) > 1 else ""
        for entry in group:
            *ways, last = entry.kind.markup(entry.fact, entry.hearer).inline_keyboard
            for row in ways:
                for button in row:
                    named = button.model_copy(update={"text": prefix + button.text})
                    rows.setdefault(button.callback_data or button.text, [named])
    buttons = [button for row in rows.values() for button in row][: ROWS * 2]
    pairs = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return InlineKeyboardMarkup(inline_keyboard=[*pairs, last])


def _label(entry: Entry) -> str:
    """Return the first name of the first child, to tell one button from another."""
    names = entry.hearer.children
    first = names[0].split(" ")[0] if names else ""
    return f"{clip(first, _LABEL)}: " if first else ""


def log_broken(claimed: Claimed, error: Exception) -> None:
    """Log where it broke but not on what: an exception's text may hold a child's data."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    name = type(error).__name__
    logger.error("fact %d (%s): %s at %s", claimed.fact_id, claimed.kind, name, place)
