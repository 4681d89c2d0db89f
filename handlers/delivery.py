"""The administrator's view of the queue: what waits, what did not get through, another try."""

from collections.abc import Mapping
from typing import Protocol

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.people import Reader
from handlers.show import show
from keyboards import delivery as keyboard
from keyboards.delivery import OpenDelivery, TryAgain
from usecases.dead_letters import RetryGroup, ShowDelivery
from views import delivery as view


class Titled(Protocol):
    """A kind of notification as far as this screen must know it."""

    def title(self) -> str:
        """Return its name."""
        ...


Kinds = Mapping[str, Titled]


async def open_delivery(
    query: CallbackQuery, reader: Reader, kinds: Kinds, show_delivery: ShowDelivery
) -> None:
    """The button of the menu, or of the screen itself."""
    shown, titles = await show_delivery(reader), _titles(kinds)
    await show(query, view.delivery(shown, titles), keyboard.delivery(shown, titles))


async def try_again(
    query: CallbackQuery,
    callback_data: TryAgain,
    reader: Reader,
    kinds: Kinds,
    retry_group: RetryGroup,
) -> None:
    """A group of dead letters is to go out after all."""
    back, shown = await retry_group(reader, callback_data.dead_id)
    titles = _titles(kinds)
    await show(query, view.tried(back, shown, titles), keyboard.delivery(shown, titles))


def _titles(kinds: Kinds) -> dict[str, str]:
    return {code: kind.title() for code, kind in kinds.items()}


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.callback_query.register(open_delivery, OpenDelivery.filter())
    router.callback_query.register(try_again, TryAgain.filter())
    return router
