"""Codes for a school's staff: one, all who are not linked, and the unused ones withdrawn."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from domain.people import Reader
from domain.staff_codes import FreshStaffCodes
from handlers import sheets
from handlers.show import show
from keyboards import members as members_keyboard
from keyboards import staff_codes as keyboard
from keyboards.members import MakeMemberCode, OpenStaffCodes, RevokeMemberCodes
from keyboards.staff_codes import MakeStaffCodes
from usecases.staff_codes import IssueMemberCode, IssueStaffCodes, PlanStaffCodes
from usecases.staff_codes import RevokeMemberCodes as Revoke
from views import members as members_view
from views import staff_codes as view


async def make_code(
    query: CallbackQuery,
    callback_data: MakeMemberCode,
    reader: Reader,
    bot: Bot,
    issue_member_code: IssueMemberCode,
) -> None:
    """A code for one was asked for."""
    made = await issue_member_code(reader, callback_data.school_id, callback_data.person_id)
    name = (await bot.me()).username or ""
    await show(query, view.code(made, name), keyboard.code(made, name))
    await _send_sheet(bot, query.from_user.id, made, name)


async def revoke(
    query: CallbackQuery,
    callback_data: RevokeMemberCodes,
    reader: Reader,
    revoke_member_codes: Revoke,
) -> None:
    """Those that nobody has used."""
    shown = await revoke_member_codes(reader, callback_data.school_id, callback_data.person_id)
    await show(query, members_view.member(shown), members_keyboard.member(shown))


async def open_plan(
    query: CallbackQuery,
    callback_data: OpenStaffCodes,
    reader: Reader,
    plan_staff_codes: PlanStaffCodes,
) -> None:
    """So many. Sure?"""
    shown = await plan_staff_codes(reader, callback_data.school_id)
    await show(query, view.plan(shown), keyboard.plan(shown))


async def make(
    query: CallbackQuery,
    callback_data: MakeStaffCodes,
    reader: Reader,
    bot: Bot,
    issue_staff_codes: IssueStaffCodes,
) -> None:
    """Sure: the codes in the chat where they are few, and the sheet."""
    school_id = callback_data.school_id
    made = await issue_staff_codes(reader, school_id, replace=callback_data.replace)
    await show(query, view.issued(made), members_keyboard.to_members(school_id))
    if made.codes:
        await _send_sheet(bot, query.from_user.id, made, (await bot.me()).username or "")


async def _send_sheet(bot: Bot, telegram_id: int, made: FreshStaffCodes, name: str) -> None:
    await sheets.send(
        bot, telegram_id, view.cut_outs(made, name), view.sheet_title(made), view.file_name(),
        members_keyboard.to_members(made.school.id),
    )  # fmt: skip


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    for handler, data in (
        (make_code, MakeMemberCode),
        (revoke, RevokeMemberCodes),
        (open_plan, OpenStaffCodes),
        (make, MakeStaffCodes),
    ):
        router.callback_query.register(handler, data.filter())
    return router
