"""The journal: lessons of a day, one lesson, who is there."""

from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.journal import JournalDay, Lesson, LessonLine, OpenedLesson, Presence, Saved, Seat
from domain.scales import Scale
from keyboards.back import back
from keyboards.open import (
    OpenClass,
    OpenClassJournal,
    OpenCourseFinals,
    OpenJournal,
    OpenLesson,
    OpenLessonTasks,
)
from keyboards.paging import button
from keyboards.types import Compact, Page, Place
from views import journal as view
from views.format import clip
from views.words import gettext as _

Rows = list[list[InlineKeyboardButton]]
_LABEL = 24


class OpenPresence(CallbackData, prefix="jp"):
    """Show who is at a lesson."""

    lesson_id: Compact


class OpenSeen(CallbackData, prefix="js"):
    """Show who has seen the marks of a lesson."""

    lesson_id: Compact


class OpenHistory(CallbackData, prefix="jh"):
    """Show what was changed at a lesson."""

    lesson_id: Compact
    page: Page = 0


class TapPresence(CallbackData, prefix="jpt"):
    """Lead a student on from how the screen showed them."""

    lesson_id: Compact
    student_id: Compact
    was: Presence


class NoteAllPresent(CallbackData, prefix="jpa"):
    """Everybody is there."""

    lesson_id: Compact


class OpenBoard(CallbackData, prefix="jb"):
    """Show the class to give marks to; ``place`` is the chosen mark's on the pad, from 1."""

    lesson_id: Compact
    place: Place = 0
    category_id: Compact = 0


class AskTopic(CallbackData, prefix="jt"):
    """Ask what the lesson is about."""

    lesson_id: Compact


class OpenScales(CallbackData, prefix="jsc"):
    """Show the scales to choose from."""

    lesson_id: Compact


class ChooseScale(CallbackData, prefix="jss"):
    """Give the course's next marks on this scale."""

    lesson_id: Compact
    scale: Scale


class UndoSave(CallbackData, prefix="ju"):
    """Take back what was saved together."""

    lesson_id: Compact
    batch: Compact


def journal(shown: JournalDay) -> InlineKeyboardMarkup:
    """Return a button a lesson and the days around."""
    keyboard = InlineKeyboardBuilder()
    for line in shown.lessons:
        keyboard.button(text=_line(line), callback_data=OpenLesson(lesson_id=line.id))
    keyboard.adjust(2)
    earlier, later = shown.day - timedelta(days=1), shown.day + timedelta(days=1)
    keyboard.row(
        button(_("← Earlier"), _day(shown, earlier)), button(_("Later →"), _day(shown, later))
    )
    keyboard.row(*_to_class(shown), back())
    return keyboard.as_markup()


def _to_class(shown: JournalDay) -> list[InlineKeyboardButton]:
    """Return the way back to the class whose day it is."""
    if shown.class_id is None:
        return []
    return [button(f"‹ {clip(shown.title, 20)}", OpenClass(class_id=shown.class_id))]


def _day(shown: JournalDay, day: date) -> CallbackData:
    if shown.class_id is None:
        return OpenJournal(day=day)
    return OpenClassJournal(class_id=shown.class_id, day=day)


def _line(line: LessonLine) -> str:
    icon = "✕" if line.status == "cancelled" else f"{line.number}."
    return clip(f"{icon} {line.group} {line.subject}", _LABEL)


def lesson(shown: OpenedLesson) -> InlineKeyboardMarkup:
    """Return what can be done at a lesson."""
    one, number = shown.lesson, shown.lesson.id
    rows: Rows = []
    if shown.keeps and not one.is_cancelled:
        marks = [
            button(_("⭐ Marks"), OpenBoard(lesson_id=number)),
            button(_("✋ Attendance"), OpenPresence(lesson_id=number)),
        ]
        rows = [
            *([] if shown.ahead else [marks]),
            [
                button(_("📝 Homework"), OpenLessonTasks(lesson_id=number)),
                button(_("✏️ Topic"), AskTopic(lesson_id=number)),
            ],
        ]
    finals = button(_("🏁 Final marks"), OpenCourseFinals(course_id=one.course_id))
    seen = button(_("✍️ Signatures"), OpenSeen(lesson_id=number))
    rows.append([finals, *([seen] if shown.marked else [])])
    rows.append([button(_("🕘 History"), OpenHistory(lesson_id=number)), _to_day(shown), back()])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def presence(shown: OpenedLesson, undo: str = "") -> InlineKeyboardMarkup:
    """Return a button a student; each tap leads on to the next way to be there or not."""
    keyboard = InlineKeyboardBuilder()
    for seat in shown.seats:
        was = seat.presence or Presence.PRESENT
        data = TapPresence(lesson_id=shown.lesson.id, student_id=seat.id, was=was)
        keyboard.button(text=_present(seat), callback_data=data)
    keyboard.adjust(2)
    keyboard.row(button(_("✓ All are here"), NoteAllPresent(lesson_id=shown.lesson.id)))
    keyboard.row(*undo_row(shown.lesson, undo), to_lesson(shown.lesson))
    return keyboard.as_markup()


def _present(seat: Seat) -> str:
    sign = view.presence_sign(seat.presence or Presence.PRESENT)
    return f"{sign} {clip(seat.brief, _LABEL)}"


def saved(shown: Saved) -> InlineKeyboardMarkup:
    """Return the lesson's own buttons, and the way to take back what was saved."""
    made = lesson(shown.opened)
    undo = undo_row(shown.opened.lesson, shown.batch)
    rows = [undo, *made.inline_keyboard] if undo else made.inline_keyboard
    return InlineKeyboardMarkup(inline_keyboard=rows)


def undo_row(one: Lesson, batch: str) -> list[InlineKeyboardButton]:
    """Return the way to take back what was saved; none where nothing was."""
    if not batch:
        return []
    return [button(_("↩️ Undo"), UndoSave(lesson_id=one.id, batch=int(batch, 16)))]


def scales(one: Lesson) -> InlineKeyboardMarkup:
    """Return the scales to choose from; the one in force is ticked."""
    keyboard = InlineKeyboardBuilder()
    for scale, title in view.scale_titles().items():
        label = f"✓ {title}" if scale is one.scale else title
        keyboard.button(text=label, callback_data=ChooseScale(lesson_id=one.id, scale=scale))
    keyboard.adjust(2)
    keyboard.row(to_lesson(one))
    return keyboard.as_markup()


def only_lesson(lesson_id: int) -> InlineKeyboardMarkup:
    """Return the way back to the lesson."""
    row = [button(_("‹ Lesson"), OpenLesson(lesson_id=lesson_id)), back()]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def to_lesson(one: Lesson) -> InlineKeyboardButton:
    """Return the way back to the lesson."""
    return button(_("‹ Lesson"), OpenLesson(lesson_id=one.id))


def _to_day(shown: OpenedLesson) -> InlineKeyboardButton:
    """Return the way back to the day: one's own, or the class's whose journal one reads."""
    one = shown.lesson
    if shown.keeps or one.class_id is None:
        return button(_("‹ Journal"), OpenJournal(day=one.day))
    return button(_("‹ Journal"), OpenClassJournal(class_id=one.class_id, day=one.day))
