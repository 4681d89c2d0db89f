"""Whatever no other route took: words get the menu, stale buttons an answer and the menu."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.show import show
from keyboards import menu as keyboard
from usecases.menu import ShowMenu
from views import menu as view


async def unknown_message(message: Message, reader: Reader, show_menu: ShowMenu) -> None:
    """Words, a sticker, a photo: say so and offer the menu."""
    shown = await show_menu(reader)
    await show(message, view.not_understood(shown), keyboard.menu(shown))


async def unknown_button(query: CallbackQuery, reader: Reader, show_menu: ShowMenu) -> None:
    """A button of an older version, or one that nobody of us made."""
    shown = await show_menu(reader)
    await show(query, view.stale_button(shown), keyboard.menu(shown))


def router() -> Router:
    """Routes of last resort; included after all others."""
    router = Router(name=__name__)
    router.message.register(unknown_message)
    router.callback_query.register(unknown_button)
    return router
