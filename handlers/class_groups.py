"""💬 Class group: which Telegram groups get the class's news, for its class teacher."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from domain.class_groups import ClassGroups
from domain.errors import NotFound
from domain.people import Reader
from handlers.show import show
from keyboards import class_groups as keyboard
from keyboards.class_groups import AskUnbind, Unbind
from keyboards.open import OpenClassGroups
from usecases.class_groups import ShowClassGroups, UnbindGroup
from views import class_groups as view


async def open_groups(
    query: CallbackQuery,
    callback_data: OpenClassGroups,
    reader: Reader,
    bot: Bot,
    show_class_groups: ShowClassGroups,
) -> None:
    """The button of the class."""
    await _show(query, bot, await show_class_groups(reader, callback_data.class_id))


async def ask_unbind(
    query: CallbackQuery,
    callback_data: AskUnbind,
    reader: Reader,
    show_class_groups: ShowClassGroups,
) -> None:
    """Unbind it? Sure?"""
    shown = await show_class_groups(reader, callback_data.class_id)
    group = shown.group(callback_data.group_id)
    if group is None:
        raise NotFound
    await show(query, view.ask_unbind(shown, group), keyboard.ask_unbind(shown, group))


async def unbind(
    query: CallbackQuery,
    callback_data: Unbind,
    reader: Reader,
    bot: Bot,
    unbind_group: UnbindGroup,
) -> None:
    """Sure."""
    shown = await unbind_group(reader, callback_data.class_id, callback_data.group_id)
    await _show(query, bot, shown)


async def _show(query: CallbackQuery, bot: Bot, shown: ClassGroups) -> None:
    name = (await bot.me()).username or ""
    await show(query, view.groups(shown, name), keyboard.groups(shown, name))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    for handler, data in (
        (open_groups, OpenClassGroups), (ask_unbind, AskUnbind), (unbind, Unbind),
    ):  # fmt: skip
        router.callback_query.register(handler, data.filter())
    return router
