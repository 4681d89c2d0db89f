"""/help."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.show import show
from keyboards import help as keyboard
from keyboards.open import OpenHelp
from views import help as view


async def open_help(event: Message | CallbackQuery) -> None:
    """Somebody asked what this is."""
    await show(event, view.help_(), keyboard.help_())


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(open_help, Command("help"))
    router.callback_query.register(open_help, OpenHelp.filter())
    return router
