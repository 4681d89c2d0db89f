"""Final marks: the school years, and back to the marks."""

from aiogram.types import InlineKeyboardMarkup

from domain.final import FinalMarks
from keyboards.back import back
from keyboards.open import OpenFinal, OpenMarks
from keyboards.paging import button
from views.words import gettext as _


def final(shown: FinalMarks) -> InlineKeyboardMarkup:
    """The year before, the year after where there is one."""
    student = shown.access.student.id
    years = [shown.year - 1] + ([shown.year + 1] if shown.year < shown.this_year else [])
    row = [
        button(
            f"‹ {year}/{year + 1}" if year < shown.year else f"{year}/{year + 1} ›",
            OpenFinal(student_id=student, year=year),
        )
        for year in years
    ]
    up = [button(_("⭐ Marks"), OpenMarks(student_id=student))]
    return InlineKeyboardMarkup(inline_keyboard=[row, up, [back()]])
