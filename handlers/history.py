"""🕘 History of a lesson."""

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.people import Reader
from handlers.show import show
from keyboards import history as keyboard
from keyboards.journal import OpenHistory
from usecases.history import ShowHistory
from views import history as view


async def open_history(
    query: CallbackQuery, callback_data: OpenHistory, reader: Reader, show_history: ShowHistory
) -> None:
    """A page of it."""
    shown = await show_history(reader, callback_data.lesson_id, callback_data.page)
    await show(query, view.history(shown), keyboard.history(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.callback_query.register(open_history, OpenHistory.filter())
    return router
