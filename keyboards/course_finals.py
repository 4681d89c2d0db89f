"""Final marks of a course: a button a student, all proposals at once, other sessions, the rule."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.course_finals import ROUNDINGS, STUDENTS, CourseFinals, FinalLine
from domain.scales import pad
from keyboards.back import back
from keyboards.open import OpenCourseFinals, OpenJournal
from keyboards.paging import button, pager
from keyboards.types import Compact, Page, Place
from views.course_finals import rounding
from views.format import clip
from views.words import gettext as _

_LABEL = 24


class OpenFinalPad(CallbackData, prefix="fmo"):
    """Show the pad of one student's final mark."""

    course_id: Compact
    session_id: Compact
    student_id: Compact
    page: Page = 0


class SetFinalMark(CallbackData, prefix="fms"):
    """Set a final mark to a place of the pad, from 1; 0 takes it away."""

    course_id: Compact
    session_id: Compact
    student_id: Compact
    place: Place
    page: Page = 0


class ConfirmProposed(CallbackData, prefix="fma"):
    """Set every proposal that is not confirmed."""

    course_id: Compact
    session_id: Compact
    page: Page = 0


class UndoFinal(CallbackData, prefix="fmu"):
    """Take back what was saved together."""

    course_id: Compact
    session_id: Compact
    batch: Compact
    page: Page = 0


class OpenRounding(CallbackData, prefix="fmr"):
    """Show the school's rule to who may change it."""

    course_id: Compact
    session_id: Compact


class ChooseRounding(CallbackData, prefix="fmw"):
    """Change it to one of the list."""

    course_id: Compact
    session_id: Compact
    place: Place


def finals(shown: CourseFinals) -> InlineKeyboardMarkup:
    """Return a button a student; where something was saved, the way to take it back."""
    keyboard, period = InlineKeyboardBuilder(), shown.period
    if period is not None and shown.sets:
        for line in shown.lines:
            data = OpenFinalPad(
                course_id=shown.course.id, session_id=period.id, student_id=line.student_id,
                page=shown.page,
            )  # fmt: skip
            keyboard.button(text=_label(line), callback_data=data)
        keyboard.adjust(2)
    for row in (*_saving(shown), *_pages(shown), _sessions(shown), _rules(shown)):
        if row:
            keyboard.row(*row)
    keyboard.row(button(_("‹ Journal"), OpenJournal()), back())
    return keyboard.as_markup()


def final_pad(shown: CourseFinals, line: FinalLine) -> InlineKeyboardMarkup:
    """Return the marks to choose from; the proposed one first on a row of its own."""
    keyboard = InlineKeyboardBuilder()
    marks = pad(shown.course.scale)
    if line.proposed and line.proposed.text in marks:
        place = marks.index(line.proposed.text) + 1
        text = _("✓ {mark} — as the average says").format(mark=line.proposed.text)
        keyboard.row(button(text, _set(shown, line, place)))
    row = [button(_marked(mark, line), _set(shown, line, n)) for n, mark in enumerate(marks, 1)]
    keyboard.row(*row, width=5)
    if line.value:
        keyboard.row(button(_("🗑 Take away"), _set(shown, line, 0)))
    keyboard.row(_to_finals(shown), back())
    return keyboard.as_markup()


def roundings(shown: CourseFinals) -> InlineKeyboardMarkup:
    """Return the rules to choose from; the one in force is ticked."""
    keyboard = InlineKeyboardBuilder()
    for place, part in enumerate(ROUNDINGS):
        chosen = "✓ " if part == shown.course.round_up_from else ""
        data = ChooseRounding(course_id=shown.course.id, session_id=_session(shown), place=place)
        keyboard.button(text=chosen + rounding(part), callback_data=data)
    keyboard.adjust(2)
    keyboard.row(_to_finals(shown))
    return keyboard.as_markup()


def _label(line: FinalLine) -> str:
    name = clip(line.brief, _LABEL)
    if line.value:
        return f"✓ {line.value} · {name}"
    return f"{line.proposed.text}? · {name}" if line.proposed else f"· {name}"


def _marked(mark: str, line: FinalLine) -> str:
    return f"• {mark}" if mark == line.value else mark


def _set(shown: CourseFinals, line: FinalLine, place: int) -> SetFinalMark:
    return SetFinalMark(
        course_id=shown.course.id, session_id=_session(shown), student_id=line.student_id,
        place=place, page=shown.page,
    )  # fmt: skip


def _saving(shown: CourseFinals) -> list[list[InlineKeyboardButton]]:
    """Return «confirm all», and «undo» right after a save."""
    rows, about = [], {"course_id": shown.course.id, "session_id": _session(shown)}
    if shown.batch:
        data = UndoFinal(**about, batch=int(shown.batch, 16), page=shown.page)
        rows.append([button(_("↩️ Undo"), data)])
    if shown.sets and shown.ready:
        text = _("✓ Confirm all proposed: {n}").format(n=len(shown.ready))
        rows.append([button(text, ConfirmProposed(**about, page=shown.page))])
    return rows


def _pages(shown: CourseFinals) -> list[list[InlineKeyboardButton]]:
    return pager(
        shown.page,
        has_more=(shown.page + 1) * STUDENTS < shown.total,
        target=lambda page: OpenCourseFinals(
            course_id=shown.course.id, session_id=_session(shown), page=page
        ),
    )


def _sessions(shown: CourseFinals) -> list[InlineKeyboardButton]:
    """Return the session before and the one after, in the order of their list."""
    if shown.period is None:
        return []
    here = shown.periods.index(shown.period)
    around = [shown.periods[n] for n in (here - 1, here + 1) if 0 <= n < len(shown.periods)]
    return [
        button(
            clip(one.title, _LABEL),
            OpenCourseFinals(course_id=shown.course.id, session_id=one.id),
        )
        for one in around
    ]


def _rules(shown: CourseFinals) -> list[InlineKeyboardButton]:
    if not shown.rules:
        return []
    data = OpenRounding(course_id=shown.course.id, session_id=_session(shown))
    return [button(_("⚙️ Rounding"), data)]


def _to_finals(shown: CourseFinals) -> InlineKeyboardButton:
    data = OpenCourseFinals(
        course_id=shown.course.id, session_id=_session(shown), page=shown.page
    )  # fmt: skip
    return button(_("‹ Final marks"), data)


def _session(shown: CourseFinals) -> int:
    return shown.period.id if shown.period else 0
