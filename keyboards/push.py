"""The buttons under a message that comes unasked: each opens what the message is about."""

from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from keyboards.back import back
from keyboards.open import (
    OpenDay,
    OpenFinal,
    OpenHomework,
    OpenMarks,
    OpenNews,
    OpenSubject,
    OpenWeek,
)
from keyboards.settings import OpenPeople
from views.words import gettext as _


def subject(student_id: int, course_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the ways to the subject's page and to the day."""
    return _row(
        (_("⭐ Subject"), OpenSubject(student_id=student_id, course_id=course_id)),
        (_("📘 Day"), OpenDay(student_id=student_id, day=day)),
    )


def course(student_id: int, course_id: int) -> InlineKeyboardMarkup:
    """Return the ways to the subject's page and to all marks."""
    return _row(
        (_("⭐ Subject"), OpenSubject(student_id=student_id, course_id=course_id)),
        (_("⭐ Marks"), OpenMarks(student_id=student_id)),
    )


def day(student_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the way to the day."""
    return _row((_("📘 Day"), OpenDay(student_id=student_id, day=day)))


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
    return InlineKeyboardMarkup(inline_keyboard=[buttons, [back()]])
