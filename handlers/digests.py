"""The hour of digests."""

from datetime import time

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.errors import InputRefused
from domain.people import Reader
from handlers.show import show
from keyboards import digests as keyboard
from keyboards.digests import OpenDigest, SetDigest
from usecases.digests import ChooseDigest
from usecases.settings import ShowSettings
from views import digests as view


async def open_digest(query: CallbackQuery, reader: Reader, show_settings: ShowSettings) -> None:
    """The hour in force."""
    shown = await show_settings(reader)
    await show(query, view.digest(shown), keyboard.digest(shown))


async def set_digest(
    query: CallbackQuery, callback_data: SetDigest, reader: Reader,
    choose_digest: ChooseDigest, show_settings: ShowSettings,
) -> None:  # fmt: skip
    """Another one; a forged button may carry anything."""
    if callback_data.hour not in range(24):
        raise InputRefused
    await choose_digest(reader, time(callback_data.hour))
    await open_digest(query, reader, show_settings)


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.callback_query.register(open_digest, OpenDigest.filter())
    router.callback_query.register(set_digest, SetDigest.filter())
    return router
