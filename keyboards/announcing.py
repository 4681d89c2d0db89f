"""Writing news: for whom, its options, when it goes out, who has read it."""

from collections.abc import Sequence
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from domain.announcing import (
    AUDIENCES,
    Announcement,
    Audience,
    Choices,
    Hearers,
    OwnNews,
    Readers,
    State,
)
from domain.rights import What
from keyboards.back import back
from keyboards.open import OpenOwn, OpenOwnNews
from keyboards.paging import button, pager
from keyboards.types import Compact, Page, RowId
from views import announcing as view
from views.format import clip
from views.words import gettext as _

_LABEL = 30


class OpenAudiences(CallbackData, prefix="na"):
    """Show for whom one may write."""

    page: Page = 0


class BeginNews(CallbackData, prefix="nb"):
    """Begin to write for these."""

    what: What
    target_id: RowId
    grade: Annotated[str, Field(max_length=6)] = ""


class KeepNews(CallbackData, prefix="nk"):
    """Keep what was written as a draft, or in place of the words before."""

    again: bool = False


class SetHearers(CallbackData, prefix="nh"):
    """Choose who of the families hears."""

    news_id: RowId
    hearers: Hearers


class SetFlag(CallbackData, prefix="ns"):
    """Turn an option on or off."""

    news_id: RowId
    flag: Literal["must_confirm", "urgent"]
    on: bool


class PostNow(CallbackData, prefix="np"):
    """Send it."""

    news_id: RowId


class PostAt(CallbackData, prefix="npa"):
    """Send it at this hour, today or tomorrow."""

    news_id: RowId
    day: Literal["today", "tomorrow"]
    hour: int


class AskMoment(CallbackData, prefix="npm"):
    """Ask when it shall go out."""

    news_id: RowId


class DropDraft(CallbackData, prefix="nx"):
    """Forget it."""

    news_id: RowId


class RewriteNews(CallbackData, prefix="nr"):
    """Write other words."""

    news_id: RowId


class AskWithdraw(CallbackData, prefix="nwa"):
    """Ask whether it shall be taken back."""

    news_id: RowId


class Withdraw(CallbackData, prefix="nw"):
    """Take it back."""

    news_id: RowId


class OpenReaders(CallbackData, prefix="nrd"):
    """Show who has read it."""

    news_id: RowId
    page: Page = 0


class RemindReaders(CallbackData, prefix="nrm"):
    """Write to those who have not confirmed."""

    news_id: RowId


class OpenChoices(CallbackData, prefix="nc"):
    """Show the students whom it could be for."""

    news_id: RowId
    page: Page = 0


class ChooseStudent(CallbackData, prefix="nct"):
    """Let it be for this student's family, or not."""

    news_id: Compact
    student_id: Compact
    on: bool
    page: Page = 0


class ChooseAll(CallbackData, prefix="nca"):
    """Let it be for all of them again."""

    news_id: RowId


def own(shown: OwnNews) -> InlineKeyboardMarkup:
    """Return the way to write, and a button for each piece of news."""
    rows = [[button(_("✍️ Write"), OpenAudiences())]]
    rows += [[button(_label(one), OpenOwn(news_id=one.id))] for one in shown.items]
    paging = pager(shown.page, has_more=shown.has_more, target=lambda page: OpenOwnNews(page=page))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, *paging, [back()]])


def _label(one: Announcement) -> str:
    return f"{view.icon(one.state)} {clip(one.title, _LABEL) or '📎'}"


def audiences(found: Sequence[Audience], page: int = 0) -> InlineKeyboardMarkup:
    """Return a button for each audience of the page."""
    first = page * AUDIENCES
    several = len({one.id for one in found if one.what is What.SCHOOL}) > 1
    every = [
        button(
            clip(_audience(one, several=several), _LABEL),
            BeginNews(what=one.what, target_id=one.id, grade=one.grade[:6]),
        )
        for one in found[first : first + AUDIENCES]
    ]
    rows = [every[place : place + 2] for place in range(0, len(every), 2)]
    has_more = len(found) > first + AUDIENCES
    rows += pager(page, has_more=has_more, target=lambda other: OpenAudiences(page=other))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [_to_own(), back()]])


def _audience(one: Audience, *, several: bool) -> str:
    """Return for whom it is; a year with its school, where there are several schools."""
    label = view.audience(one)
    return f"{label} · {one.title}" if several and one.grade else label


def preview(*, posted_must_confirm: bool = False) -> InlineKeyboardMarkup:
    """Return the way on; for words in place of those that were confirmed, with a question."""
    if posted_must_confirm:
        rows = [
            [button(_("Change, keep the confirmations"), KeepNews())],
            [button(_("Change and ask again"), KeepNews(again=True))],
        ]
    else:
        rows = [[button(_("Next →"), KeepNews())]]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [button(_("✕ Drop"), OpenOwnNews())]])


def one(shown: Announcement) -> InlineKeyboardMarkup:
    """Return what its author can do with it now."""
    if shown.state in (State.DRAFT, State.SCHEDULED):
        return _draft(shown)
    number = shown.id
    rows: list[list[InlineKeyboardButton]] = []
    if shown.state is State.POSTED:
        rows.append([button(_("👥 Who has read it"), OpenReaders(news_id=number))])
        if shown.must_confirm:
            remind = _("🔔 Remind who has not confirmed")
            rows.append([button(remind, RemindReaders(news_id=number))])
        rows.append([
            button(_("✏️ Change"), RewriteNews(news_id=number)),
            button(_("🚫 Withdraw"), AskWithdraw(news_id=number)),
        ])  # fmt: skip
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [_to_own(), back()]])


def _draft(shown: Announcement) -> InlineKeyboardMarkup:
    number = shown.id
    order = list(Hearers)
    following = order[(order.index(shown.hearers) + 1) % len(order)]
    confirm, urgent = shown.must_confirm, shown.urgent
    rows = [
        [
            button(
                f"👪 {view.hearers(shown.hearers)}",
                SetHearers(news_id=number, hearers=following),
            )
        ],
        [
            button(
                _tick(_("To be confirmed"), on=confirm),
                SetFlag(news_id=number, flag="must_confirm", on=not confirm),
            ),
            button(
                _tick(_("Urgent"), on=urgent),
                SetFlag(news_id=number, flag="urgent", on=not urgent),
            ),
        ],
        *_whom(shown),
        [button(_("📢 Send now"), PostNow(news_id=number))],
        [
            button(_("Today 18:00"), PostAt(news_id=number, day="today", hour=18)),
            button(_("Tomorrow 8:00"), PostAt(news_id=number, day="tomorrow", hour=8)),
            button(_("At…"), AskMoment(news_id=number)),
        ],
        [
            button(_("✏️ Change"), RewriteNews(news_id=number)),
            button(_("🗑 Delete"), DropDraft(news_id=number)),
        ],
    ]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [_to_own(), back()]])


def _whom(shown: Announcement) -> list[list[InlineKeyboardButton]]:
    """Return the way to single students; a whole school's news is for all of it."""
    if shown.audience.what is What.SCHOOL:
        return []
    return [[button(f"🎯 {view.chosen(shown)}", OpenChoices(news_id=shown.id))]]


def choices(shown: Choices) -> InlineKeyboardMarkup:
    """Return a button a student, and the way back to all of them."""
    number, page = shown.news.id, shown.page
    every = [
        button(
            _tick(clip(f"{one.name.family} {one.name.given}".strip(), _LABEL), on=one.is_chosen),
            ChooseStudent(news_id=number, student_id=one.id, on=not one.is_chosen, page=page),
        )
        for one in shown.students
    ]
    rows = [every[place : place + 2] for place in range(0, len(every), 2)]
    rows += pager(
        page, has_more=shown.has_more, target=lambda other: OpenChoices(news_id=number, page=other)
    )
    done = [
        button(_("👥 For all of them"), ChooseAll(news_id=number)),
        button(_("✓ Done"), OpenOwn(news_id=number)),
    ]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, done, [back()]])


def _tick(label: str, *, on: bool) -> str:
    return f"✅ {label}" if on else f"◻️ {label}"


def ask_withdraw(news_id: int) -> InlineKeyboardMarkup:
    """Return the yes and the no."""
    rows = [
        [button(_("Yes, withdraw"), Withdraw(news_id=news_id))],
        [button(_("No"), OpenOwn(news_id=news_id))],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def readers(shown: Readers) -> InlineKeyboardMarkup:
    """Return the pages and the way back."""
    number = shown.news.id
    paging = pager(
        shown.page, has_more=shown.has_more,
        target=lambda page: OpenReaders(news_id=number, page=page),
    )  # fmt: skip
    ways = [button(_("‹ The news"), OpenOwn(news_id=number)), back()]
    return InlineKeyboardMarkup(inline_keyboard=[*paging, ways])


def only_own() -> InlineKeyboardMarkup:
    """Return the way back to the list."""
    return InlineKeyboardMarkup(inline_keyboard=[[_to_own(), back()]])


def _to_own() -> InlineKeyboardButton:
    return button(_("‹ My news"), OpenOwnNews())
