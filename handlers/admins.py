"""👮 Administrators by code: who they are, a code for one more, an access to end."""

from aiogram import Bot, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.errors import NotFound
from domain.people import Reader
from handlers import sheets
from handlers.show import show
from keyboards import admins as keyboard
from keyboards.admins import AskEndAdmin, EndAdminChat, NewAdmin, RevokeAdminCodes
from keyboards.members import OpenAdmins
from usecases.admins import EndAdmin, IssueAdminCode, ShowAdmins
from usecases.admins import RevokeAdminCodes as Revoke
from views import admins as view

_PART = {"conversation": True}


class Inviting(StatesGroup):
    """What an administrator writes about the next one."""

    name = State()


async def open_admins(
    query: CallbackQuery, callback_data: OpenAdmins, reader: Reader, show_admins: ShowAdmins
) -> None:
    """Who has every school?"""
    shown = await show_admins(reader, callback_data.page)
    await show(query, view.admins(shown), keyboard.admins(shown))


async def ask_name(
    query: CallbackQuery, reader: Reader, state: FSMContext, show_admins: ShowAdmins
) -> None:
    """One more. Who?"""
    await show_admins(reader)
    await state.set_state(Inviting.name)
    await show(query, view.ask_name(), keyboard.to_admins())


async def take_name(
    message: Message,
    reader: Reader,
    bot: Bot,
    state: FSMContext,
    issue_admin_code: IssueAdminCode,
) -> None:
    """The name."""
    made = await issue_admin_code(reader, message.text or "")
    await state.clear()
    name = (await bot.me()).username or ""
    await show(message, view.code(made, name), keyboard.code(made, name))
    await sheets.send(
        bot, reader.telegram_id, [view.cut_out(made, name)], view.sheet_title(), view.file_name(),
        keyboard.to_admins(),
    )  # fmt: skip


async def revoke_codes(query: CallbackQuery, reader: Reader, revoke_admin_codes: Revoke) -> None:
    """Those that nobody has used."""
    shown = await revoke_admin_codes(reader)
    await show(query, view.admins(shown), keyboard.admins(shown))


async def ask_end(
    query: CallbackQuery, callback_data: AskEndAdmin, reader: Reader, show_admins: ShowAdmins
) -> None:
    """Close it for them? Sure?"""
    holder = (await show_admins(reader)).holder(callback_data.grant_id)
    if holder is None:
        raise NotFound
    await show(query, view.ask_end(holder), keyboard.ask_end(holder))


async def end(
    query: CallbackQuery, callback_data: EndAdminChat, reader: Reader, end_admin: EndAdmin
) -> None:
    """Sure."""
    shown = await end_admin(reader, callback_data.grant_id)
    await show(query, view.admins(shown), keyboard.admins(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    words = F.text, ~F.text.startswith("/")
    router.message.register(take_name, Inviting.name, *words, flags=_PART)
    for handler, data in (
        (open_admins, OpenAdmins),
        (ask_name, NewAdmin),
        (revoke_codes, RevokeAdminCodes),
        (ask_end, AskEndAdmin),
        (end, EndAdminChat),
    ):
        router.callback_query.register(handler, data.filter())
    return router
