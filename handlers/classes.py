"""/class: who of the class is linked, codes for who is not, and access to end."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.access import Holder
from domain.classes import PupilCard
from domain.errors import NotFound
from domain.people import Reader, Role
from handlers.class_codes import send_sheet
from handlers.show import show
from keyboards import classes as keyboard
from keyboards.classes import (
    AskRevoke,
    MakeCode,
    OpenClasses,
    OpenPupil,
    OpenUnlinked,
    RevokeHolder,
)
from keyboards.open import OpenClass
from usecases.classes import IssuePupilCode, ShowClass, ShowClasses, ShowPupil
from usecases.revocation import RevokeGrant
from views import classes as view


async def open_own(message: Message, reader: Reader, show_classes: ShowClasses) -> None:
    """/class."""
    shown = await show_classes(reader)
    await show(message, view.classes(shown), keyboard.classes(shown))


async def open_classes(
    query: CallbackQuery, callback_data: OpenClasses, reader: Reader, show_classes: ShowClasses
) -> None:
    """The button of the menu, or a page of many classes."""
    shown = await show_classes(reader, callback_data.page)
    await show(query, view.classes(shown), keyboard.classes(shown))


async def open_class(
    query: CallbackQuery, callback_data: OpenClass, reader: Reader, show_class: ShowClass
) -> None:
    """A class, or a page of it."""
    shown = await show_class(reader, callback_data.class_id, callback_data.page)
    await show(query, view.roll(shown), keyboard.roll(shown))


async def open_unlinked(
    query: CallbackQuery, callback_data: OpenUnlinked, reader: Reader, show_class: ShowClass
) -> None:
    """Only those whose parents are missing."""
    shown = await show_class(
        reader, callback_data.class_id, callback_data.page, without_guardian=True
    )
    await show(query, view.roll(shown), keyboard.roll(shown))


async def open_pupil(
    query: CallbackQuery, callback_data: OpenPupil, reader: Reader, show_pupil: ShowPupil
) -> None:
    """A student of the class."""
    shown = await show_pupil(reader, callback_data.student_id)
    await show(query, view.pupil(shown), keyboard.pupil(shown))


async def make_code(
    query: CallbackQuery,
    callback_data: MakeCode,
    reader: Reader,
    bot: Bot,
    issue_pupil_code: IssuePupilCode,
) -> None:
    """A code was asked for."""
    made = await issue_pupil_code(reader, callback_data.student_id, Role(callback_data.role))
    name = (await bot.me()).username or ""
    (code,) = made.codes
    await show(query, view.code(code, name), keyboard.code(code, name))
    await send_sheet(query, made, name)


async def ask_revoke(
    query: CallbackQuery, callback_data: AskRevoke, reader: Reader, show_pupil: ShowPupil
) -> None:
    """Close it for them? Sure?"""
    shown = await show_pupil(reader, callback_data.student_id)
    holder = _holder(shown, callback_data.grant_id)
    await show(query, view.ask_revoke(shown, holder), keyboard.ask_revoke(shown, holder))


async def revoke_holder(
    query: CallbackQuery,
    callback_data: RevokeHolder,
    reader: Reader,
    revoke_grant: RevokeGrant,
    show_pupil: ShowPupil,
) -> None:
    """Sure."""
    await revoke_grant(reader, callback_data.student_id, callback_data.grant_id)
    shown = await show_pupil(reader, callback_data.student_id)
    await show(query, view.pupil(shown), keyboard.pupil(shown))


def _holder(shown: PupilCard, grant_id: int) -> Holder:
    """Return the holder of the grant; raises ``NotFound``."""
    found = shown.holder(grant_id)
    if found is None:
        raise NotFound
    return found


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(open_own, Command("class"))
    for handler, data in (
        (open_classes, OpenClasses),
        (open_class, OpenClass),
        (open_unlinked, OpenUnlinked),
        (open_pupil, OpenPupil),
        (make_code, MakeCode),
        (ask_revoke, AskRevoke),
        (revoke_holder, RevokeHolder),
    ):
        router.callback_query.register(handler, data.filter())
    return router
