"""Absence notes: which days, why, what is about to be sent, the answer."""

from collections.abc import Sequence
from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.absence import Note, Notes, NoteState, Reason
from keyboards.back import back
from keyboards.open import OpenNote, OpenNotes
from keyboards.paging import button, pager
from keyboards.types import Compact, Day, Page, RowId
from views import absence as view
from views.format import tiny_day
from views.words import gettext as _


class OpenOwnNotes(CallbackData, prefix="anc"):
    """Show a child's notes."""

    student_id: RowId
    page: Page = 0


class BeginNote(CallbackData, prefix="anb"):
    """Begin a note about a child."""

    student_id: RowId


class ChooseDays(CallbackData, prefix="and"):
    """These days."""

    student_id: Compact
    first: Day
    last: Day


class ChooseReason(CallbackData, prefix="anr"):
    """For this reason."""

    student_id: Compact
    first: Day
    last: Day
    why: Reason


class SendNote(CallbackData, prefix="ans"):
    """Send what was composed."""


class WithdrawNote(CallbackData, prefix="anw"):
    """Take a note back."""

    note_id: RowId


class AcceptNote(CallbackData, prefix="any"):
    """Accept it."""

    note_id: RowId


class RefuseNote(CallbackData, prefix="ann"):
    """Ask why it is not accepted."""

    note_id: RowId


class SendNoteFiles(CallbackData, prefix="anf"):
    """Send its photos and documents."""

    note_id: RowId


def notes(shown: Notes) -> InlineKeyboardMarkup:
    """Return a button a note; to a family, the way to a new one."""
    rows = [
        [button(f"{view.icon(one.state)} {view.days(one.first, one.last)} · {one.student}",
                OpenNote(note_id=one.id))]
        for one in shown.notes
    ]  # fmt: skip
    child = shown.student_id
    if child:
        rows.insert(0, [button(_("➕ Tell of an absence"), BeginNote(student_id=child))])

    def to(page: int) -> CallbackData:
        return OpenOwnNotes(student_id=child, page=page) if child else OpenNotes(page=page)

    paging = pager(shown.page, has_more=shown.has_more, target=to)
    return InlineKeyboardMarkup(inline_keyboard=[*rows, *paging, [back()]])


def choose_days(student_id: int, spans: Sequence[tuple[str, date, date]]) -> InlineKeyboardMarkup:
    """Return the days that are asked for most, by (label, first, last)."""
    buttons = [
        button(label, ChooseDays(student_id=student_id, first=first, last=last))
        for label, first, last in spans
    ]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [_to_notes(student_id), back()]])


def spans(today: date, tomorrow: date, week_end: date) -> list[tuple[str, date, date]]:
    """Return the days that are asked for most."""
    return [
        (_("Today, {day}").format(day=tiny_day(today)), today, today),
        (_("Tomorrow, {day}").format(day=tiny_day(tomorrow)), tomorrow, tomorrow),
        (_("Until {day}").format(day=tiny_day(week_end)), today, max(week_end, today)),
    ]


def choose_reason(student_id: int, first: date, last: date) -> InlineKeyboardMarkup:
    """Return the reasons."""
    rows = [
        [button(view.reason(why), ChooseReason(student_id=student_id, first=first, last=last, why=why))]
        for why in Reason
    ]  # fmt: skip
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [_to_notes(student_id), back()]])


def preview(student_id: int) -> InlineKeyboardMarkup:
    """Return the yes and the no."""
    no = OpenOwnNotes(student_id=student_id)
    row = [button(_("✓ Send"), SendNote()), button(_("✕ Do not send"), no)]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def note(one: Note) -> InlineKeyboardMarkup:
    """Return what can be done with a note."""
    rows = []
    if one.files:
        rows.append([button(_("📎 Files"), SendNoteFiles(note_id=one.id))])
    if one.may_answer and one.state is NoteState.SENT:
        rows.append([
            button(_("✅ Accept"), AcceptNote(note_id=one.id)),
            button(_("❗ Do not accept"), RefuseNote(note_id=one.id)),
        ])  # fmt: skip
    if one.is_own and one.state is NoteState.SENT:
        rows.append([button(_("↩️ Withdraw"), WithdrawNote(note_id=one.id))])
    way = OpenNotes() if one.may_answer else OpenOwnNotes(student_id=one.student_id)
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [button(_("‹ Notes"), way), back()]])


def to_note(note_id: int) -> InlineKeyboardMarkup:
    """Return the way back to a note."""
    row = [button(_("‹ Back"), OpenNote(note_id=note_id)), back()]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def _to_notes(student_id: int) -> InlineKeyboardButton:
    return button(_("‹ Notes"), OpenOwnNotes(student_id=student_id))
