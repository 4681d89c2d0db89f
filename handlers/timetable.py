"""The timetable of any week."""

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.people import Reader
from handlers.show import show
from keyboards import timetable as keyboard
from keyboards.open import OpenTimetable
from usecases.day import ShowWeek
from views import timetable as view


async def open_timetable(
    query: CallbackQuery, callback_data: OpenTimetable, reader: Reader, show_week: ShowWeek
) -> None:
    """A timetable's button was pressed."""
    diary = await show_week(reader, callback_data.student_id, callback_data.day)
    page = callback_data.page
    await show(query, view.timetable(diary, page), keyboard.timetable(diary, page))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.callback_query.register(open_timetable, OpenTimetable.filter())
    return router
