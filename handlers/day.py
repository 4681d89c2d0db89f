"""/today, /tomorrow and the diary of any day."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.show import show
from keyboards import day as keyboard
from keyboards.open import OpenDay
from usecases.day import ShowDay, ShowTomorrow
from views import day as view


async def open_day(
    query: CallbackQuery, callback_data: OpenDay, reader: Reader, show_day: ShowDay
) -> None:
    """A day's button was pressed."""
    diary = await show_day(reader, callback_data.student_id, callback_data.day)
    page = callback_data.page
    await show(query, view.day(diary, page), keyboard.day(diary, page))


async def today(message: Message, reader: Reader, show_day: ShowDay) -> None:
    """/today."""
    diary = await show_day(reader)
    await show(message, view.day(diary), keyboard.day(diary))


async def tomorrow(message: Message, reader: Reader, show_tomorrow: ShowTomorrow) -> None:
    """/tomorrow."""
    diary = await show_tomorrow(reader)
    await show(message, view.day(diary), keyboard.day(diary))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(today, Command("today"))
    router.message.register(tomorrow, Command("tomorrow"))
    router.callback_query.register(open_day, OpenDay.filter())
    return router
