"""/settings: language, discreet mode, who sees a child, leaving."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.access import Holder, People
from domain.errors import NotFound
from domain.people import Reader
from handlers.show import show
from keyboards import menu as menu_keyboard
from keyboards import settings as keyboard
from keyboards.back import OpenSettings
from keyboards.settings import (
    AskDrop,
    AskUnlink,
    ChooseLanguage,
    DropHolder,
    OpenDiscreet,
    OpenLanguages,
    OpenPeople,
    SetDiscreet,
    UnlinkStudent,
)
from usecases import settings as usecases
from usecases.menu import ShowMenu
from usecases.revocation import DropTrusted, ShowPeople, Unlink
from views import menu as menu_view
from views import settings as view
from views import words


async def open_settings(
    event: Message | CallbackQuery, reader: Reader, show_settings: usecases.ShowSettings
) -> None:
    """/settings or its button."""
    shown = await show_settings(reader)
    await show(event, view.settings(shown), keyboard.settings(shown))


async def open_languages(
    query: CallbackQuery, reader: Reader, show_settings: usecases.ShowSettings
) -> None:
    """The language button."""
    shown = await show_settings(reader)
    await show(query, view.languages(), keyboard.languages(shown))


async def choose_language(
    query: CallbackQuery,
    callback_data: ChooseLanguage,
    reader: Reader,
    choose_language: usecases.ChooseLanguage,
    show_settings: usecases.ShowSettings,
) -> None:
    """A language was tapped: the answer is already in it."""
    wanted = callback_data.language
    reader = await choose_language(reader, None if wanted == "tg" else wanted)
    with words.use(reader.language, words.current().zone):
        await open_settings(query, reader, show_settings)


async def open_discreet(
    query: CallbackQuery, reader: Reader, show_settings: usecases.ShowSettings
) -> None:
    """What discreet mode does."""
    shown = await show_settings(reader)
    await show(query, view.discreet(on=shown.discreet), keyboard.discreet(on=shown.discreet))


async def set_discreet(
    query: CallbackQuery,
    callback_data: SetDiscreet,
    reader: Reader,
    choose_discreet: usecases.ChooseDiscreet,
) -> None:
    """Its switch."""
    on = callback_data.discreet
    await choose_discreet(reader, discreet=on)
    await show(query, view.discreet(on=on), keyboard.discreet(on=on))


async def open_people(
    query: CallbackQuery, callback_data: OpenPeople, reader: Reader, show_people: ShowPeople
) -> None:
    """Who sees a child."""
    shown = await show_people(reader, callback_data.student_id)
    await show(query, view.people(shown), keyboard.people(shown))


async def ask_unlink(
    query: CallbackQuery, callback_data: AskUnlink, reader: Reader, show_people: ShowPeople
) -> None:
    """Leave? Sure?"""
    shown = await show_people(reader, callback_data.student_id)
    await show(query, view.ask_unlink(shown.access), keyboard.ask_unlink(shown.access))


async def unlink_student(
    query: CallbackQuery,
    callback_data: UnlinkStudent,
    reader: Reader,
    unlink: Unlink,
    show_menu: ShowMenu,
) -> None:
    """Sure."""
    access = await unlink(reader, callback_data.student_id)
    menu = await show_menu(reader)
    text = view.unlinked(access) + "\n\n" + menu_view.menu(menu)
    await show(query, text, menu_keyboard.menu(menu))


async def ask_drop(
    query: CallbackQuery, callback_data: AskDrop, reader: Reader, show_people: ShowPeople
) -> None:
    """Close it for a trusted person? Sure?"""
    shown = await show_people(reader, callback_data.student_id)
    holder = _holder(shown, callback_data.grant_id)
    await show(query, view.ask_drop(shown, holder), keyboard.ask_drop(shown, holder))


async def drop_holder(
    query: CallbackQuery,
    callback_data: DropHolder,
    reader: Reader,
    drop_trusted: DropTrusted,
    show_people: ShowPeople,
) -> None:
    """Sure."""
    await drop_trusted(reader, callback_data.student_id, callback_data.grant_id)
    shown = await show_people(reader, callback_data.student_id)
    await show(query, view.people(shown), keyboard.people(shown))


def _holder(shown: People, grant_id: int) -> Holder:
    """Return the holder that may be closed out; raises ``NotFound``."""
    found = shown.holder(grant_id)
    if found is None or not shown.may_drop(found):
        raise NotFound
    return found


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(open_settings, Command("settings"))
    for handler, data in (
        (open_settings, OpenSettings),
        (open_languages, OpenLanguages),
        (choose_language, ChooseLanguage),
        (open_discreet, OpenDiscreet),
        (set_discreet, SetDiscreet),
        (open_people, OpenPeople),
        (ask_unlink, AskUnlink),
        (unlink_student, UnlinkStudent),
        (ask_drop, AskDrop),
        (drop_holder, DropHolder),
    ):
        router.callback_query.register(handler, data.filter())
    return router
