"""The buttons under a message that comes unasked: each opens what the message is about."""

from datetime import date

from aiogram.types import InlineKeyboardMarkup

from keyboards.menu import back


def menu() -> InlineKeyboardMarkup:
    """Return the way to the main menu."""
    return InlineKeyboardMarkup(inline_keyboard=[[back()]])


def subject(student_id: int, course_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the ways to the subject's page and to the day."""
    return menu()


def day(student_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the way to the day."""
    return menu()


def homework(student_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the way to all homework that is due on the day."""
    return menu()


def tomorrow(student_id: int, day: date) -> InlineKeyboardMarkup:
    """Return the ways to the day and to its homework."""
    return menu()


def news(announcement_id: int) -> InlineKeyboardMarkup:
    """Return the way to the whole announcement."""
    return menu()


def week(student_id: int, first: date) -> InlineKeyboardMarkup:
    """Return the ways to the marks and to the week."""
    return menu()


def final_marks(student_id: int) -> InlineKeyboardMarkup:
    """Return the way to the final marks of the year."""
    return menu()


def people() -> InlineKeyboardMarkup:
    """Return the way to the settings, where access is closed."""
    return menu()
