"""The buttons under a message that comes unasked: each opens what the message is about."""

from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from keyboards.absence import BeginNote
from keyboards.back import back
from keyboards.open import (
    AnswerThread,
    ConfirmNews,
    OpenDay,
    OpenFinal,
    OpenHomework,
    OpenJournal,
    OpenLesson,
    OpenMark,
    OpenMarks,
    OpenNews,
    OpenNote,
    OpenSubject,
    OpenTask,
    OpenThread,
    OpenWeek,
)
from keyboards.settings import OpenPeople
from views.words import gettext as _


def menu() -> InlineKeyboardMarkup:
    """Return the way to the menu, for what there is nothing else to open of."""
    return InlineKeyboardMarkup(inline_keyboard=[[back()]])


def subject(student_id: int, course_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the ways to the subject's page and to the day."""
    return _row(
        (_("⭐ Subject"), OpenSubject(student_id=student_id, course_id=course_id)),
        (_("📘 Day"), OpenDay(student_id=student_id, day=day)),
    )


def mark(student_id: int, course_id: int, day: date, mark_id: int) -> InlineKeyboardMarkup:
    """Return the same ways, and above them the one to the mark, where it is signed."""
    target = OpenMark(student_id=student_id, mark_id=mark_id)
    sign = InlineKeyboardButton(text=_("✍️ Sign the mark"), callback_data=target.pack())
    others = subject(student_id, course_id, day).inline_keyboard
    return InlineKeyboardMarkup(inline_keyboard=[[sign], *others])


def course(student_id: int, course_id: int) -> InlineKeyboardMarkup:
    """Return the ways to the subject's page and to all marks."""
    return _row(
        (_("⭐ Subject"), OpenSubject(student_id=student_id, course_id=course_id)),
        (_("⭐ Marks"), OpenMarks(student_id=student_id)),
    )


def day(student_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the way to the day."""
    return _row((_("📘 Day"), OpenDay(student_id=student_id, day=day)))


def absence(student_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the ways to the day and to explaining the absence."""
    return _row(
        (_("📘 Day"), OpenDay(student_id=student_id, day=day)),
        (_("🏠 Explain"), BeginNote(student_id=student_id)),
    )


def homework(student_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the way to all homework that is due on the day."""
    return _row((_("📝 All homework"), OpenHomework(student_id=student_id, day=day)))


def tomorrow(student_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the ways to the day and to its homework."""
    return _row(
        (_("📘 Day"), OpenDay(student_id=student_id, day=day)),
        (_("📝 Homework"), OpenHomework(student_id=student_id, day=day)),
    )


def news(announcement_id: int) -> InlineKeyboardMarkup:
    """Return the way to the whole announcement."""
    return _row((_("📰 Read"), OpenNews(announcement_id=announcement_id)))


def confirm_news(announcement_id: int) -> InlineKeyboardMarkup:
    """Return the button that says that it was read, above the way to the whole announcement."""
    confirm = ConfirmNews(announcement_id=announcement_id)
    yes = InlineKeyboardButton(text=_("✓ I have read it"), callback_data=confirm.pack())
    return InlineKeyboardMarkup(inline_keyboard=[[yes], *news(announcement_id).inline_keyboard])


def question(thread_id: int) -> InlineKeyboardMarkup:
    """Return the ways to the thread and to an answer."""
    return _row(
        (_("💬 Open"), OpenThread(thread_id=thread_id)),
        (_("✍️ Answer"), AnswerThread(thread_id=thread_id)),
    )


def note(note_id: int) -> InlineKeyboardMarkup:
    """Return the way to an absence note."""
    return _row((_("🏠 Open the note"), OpenNote(note_id=note_id)))


def task(student_id: int, homework_id: int) -> InlineKeyboardMarkup:
    """Return the way to one homework."""
    return _row((_("📝 Open"), OpenTask(student_id=student_id, homework_id=homework_id)))


def journal(day: date) -> InlineKeyboardMarkup:
    """Return the way to one's own lessons of a day."""
    return _row((_("📒 Journal"), OpenJournal(day=day)))


def lesson_of_mark(lesson_id: int) -> InlineKeyboardMarkup:
    """Return the way to the lesson of a mark; only the menu where it is of no lesson."""
    ways = [(_("📒 Lesson"), OpenLesson(lesson_id=lesson_id))] if lesson_id else []
    return _row(*ways)


def week(student_id: int, first: date) -> InlineKeyboardMarkup:
    """Return the ways to the marks and to the week."""
    return _row(
        (_("⭐ Marks"), OpenMarks(student_id=student_id)),
        (_("📘 Week"), OpenWeek(student_id=student_id, day=first)),
    )


def final_marks(student_id: int) -> InlineKeyboardMarkup:
    """Return the way to the final marks of the year."""
    return _row((_("🏁 Final marks"), OpenFinal(student_id=student_id)))


def people(student_id: int) -> InlineKeyboardMarkup:
    """Return the way to the people who see the student, where access is closed."""
    return _row((_("👥 Who sees the diary"), OpenPeople(student_id=student_id)))


def _row(*ways: tuple[str, CallbackData]) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(text=label, callback_data=target.pack()) for label, target in ways
    ]
    rows = [buttons] if buttons else []
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [back()]])
