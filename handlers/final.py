"""/final: final marks."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.show import show
from keyboards import final as keyboard
from keyboards.open import OpenFinal
from usecases.final import ShowFinal
from views import final as view


async def open_final(
    query: CallbackQuery, callback_data: OpenFinal, reader: Reader, show_final: ShowFinal
) -> None:
    """A school year was asked for."""
    shown = await show_final(reader, callback_data.student_id, callback_data.year)
    await show(query, view.final(shown), keyboard.final(shown))


async def final(message: Message, reader: Reader, show_final: ShowFinal) -> None:
    """/final."""
    shown = await show_final(reader)
    await show(message, view.final(shown), keyboard.final(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(final, Command("final"))
    router.callback_query.register(open_final, OpenFinal.filter())
    return router
