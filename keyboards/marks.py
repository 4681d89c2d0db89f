"""Marks: pages, spans, averages."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.marks import AllMarks, Averages, LatestMarks, Span
from domain.people import Role
from keyboards.back import back
from keyboards.open import (
    OpenAllMarks,
    OpenAverages,
    OpenFinal,
    OpenMarks,
    OpenSigned,
    OpenSubjects,
)
from keyboards.paging import button, pager
from views import format
from views.words import gettext as _


def latest(shown: LatestMarks) -> InlineKeyboardMarkup:
    """The pages, and everything else about marks."""
    student = shown.access.student.id
    paging = pager(
        shown.page,
        has_more=shown.has_more,
        target=lambda page: OpenMarks(student_id=student, page=page),
    )
    week = OpenAllMarks(student_id=student, span=Span.WEEK, day=shown.today)
    rows = [
        [button(_("By subject"), OpenSubjects(student_id=student)), button(_("All marks"), week)],
        [
            button(_("📊 Averages"), OpenAverages(student_id=student)),
            button(_("🏁 Final marks"), OpenFinal(student_id=student)),
        ],
    ]
    if shown.access.role is not Role.TRUSTED:
        rows.append([button(_("✍️ Signatures"), OpenSigned(student_id=student))])
    return InlineKeyboardMarkup(inline_keyboard=[*paging, *rows, [back()]])


def all_marks(shown: AllMarks) -> InlineKeyboardMarkup:
    """The spans, and the times before and after."""
    student = shown.access.student.id
    names = {
        Span.DAY: _("Day"),
        Span.WEEK: _("Week"),
        Span.MONTH: _("Month"),
        Span.TERM: _("Term"),
        Span.YEAR: _("Year"),
    }
    here = min(max(shown.today, shown.first), shown.last)
    spans = [
        button(
            f"· {name} ·" if span is shown.span else name,
            OpenAllMarks(student_id=student, span=span, day=here),
        )
        for span, name in names.items()
    ]
    paging = [
        button(text, OpenAllMarks(student_id=student, span=shown.span, day=day))
        for text, day in ((_("‹ Earlier"), shown.earlier), (_("Later ›"), shown.later))
    ]
    return InlineKeyboardMarkup(inline_keyboard=[paging, spans, [_hub(student)], [back()]])


def averages(shown: Averages) -> InlineKeyboardMarkup:
    """The sessions of the year, two a row."""
    student = shown.access.student.id
    chosen = shown.period.id if shown.period else 0
    every = [
        button(
            f"· {name} ·" if period.id == chosen else name,
            OpenAverages(student_id=student, session_id=period.id),
        )
        for period in shown.periods
        for name in (format.clip(period.title, 30),)
    ]
    rows = [every[n : n + 2] for n in range(0, len(every), 2)]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [_hub(student)], [back()]])


def _hub(student_id: int) -> InlineKeyboardButton:
    return button(_("⭐ Marks"), OpenMarks(student_id=student_id))
