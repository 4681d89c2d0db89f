"""🔑 Codes for all: new codes for a class with their sheet, and the unused ones withdrawn."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from domain.class_codes import IssuedCodes
from domain.people import Reader
from handlers import sheets
from handlers.show import show
from keyboards import class_codes as keyboard
from keyboards.class_codes import AskClassCodes, AskRevokeCodes, MakeClassCodes, RevokeCodes
from keyboards.classes import OpenClassCodes, OpenLivingCodes
from usecases.class_codes import IssueClassCodes, PlanClassCodes, RevokeUnused, ShowLivingCodes
from views import class_codes as view


async def open_plan(
    query: CallbackQuery,
    callback_data: OpenClassCodes,
    reader: Reader,
    plan_class_codes: PlanClassCodes,
) -> None:
    """For whom?"""
    shown = await plan_class_codes(reader, callback_data.class_id)
    await show(query, view.plan(shown), keyboard.plan(shown))


async def ask_make(
    query: CallbackQuery,
    callback_data: AskClassCodes,
    reader: Reader,
    plan_class_codes: PlanClassCodes,
) -> None:
    """So many. Sure?"""
    shown, wanted = await plan_class_codes(reader, callback_data.class_id), callback_data.wanted
    await show(query, view.sure(shown, wanted), keyboard.sure(shown, wanted))


async def make(
    query: CallbackQuery,
    callback_data: MakeClassCodes,
    reader: Reader,
    bot: Bot,
    issue_class_codes: IssueClassCodes,
) -> None:
    """Sure: the codes in the chat, then the sheet."""
    made = await issue_class_codes(
        reader, callback_data.class_id, callback_data.wanted, replace=callback_data.replace
    )
    first, *others = view.issued(made)
    await show(query, first, keyboard.issued(made))
    for text in others:
        await bot.send_message(query.from_user.id, text)
    await send_sheet(query, made, (await bot.me()).username or "")


async def open_living(
    query: CallbackQuery,
    callback_data: OpenLivingCodes,
    reader: Reader,
    show_living_codes: ShowLivingCodes,
) -> None:
    """The unused ones."""
    shown = await show_living_codes(reader, callback_data.class_id, callback_data.page)
    await show(query, view.living(shown), keyboard.living(shown))


async def ask_revoke(
    query: CallbackQuery,
    callback_data: AskRevokeCodes,
    reader: Reader,
    show_living_codes: ShowLivingCodes,
) -> None:
    """All of them? Sure?"""
    shown = await show_living_codes(reader, callback_data.class_id)
    await show(query, view.ask_revoke(shown), keyboard.ask_revoke(shown))


async def revoke(
    query: CallbackQuery, callback_data: RevokeCodes, reader: Reader, revoke_unused: RevokeUnused
) -> None:
    """One, or sure: all."""
    shown = await revoke_unused(reader, callback_data.class_id, callback_data.code_id or None)
    await show(query, view.living(shown), keyboard.living(shown))


async def send_sheet(query: CallbackQuery, made: IssuedCodes, bot_name: str) -> None:
    """Send the printable sheet; nothing where no code was made."""
    if not made.codes:
        return
    assert query.bot is not None, "aiogram mounts the bot on every update"
    await sheets.send(
        query.bot,
        query.from_user.id,
        view.cut_outs(made, bot_name),
        view.sheet_title(made),
        view.file_name(made),
        keyboard.sheet(made),
    )


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    for handler, data in (
        (open_plan, OpenClassCodes),
        (ask_make, AskClassCodes),
        (make, MakeClassCodes),
        (open_living, OpenLivingCodes),
        (ask_revoke, AskRevokeCodes),
        (revoke, RevokeCodes),
    ):
        router.callback_query.register(handler, data.filter())
    return router
