"""The audit log: its pages, and what may be asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from domain.audit import PERIODS, Actor, Cursor, Page, Topic, Wanted
from keyboards.back import back
from keyboards.paging import button
from keyboards.types import Compact
from views import audit as view
from views.format import clip
from views.words import gettext as _

_LABEL = 30
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LATEST = 10**16
"""Microseconds, three hundred years: a forged button names no moment that a date cannot hold."""


class _Asked(CallbackData, prefix="-"):
    """What every button of the log carries: which entries are asked for."""

    topic: Topic = Topic.ALL
    days: Annotated[int, Field(ge=0, lt=367)] = 7
    who: Compact = 0

    @property
    def wanted(self) -> Wanted:
        """Return it as the use cases take it."""
        return Wanted(self.topic, self.days, self.who)


class OpenAudit(_Asked, prefix="au"):
    """Show entries; with a moment, those before it."""

    moment: Compact = 0
    """Microseconds since 2020; entries older than the bot do not exist."""
    key: Compact = 0

    @property
    def after(self) -> Cursor | None:
        """Return where the page begins."""
        if not self.moment:
            return None
        return Cursor(_BEGAN + min(self.moment, _LATEST) * _MICROSECOND, self.key)


class OpenTopics(_Asked, prefix="aut"):
    """Ask what the entries are to be about."""


class OpenPeriods(_Asked, prefix="aup"):
    """Ask of which days."""


class OpenActors(_Asked, prefix="auw"):
    """Ask whose."""


class SendAudit(_Asked, prefix="auf"):
    """Send them as a file."""


def page(shown: Page) -> InlineKeyboardMarkup:
    """Return the filters, the way on and the file."""
    wanted = shown.wanted
    who = clip(view.actor(shown.who), _LABEL) if shown.who else _("everybody")
    rows = [
        [button(f"🗂 {view.topic(wanted.topic)}", _to(OpenTopics, wanted))],
        [
            button(f"📅 {view.period(wanted.days)}", _to(OpenPeriods, wanted)),
            button(f"👤 {who}", _to(OpenActors, wanted)),
        ],
    ]
    ways = [] if shown.is_first else [button(_("⇤ Latest"), _to(OpenAudit, wanted))]
    if shown.following:
        ways.append(button(_("Earlier ›"), _from(wanted, shown.following)))
    rows += [ways] if ways else []
    if shown.lines:
        rows.append([button(_("📄 As a file (CSV)"), _to(SendAudit, wanted))])
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [back()]])


def topics(wanted: Wanted) -> InlineKeyboardMarkup:
    """Return what entries may be about."""
    every = [_choice(wanted, replace(wanted, topic=one), view.topic(one)) for one in Topic]
    rows = [every[place : place + 2] for place in range(0, len(every), 2)]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, _ways(wanted)])


def periods(wanted: Wanted) -> InlineKeyboardMarkup:
    """Return the days that may be asked for."""
    rows = [[_choice(wanted, replace(wanted, days=days), view.period(days))] for days in PERIODS]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, _ways(wanted)])


def actors(wanted: Wanted, found: Sequence[Actor]) -> InlineKeyboardMarkup:
    """Return the people whose entries may be asked for."""
    choices = [(0, _("everybody")), *((one.chat_id or 0, view.actor(one)) for one in found)]
    rows = [
        [_choice(wanted, replace(wanted, who=number), clip(label, _LABEL))]
        for number, label in choices
    ]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, _ways(wanted)])


def sent(wanted: Wanted) -> InlineKeyboardMarkup:
    """Return the way back from under the file."""
    return InlineKeyboardMarkup(inline_keyboard=[_ways(wanted)])


_Button = TypeVar("_Button", bound=_Asked)


def _to(kind: type[_Button], wanted: Wanted) -> _Button:
    return kind(topic=wanted.topic, days=wanted.days, who=wanted.who)


def _from(wanted: Wanted, cursor: Cursor) -> OpenAudit:
    moment = (cursor.at - _BEGAN) // _MICROSECOND
    return _to(OpenAudit, wanted).model_copy(update={"moment": moment, "key": cursor.key})


def _choice(now: Wanted, other: Wanted, label: str) -> InlineKeyboardButton:
    return button(f"✓ {label}" if other == now else label, _to(OpenAudit, other))


def _ways(wanted: Wanted) -> list[InlineKeyboardButton]:
    return [button(_("‹ The log"), _to(OpenAudit, wanted)), back()]
