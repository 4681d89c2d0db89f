"""Subjects, and one of them session by session."""

from aiogram.types import InlineKeyboardMarkup

from domain.subject import SubjectPage, Subjects
from keyboards.back import back
from keyboards.open import OpenMarks, OpenSubject, OpenSubjects
from keyboards.paging import button, pager
from views import format
from views.words import gettext as _

MOST_SUBJECTS = 60


def subjects(shown: Subjects) -> InlineKeyboardMarkup:
    """A button a subject, two a row."""
    student = shown.access.student.id
    every = [
        button(
            format.clip(shown.label(line), 40), OpenSubject(student_id=student, course_id=line.id)
        )
        for line in shown.courses[:MOST_SUBJECTS]
    ]
    rows = [every[n : n + 2] for n in range(0, len(every), 2)]
    up = [button(_("⭐ Marks"), OpenMarks(student_id=student))]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, up, [back()]])


def subject(shown: SubjectPage) -> InlineKeyboardMarkup:
    """The pages, the course's other sessions, the list of subjects."""
    student, course = shown.access.student.id, shown.course.id
    chosen = shown.period.id if shown.period else 0

    def target(page: int) -> OpenSubject:
        return OpenSubject(student_id=student, course_id=course, session_id=chosen, page=page)

    paging = pager(shown.page, has_more=shown.has_more, target=target)
    every = [
        button(
            f"· {name} ·" if period.id == chosen else name,
            OpenSubject(student_id=student, course_id=course, session_id=period.id),
        )
        for period in shown.periods
        for name in (format.clip(period.title, 30),)
    ]
    rows = [every[n : n + 2] for n in range(0, len(every), 2)]
    up = [button(_("All subjects"), OpenSubjects(student_id=student))]
    return InlineKeyboardMarkup(inline_keyboard=[*paging, *rows, up, [back()]])
