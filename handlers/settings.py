"""/settings: language, quiet hours, messages per child, who sees a child, leaving."""

from collections.abc import Mapping
from datetime import time
from typing import Protocol

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.access import Holder, People
from domain.errors import InputRefused, NotFound
from domain.people import Reader, Role
from domain.settings import Preferences, QuietChoice
from domain.timing import QuietHours
from handlers.show import show
from keyboards import menu as menu_keyboard
from keyboards import settings as keyboard
from keyboards.settings import (
    AskDrop,
    AskUnlink,
    ChooseLanguage,
    ChooseQuiet,
    DropHolder,
    OpenKinds,
    OpenLanguages,
    OpenPeople,
    OpenQuiet,
    OpenSettings,
    PickQuietEnd,
    PickQuietStart,
    SwitchKind,
    UnlinkStudent,
)
from usecases import settings as usecases
from usecases.menu import ShowMenu
from usecases.revocation import DropTrusted, ShowPeople, Unlink
from views import menu as menu_view
from views import settings as view
from views import words


class Titled(Protocol):
    """A kind of notification as far as the settings screen must know it."""

    roles: tuple[Role, ...]
    needs_marks: bool

    def title(self) -> str:
        """Return its name."""
        ...


Kinds = Mapping[str, Titled]


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


async def open_quiet(
    query: CallbackQuery, reader: Reader, show_settings: usecases.ShowSettings
) -> None:
    """The quiet hours."""
    shown = await show_settings(reader)
    await show(query, view.quiet(shown.quiet), keyboard.quiet(shown.quiet))


async def pick_start(query: CallbackQuery) -> None:
    """Other hours: when they begin."""
    await show(query, view.quiet_start(), keyboard.quiet_start())


async def pick_end(query: CallbackQuery, callback_data: PickQuietEnd) -> None:
    """… and when they end."""
    hour = _hour(callback_data.start_hour).hour
    await show(query, view.quiet_end(hour), keyboard.quiet_end(hour))


async def choose_quiet(
    query: CallbackQuery,
    callback_data: ChooseQuiet,
    reader: Reader,
    choose_quiet_hours: usecases.ChooseQuietHours,
    show_settings: usecases.ShowSettings,
) -> None:
    """Hours were chosen."""
    hours = QuietHours(_hour(callback_data.start_hour), _hour(callback_data.end_hour))
    own = callback_data.choice is QuietChoice.OWN
    await choose_quiet_hours(reader, callback_data.choice, hours if own else None)
    await open_settings(query, reader, show_settings)


async def open_kinds(
    query: CallbackQuery,
    callback_data: OpenKinds,
    reader: Reader,
    show_preferences: usecases.ShowPreferences,
    kinds: Kinds,
) -> None:
    """Which messages come about a child."""
    shown = await show_preferences(reader, callback_data.student_id)
    await _kinds(query, shown, kinds)


async def switch_kind(
    query: CallbackQuery,
    callback_data: SwitchKind,
    reader: Reader,
    switch_kind: usecases.SwitchKind,
    kinds: Kinds,
) -> None:
    """One of them was tapped."""
    shown = await switch_kind(
        reader, callback_data.student_id, callback_data.kind, enabled=callback_data.enabled
    )
    await _kinds(query, shown, kinds)


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


async def _kinds(query: CallbackQuery, shown: Preferences, kinds: Kinds) -> None:
    """Show the switches of the kinds that this chat could ever hear."""
    access = shown.access
    mine = [
        (code, kind.title())
        for code, kind in kinds.items()
        if access.role in kind.roles and (access.sees_marks or not kind.needs_marks)
    ]
    await show(query, view.preferences(shown), keyboard.preferences(shown, mine))


def _holder(shown: People, grant_id: int) -> Holder:
    """Return the holder that may be closed out; raises ``NotFound``."""
    found = shown.holder(grant_id)
    if found is None or not shown.may_drop(found):
        raise NotFound
    return found


def _hour(value: int) -> time:
    """Return an hour of the day; a forged button may carry anything."""
    if value not in range(24):
        raise InputRefused
    return time(value)


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(open_settings, Command("settings"))
    for handler, data in (
        (open_settings, OpenSettings),
        (open_languages, OpenLanguages),
        (choose_language, ChooseLanguage),
        (open_quiet, OpenQuiet),
        (pick_start, PickQuietStart),
        (pick_end, PickQuietEnd),
        (choose_quiet, ChooseQuiet),
        (open_kinds, OpenKinds),
        (switch_kind, SwitchKind),
        (open_people, OpenPeople),
        (ask_unlink, AskUnlink),
        (unlink_student, UnlinkStudent),
        (ask_drop, AskDrop),
        (drop_holder, DropHolder),
    ):
        router.callback_query.register(handler, data.filter())
    return router
