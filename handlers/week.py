"""/week and the diary of any week."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.show import show
from keyboards import week as keyboard
from keyboards.open import OpenWeek
from usecases.day import ShowWeek
from views import week as view


async def open_week(
    query: CallbackQuery, callback_data: OpenWeek, reader: Reader, show_week: ShowWeek
) -> None:
    """A week's button was pressed."""
    diary = await show_week(reader, callback_data.student_id, callback_data.day)
    page = callback_data.page
    await show(query, view.week(diary, page), keyboard.week(diary, page))


async def this_week(message: Message, reader: Reader, show_week: ShowWeek) -> None:
    """/week."""
    diary = await show_week(reader)
    await show(message, view.week(diary), keyboard.week(diary))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(this_week, Command("week"))
    router.callback_query.register(open_week, OpenWeek.filter())
    return router
