"""Signatures under marks: a week, one mark, a class."""

from datetime import timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.journal import OpenedLesson
from domain.signatures import ClassSignatures, ShownMark, SignedMark, SignedWeek
from keyboards.back import back
from keyboards.journal import to_lesson
from keyboards.open import OpenClass, OpenClassSeen, OpenMark, OpenMarks, OpenSigned
from keyboards.paging import button
from keyboards.types import Compact, Day
from views.format import clip, tiny_day
from views.words import gettext as _

_LABEL = 18
_MOST = 40
"""Marks of a week with a button of their own."""


class SignOne(CallbackData, prefix="sgo"):
    """Say that one has seen a mark."""

    student_id: Compact
    mark_id: Compact


class SignAll(CallbackData, prefix="sga"):
    """Say that one has seen all marks of the week around a day."""

    student_id: Compact
    day: Day


class AskWords(CallbackData, prefix="sgc"):
    """Ask for words about a mark."""

    student_id: Compact
    mark_id: Compact


def week(shown: SignedWeek) -> InlineKeyboardMarkup:
    """Return all at once, a button a mark, and the weeks around."""
    keyboard, student = InlineKeyboardBuilder(), shown.access.student.id
    for one in shown.marks[:_MOST]:
        target = OpenMark(student_id=student, mark_id=one.id)
        keyboard.button(text=_label(one, shown.chat_id), callback_data=target)
    keyboard.adjust(2)
    rows = []
    if shown.signs and shown.waiting:
        text = _("✓ I have seen them all: {n}").format(n=len(shown.waiting))
        rows.append([button(text, SignAll(student_id=student, day=shown.first))])
    earlier, later = shown.first - timedelta(days=7), shown.first + timedelta(days=7)
    weeks = [button(_("← Earlier"), OpenSigned(student_id=student, day=earlier))]
    if later <= shown.today:
        weeks.append(button(_("Later →"), OpenSigned(student_id=student, day=later)))
    marks = button(_("⭐ Marks"), OpenMarks(student_id=student))
    made = keyboard.as_markup().inline_keyboard
    return InlineKeyboardMarkup(inline_keyboard=[*rows, *made, weeks, [marks, back()]])


def mark(shown: ShownMark) -> InlineKeyboardMarkup:
    """Return what a guardian can do under a mark."""
    student, one = shown.access.student.id, shown.mark
    rows = []
    if shown.signs:
        if not one.is_signed_by(shown.chat_id):
            sign = SignOne(student_id=student, mark_id=one.id)
            rows.append([button(_("✓ I have seen it"), sign)])
        ask = AskWords(student_id=student, mark_id=one.id)
        rows.append([button(_("💬 Write to the teacher"), ask)])
    week = OpenSigned(student_id=student, day=one.day)
    rows.append([button(_("‹ Signatures"), week), back()])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def only_mark(student_id: int, mark_id: int) -> InlineKeyboardMarkup:
    """Return the way back to the mark."""
    target = OpenMark(student_id=student_id, mark_id=mark_id)
    return InlineKeyboardMarkup(inline_keyboard=[[button(_("‹ Back"), target), back()]])


def of_class(shown: ClassSignatures) -> InlineKeyboardMarkup:
    """Return the weeks around and the way to the class."""
    earlier, later = shown.first - timedelta(days=7), shown.first + timedelta(days=7)
    weeks = [button(_("← Earlier"), OpenClassSeen(class_id=shown.class_id, day=earlier))]
    if later <= shown.today:
        weeks.append(button(_("Later →"), OpenClassSeen(class_id=shown.class_id, day=later)))
    to_class = button(f"‹ {clip(shown.title, _LABEL)}", OpenClass(class_id=shown.class_id))
    return InlineKeyboardMarkup(inline_keyboard=[weeks, [to_class, back()]])


def of_lesson(shown: OpenedLesson) -> InlineKeyboardMarkup:
    """Return the way to the lesson."""
    return InlineKeyboardMarkup(inline_keyboard=[[to_lesson(shown.lesson), back()]])


def _label(one: SignedMark, chat_id: int) -> str:
    sign = "✓" if one.is_signed_by(chat_id) else "·"
    return f"{sign} {clip(one.value, 8)} {clip(one.subject, _LABEL)}, {tiny_day(one.day)}"
