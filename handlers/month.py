"""The calendar of a month."""

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.people import Reader
from handlers.show import show
from keyboards import month as keyboard
from keyboards.month import Blank
from keyboards.open import OpenMonth
from usecases.month import ShowMonth
from views import month as view


async def open_month(
    query: CallbackQuery, callback_data: OpenMonth, reader: Reader, show_month: ShowMonth
) -> None:
    """A calendar button was pressed."""
    shown = await show_month(reader, callback_data.student_id, callback_data.day)
    await show(query, view.month(shown), keyboard.month(shown))


async def blank(query: CallbackQuery) -> None:
    """A cell that is no day was tapped."""
    await query.answer(view.blank())


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.callback_query.register(open_month, OpenMonth.filter())
    router.callback_query.register(blank, Blank.filter())
    return router
