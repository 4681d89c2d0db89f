"""Questions: the list, whom to ask, a thread, what is about to be sent."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.questions import Addressee, State, Target, Thread, ThreadLine, ThreadPage
from keyboards.back import back
from keyboards.open import AnswerThread, OpenThread, OpenThreads
from keyboards.paging import button, pager
from keyboards.types import Compact, Page, RowId
from views import questions as view
from views.format import clip
from views.words import gettext as _


class OpenTargets(CallbackData, prefix="qw"):
    """Show whom one may ask about a student."""

    student_id: RowId


class AskTarget(CallbackData, prefix="qn"):
    """Begin a question to this office."""

    student_id: Compact
    target_id: Compact
    addressee: Addressee


class SendQuestion(CallbackData, prefix="qs"):
    """Send what was composed."""


class CloseThread(CallbackData, prefix="qc"):
    """Close a thread, or open it again."""

    thread_id: RowId
    closed: bool


class SendThreadFiles(CallbackData, prefix="qf"):
    """Send the files of a page of posts."""

    thread_id: RowId
    page: Page = 0


def threads(shown: ThreadPage) -> InlineKeyboardMarkup:
    """Return a button a thread, and the way to a new one."""
    rows = [[button(_label(one), OpenThread(thread_id=one.id))] for one in shown.threads]
    paging = pager(shown.page, has_more=shown.has_more, target=lambda page: OpenThreads(page=page))
    new = []
    if shown.student_id:
        new = [[button(_("✍️ Ask a question"), OpenTargets(student_id=shown.student_id))]]
    return InlineKeyboardMarkup(inline_keyboard=[*new, *rows, *paging, [back()]])


def _label(one: ThreadLine) -> str:
    return f"{view.icon(one.state)} {clip(one.subject, 40) or '📎'}"


def targets(student_id: int, found: Sequence[Target]) -> InlineKeyboardMarkup:
    """Return a button for each office that may be asked."""
    rows = [
        [
            button(
                view.target(one),
                AskTarget(student_id=student_id, target_id=one.id, addressee=one.addressee),
            )
        ]
        for one in found
    ]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [_to_threads(), back()]])


def preview() -> InlineKeyboardMarkup:
    """Return the yes and the no."""
    row = [button(_("✓ Send"), SendQuestion()), button(_("✕ Do not send"), OpenThreads())]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def thread(shown: Thread) -> InlineKeyboardMarkup:
    """Return what can be done with a thread."""
    number, page = shown.line.id, shown.page
    rows = []
    if shown.files:
        rows.append([button(_("📎 Files"), SendThreadFiles(thread_id=number, page=page))])
    if shown.line.state is State.CLOSED:
        rows.append([button(_("Open again"), CloseThread(thread_id=number, closed=False))])
    else:
        rows.append([
            button(_("✍️ Answer"), AnswerThread(thread_id=number)),
            button(_("✓ Close"), CloseThread(thread_id=number, closed=True)),
        ])  # fmt: skip
    pages = []
    if shown.has_older:
        pages.append(button(_("‹ Earlier ones"), OpenThread(thread_id=number, page=page + 1)))
    if page:
        pages.append(button(_("Later ones ›"), OpenThread(thread_id=number, page=page - 1)))
    if pages:
        rows.append(pages)
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [_to_threads(), back()]])


def only_list() -> InlineKeyboardMarkup:
    """Return the way back to the list."""
    return InlineKeyboardMarkup(inline_keyboard=[[_to_threads(), back()]])


def _to_threads() -> InlineKeyboardButton:
    return button(_("‹ Questions"), OpenThreads())
