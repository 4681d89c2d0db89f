"""The deputy head's changes: a day, a class, a lesson, who stands in."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.changes import ChangeableLesson, ChangesDay, ClassDay, StandIns, Teacher
from keyboards.back import back
from keyboards.paging import button, pager
from keyboards.types import Compact, Day, MaybeDay, Page, RowId
from views.format import clip, tiny_day
from views.words import gettext as _

Span = Literal["1", "2", "3", "7"]
"""For how many days, one of ``domain.changes.SPANS``."""
_LABEL = 40
"""Characters of a button in a column of one."""
_SCHOOL = 20


class OpenChanges(CallbackData, prefix="tc"):
    """Show a day of the school; with no day, today."""

    day: MaybeDay = None
    page: Page = 0


class OpenClassDay(CallbackData, prefix="tcc"):
    """Show a class's lessons of a day."""

    class_id: RowId
    day: Day


class OpenChange(CallbackData, prefix="tcl"):
    """Show a lesson and what may be done to it."""

    lesson_id: RowId


class AskCancel(CallbackData, prefix="tcx"):
    """Ask whether the lesson shall be cancelled."""

    lesson_id: RowId


class CancelIt(CallbackData, prefix="tcxx"):
    """Cancel it."""

    lesson_id: RowId


class AskReason(CallbackData, prefix="tcxw"):
    """Let them write why, and cancel it then."""

    lesson_id: RowId


class OpenStandIns(CallbackData, prefix="tcs"):
    """Show who could give the lesson."""

    lesson_id: RowId
    page: Page = 0


class FindStandIn(CallbackData, prefix="tcsf"):
    """Let them write a name."""

    lesson_id: RowId


class ChooseStandIn(CallbackData, prefix="tcss"):
    """This teacher gives the lesson."""

    lesson_id: RowId
    person_id: RowId


class AskRoom(CallbackData, prefix="tcr"):
    """Let them write a room."""

    lesson_id: RowId


class RestoreIt(CallbackData, prefix="tcb"):
    """The lesson is as planned after all."""

    lesson_id: RowId


class OpenStaff(CallbackData, prefix="till"):
    """Show the teachers of a school: who is away?"""

    school_id: Compact
    day: Day
    page: Page = 0


class TeacherSpan(CallbackData, prefix="tilld"):
    """Show a teacher's lessons from a day on."""

    school_id: Compact
    person_id: Compact
    day: Day
    days: Span = "1"


def day(shown: ChangesDay) -> InlineKeyboardMarkup:
    """The classes, the days beside it, and the way to a teacher's lessons."""
    keyboard = InlineKeyboardBuilder()
    for one in shown.classes:
        target = OpenClassDay(class_id=one.id, day=shown.day)
        keyboard.button(text=clip(one.title, _SCHOOL), callback_data=target)
    keyboard.adjust(4)
    for row in pager(
        shown.page, has_more=shown.has_more, target=lambda no: OpenChanges(day=shown.day, page=no)
    ):
        keyboard.row(*row)
    keyboard.row(*beside(shown.day, lambda other: OpenChanges(day=other)))
    for school in shown.schools:
        text = _("🤒 A teacher is away")
        if len(shown.schools) > 1:
            text += f" · {clip(school.title, _SCHOOL)}"
        keyboard.row(button(text, OpenStaff(school_id=school.id, day=shown.day)))
    keyboard.row(back())
    return keyboard.as_markup()


def class_day(shown: ClassDay) -> InlineKeyboardMarkup:
    """A button a lesson, and the days beside it."""
    rows = [[button(label(one), OpenChange(lesson_id=one.id))] for one in shown.lessons]
    days = beside(shown.day, lambda other: OpenClassDay(class_id=shown.id, day=other))
    home = button(_("‹ Classes"), OpenChanges(day=shown.day))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, days, [home, back()]])


def lesson(shown: ChangeableLesson) -> InlineKeyboardMarkup:
    """What may be done to a lesson."""
    keyboard, number = InlineKeyboardBuilder(), shown.id
    if not shown.is_cancelled and not shown.is_over:
        keyboard.row(button(_("✗ Cancel"), AskCancel(lesson_id=number)))
        keyboard.row(
            button(_("⇄ Another teacher"), OpenStandIns(lesson_id=number)),
            button(_("🚪 Another room"), AskRoom(lesson_id=number)),
        )
    if shown.is_changed and not shown.is_over:
        keyboard.row(button(_("↩︎ As planned"), RestoreIt(lesson_id=number)))
    if shown.usual_teacher is not None and not shown.is_over:
        every = TeacherSpan(school_id=shown.school_id, person_id=shown.usual_teacher, day=shown.day)
        keyboard.row(button(_("🤒 All lessons of this teacher"), every))
    keyboard.row(_home(shown), back())
    return keyboard.as_markup()


def ask_cancel(shown: ChangeableLesson) -> InlineKeyboardMarkup:
    """Yes, yes and why, no."""
    number = shown.id
    rows = [
        [button(_("Yes, cancel"), CancelIt(lesson_id=number))],
        [button(_("✍️ Say why, and cancel"), AskReason(lesson_id=number))],
        [button(_("No"), OpenChange(lesson_id=number)), back()],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def to_lesson(lesson_id: int) -> InlineKeyboardMarkup:
    """The way back from a question."""
    row = [button(_("‹ Lesson"), OpenChange(lesson_id=lesson_id)), back()]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def stand_ins(shown: StandIns) -> InlineKeyboardMarkup:
    """A button a teacher; who has a lesson at that hour shows with whom."""
    rows = [
        [button(teacher(one), ChooseStandIn(lesson_id=shown.lesson_id, person_id=one.id))]
        for one in shown.teachers
    ]
    rows += pager(
        shown.page,
        has_more=shown.has_more,
        target=lambda page: OpenStandIns(lesson_id=shown.lesson_id, page=page),
    )
    find = button(_("🔍 Find by name"), FindStandIn(lesson_id=shown.lesson_id))
    home = button(_("‹ Lesson"), OpenChange(lesson_id=shown.lesson_id))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [find], [home, back()]])


def teacher(one: Teacher) -> str:
    """Return a teacher as a button names them."""
    name = clip(f"{one.name.family} {one.name.given} {one.name.middle}".strip(), _LABEL)
    return f"{name} · {clip(one.busy_with, 12)}" if one.busy_with else name


def label(one: ChangeableLesson) -> str:
    """Return a lesson as a button names it."""
    sign = "✗ " if one.is_cancelled else "⇄ " if one.is_substituted else ""
    return f"{sign}{one.number}. {clip(one.subject, _LABEL)}"


def beside(day: date, target: Callable[[date], CallbackData]) -> list[InlineKeyboardButton]:
    """Return the ways to the school days before and after."""
    before, after = _step(day, -1), _step(day, 1)
    return [
        button(f"‹ {tiny_day(before, day)}", target(before)),
        button(f"{tiny_day(after, day)} ›", target(after)),
    ]


def _step(day: date, by: int) -> date:
    """Return the day beside, Sundays left out."""
    other = day + timedelta(days=by)
    return other + timedelta(days=by) if other.weekday() == 6 else other


def _home(shown: ChangeableLesson) -> InlineKeyboardButton:
    if shown.class_id is None:
        return button(_("‹ Classes"), OpenChanges(day=shown.day))
    target = OpenClassDay(class_id=shown.class_id, day=shown.day)
    return button(f"‹ {clip(shown.group, _SCHOOL)}", target)
