"""Marks of a lesson: the board of the class, a student's pad, one mark, fast entry."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.fast_entry import Draft
from domain.journal import Category, Given, GivenByTap, OpenedLesson, Seat
from domain.scales import pad
from keyboards.back import back
from keyboards.journal import OpenBoard, OpenScales, to_lesson, undo_row
from keyboards.open import OpenLesson
from keyboards.paging import button
from keyboards.types import Compact, Place
from views import marking as view
from views.format import clip
from views.words import gettext as _

_LABEL = 24
_IN_ROW = 8
"""Marks of a pad in one row: a phone shows eight short labels."""
WEIGHTS = (1.0, 2.0, 3.0)


class OpenPad(CallbackData, prefix="jm"):
    """Show one student's marks of a lesson and the pad."""

    lesson_id: Compact
    student_id: Compact
    category_id: Compact = 0


class GiveOne(CallbackData, prefix="jg"):
    """Give the mark at this place of the pad, from 1.

    ``had`` is how many the screen showed: a second tap on it gives no second mark. ``pad`` says
    whether the student's own pad comes next, or the board.
    """

    lesson_id: Compact
    student_id: Compact
    place: Place
    had: Place
    category_id: Compact = 0
    pad: bool = False


class OpenSorts(CallbackData, prefix="jw"):
    """Show the sorts of work to choose from."""

    lesson_id: Compact
    place: Place = 0


class OpenGiven(CallbackData, prefix="jx"):
    """Show one mark, to change it."""

    lesson_id: Compact
    mark_id: Compact


class ChangeGiven(CallbackData, prefix="jxc"):
    """Give it the value at this place of the pad."""

    lesson_id: Compact
    mark_id: Compact
    place: Place


class WeighGiven(CallbackData, prefix="jxw"):
    """Give it this weight."""

    lesson_id: Compact
    mark_id: Compact
    weight: Place


class AskComment(CallbackData, prefix="jxt"):
    """Ask for words about it."""

    lesson_id: Compact
    mark_id: Compact


class RemoveGiven(CallbackData, prefix="jxd"):
    """Take it back."""

    lesson_id: Compact
    mark_id: Compact


class PickEntry(CallbackData, prefix="jfp"):
    """Say who is meant by a line of fast entry."""

    lesson_id: Compact
    place: Place
    student_id: Compact


class SaveEntries(CallbackData, prefix="jfs"):
    """Save what was typed."""

    lesson_id: Compact


class DropDoubts(CallbackData, prefix="jfd"):
    """Go on with what is certain."""

    lesson_id: Compact


class DropEntries(CallbackData, prefix="jfx"):
    """Forget what was typed."""

    lesson_id: Compact


def board(shown: OpenedLesson, place: int, undo: str = "") -> InlineKeyboardMarkup:
    """Return the pad, then the class: choose a mark, then tap whoever got it."""
    one, sort = shown.lesson, shown.sort.id if shown.sort else 0
    keyboard = InlineKeyboardBuilder()
    _pad_rows(keyboard, shown, place, sort)
    students = InlineKeyboardBuilder()
    for seat in shown.seats:
        students.button(text=_seat(seat), callback_data=_tap(shown, seat, place, sort))
    students.adjust(2)
    keyboard.attach(students)
    keyboard.row(
        button(view.sort_label(shown), OpenSorts(lesson_id=one.id, place=place)),
        button(_("🔢 Scale"), OpenScales(lesson_id=one.id)),
    )
    keyboard.row(*undo_row(one, undo), to_lesson(one))
    return keyboard.as_markup()


def _pad_rows(keyboard: InlineKeyboardBuilder, shown: OpenedLesson, place: int, sort: int) -> None:
    buttons = []
    for number, value in enumerate(pad(shown.lesson.scale), 1):
        label = f"·{value}·" if number == place else value
        target = OpenBoard(lesson_id=shown.lesson.id, place=number, category_id=sort)
        buttons.append(button(label, target))
    _rows(keyboard, buttons)


def _rows(keyboard: InlineKeyboardBuilder, buttons: list[InlineKeyboardButton]) -> None:
    width = 7 if len(buttons) > _IN_ROW * 2 else _IN_ROW
    for start in range(0, len(buttons), width):
        keyboard.row(*buttons[start : start + width], width=width)


def _tap(shown: OpenedLesson, seat: Seat, place: int, sort: int) -> CallbackData:
    """Return what a tap on a name does: with a mark chosen and none in the cell, it gives it."""
    if not place or seat.marks:
        return OpenPad(lesson_id=shown.lesson.id, student_id=seat.id, category_id=sort)
    return GiveOne(
        lesson_id=shown.lesson.id, student_id=seat.id, place=place, had=0, category_id=sort
    )


def _seat(seat: Seat) -> str:
    return f"{clip(seat.brief, _LABEL)} {view.cell(seat)}".rstrip()


def given_on_board(given: GivenByTap) -> InlineKeyboardMarkup:
    """Return the board after a tap."""
    return board(given.saved.opened, given.place, given.saved.batch)


def given_on_pad(given: GivenByTap) -> InlineKeyboardMarkup:
    """Return the student's pad after a tap."""
    shown = given.saved.opened
    sort = shown.sort.id if shown.sort else 0
    return student_pad(shown, given.seat, sort, given.saved.batch)


def student_pad(
    shown: OpenedLesson, seat: Seat, category_id: int, undo: str = ""
) -> InlineKeyboardMarkup:
    """Return the marks that a student has, and the pad for another."""
    one = shown.lesson
    keyboard = InlineKeyboardBuilder()
    for given in seat.marks:
        target = OpenGiven(lesson_id=one.id, mark_id=given.id)
        keyboard.row(button(view.given_label(given), target))
    buttons = [
        button(
            value,
            GiveOne(
                lesson_id=one.id, student_id=seat.id, place=number, had=len(seat.marks),
                category_id=category_id, pad=True,
            ),
        )
        for number, value in enumerate(pad(one.scale), 1)
    ]  # fmt: skip
    _rows(keyboard, buttons)
    keyboard.row(*undo_row(one, undo), _to_board(shown, category_id))
    return keyboard.as_markup()


def sorts(lesson_id: int, found: Sequence[Category], place: int) -> InlineKeyboardMarkup:
    """Return the sorts of work; the last is none."""
    keyboard = InlineKeyboardBuilder()
    for sort in found:
        target = OpenBoard(lesson_id=lesson_id, place=place, category_id=sort.id)
        keyboard.button(text=view.sort_title(sort), callback_data=target)
    none = OpenBoard(lesson_id=lesson_id, place=place)
    keyboard.button(text=_("Without"), callback_data=none)
    keyboard.adjust(1)
    keyboard.row(button(_("‹ Lesson"), OpenLesson(lesson_id=lesson_id)))
    return keyboard.as_markup()


def given(shown: OpenedLesson, seat: Seat, one: Given) -> InlineKeyboardMarkup:
    """Return what can be done to a mark."""
    number = shown.lesson.id
    keyboard = InlineKeyboardBuilder()
    values = [
        button(
            f"·{value}·" if value == one.value else value,
            ChangeGiven(lesson_id=number, mark_id=one.id, place=place),
        )
        for place, value in enumerate(pad(shown.lesson.scale), 1)
    ]
    _rows(keyboard, values)
    keyboard.row(*(
        button(
            view.weight_label(weight, is_chosen=(one.weight or 1.0) == weight),
            WeighGiven(lesson_id=number, mark_id=one.id, weight=int(weight)),
        )
        for weight in WEIGHTS
    ))  # fmt: skip
    keyboard.row(
        button(_("💬 Comment"), AskComment(lesson_id=number, mark_id=one.id)),
        button(_("🗑 Remove"), RemoveGiven(lesson_id=number, mark_id=one.id)),
    )
    to_pad = OpenPad(lesson_id=number, student_id=seat.id, category_id=one.category_id or 0)
    keyboard.row(button(f"‹ {clip(seat.brief, _LABEL)}", to_pad), back())
    return keyboard.as_markup()


def draft(shown: OpenedLesson, found: Draft) -> InlineKeyboardMarkup:
    """Return who may be meant by doubtful lines, then the yes and the no."""
    number = shown.lesson.id
    keyboard = InlineKeyboardBuilder()
    for place, entry in enumerate(found.entries):
        if entry.is_certain:
            continue
        for student in entry.students:
            seat = shown.seat(student)
            if seat is not None:
                target = PickEntry(lesson_id=number, place=place, student_id=student)
                label = f"{clip(entry.text, 14)} → {clip(seat.register, _LABEL)}"
                keyboard.row(button(label, target))
    if found.is_ready:
        keyboard.row(button(_("✓ Save"), SaveEntries(lesson_id=number)))
    elif any(entry.is_certain for entry in found.entries):
        keyboard.row(button(_("Go on with what is clear"), DropDoubts(lesson_id=number)))
    keyboard.row(button(_("✕ Drop"), DropEntries(lesson_id=number)))
    return keyboard.as_markup()


def _to_board(shown: OpenedLesson, category_id: int) -> InlineKeyboardButton:
    target = OpenBoard(lesson_id=shown.lesson.id, category_id=category_id)
    return button(_("‹ Class"), target)
