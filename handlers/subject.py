"""The list of subjects and the page of one."""

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.people import Reader
from handlers.show import show
from keyboards import subject as keyboard
from keyboards.open import OpenSubject, OpenSubjects
from usecases.subject import ShowSubject, ShowSubjects
from views import subject as view


async def open_subjects(
    query: CallbackQuery, callback_data: OpenSubjects, reader: Reader, show_subjects: ShowSubjects
) -> None:
    """The list of subjects was asked for."""
    shown = await show_subjects(reader, callback_data.student_id)
    await show(query, view.subjects(shown), keyboard.subjects(shown))


async def open_subject(
    query: CallbackQuery, callback_data: OpenSubject, reader: Reader, show_subject: ShowSubject
) -> None:
    """A subject was chosen."""
    it = callback_data
    shown = await show_subject(reader, it.student_id, it.course_id, it.session_id, it.page)
    await show(query, view.subject(shown), keyboard.subject(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.callback_query.register(open_subjects, OpenSubjects.filter())
    router.callback_query.register(open_subject, OpenSubject.filter())
    return router
