"""Messages about a child: what comes, how soon, and what breaks through quiet hours."""

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.errors import NotFound
from domain.people import Reader
from domain.settings import Preferences
from handlers.show import show
from keyboards import preferences as keyboard
from keyboards.preferences import OpenKind, OpenKinds, SetBreaks, SetEvery, SetMode
from usecases.preferences import ChooseBreaks, ChooseEvery, ChooseMode, ShowPreferences
from views import preferences as view


async def open_kinds(
    query: CallbackQuery, callback_data: OpenKinds, reader: Reader,
    show_preferences: ShowPreferences,
) -> None:  # fmt: skip
    """Which messages come about a child."""
    shown = await show_preferences(reader, callback_data.student_id)
    await show(query, view.preferences(shown), keyboard.preferences(shown))


async def open_kind(
    query: CallbackQuery, callback_data: OpenKind, reader: Reader,
    show_preferences: ShowPreferences,
) -> None:  # fmt: skip
    """One of them."""
    shown = await show_preferences(reader, callback_data.student_id)
    await _kind(query, shown, callback_data.kind)


async def set_mode(
    query: CallbackQuery, callback_data: SetMode, reader: Reader, choose_mode: ChooseMode
) -> None:
    """How soon it comes was chosen: back to the list, to go on with the next."""
    kind, mode = callback_data.kind, callback_data.mode
    shown = await choose_mode(reader, callback_data.student_id, kind, mode)
    await show(query, view.preferences(shown), keyboard.preferences(shown))


async def set_breaks(
    query: CallbackQuery, callback_data: SetBreaks, reader: Reader, choose_breaks: ChooseBreaks
) -> None:
    """The switch for what is urgent."""
    kind, breaks = callback_data.kind, callback_data.breaks
    shown = await choose_breaks(reader, callback_data.student_id, kind, breaks=breaks)
    await _kind(query, shown, kind)


async def set_every(
    query: CallbackQuery, callback_data: SetEvery, reader: Reader, choose_every: ChooseEvery
) -> None:
    """All kinds at once."""
    shown = await choose_every(reader, callback_data.student_id, callback_data.mode)
    await show(query, view.preferences(shown), keyboard.preferences(shown))


async def _kind(query: CallbackQuery, shown: Preferences, code: str) -> None:
    choice = shown.choices.get(code)
    if choice is None:
        raise NotFound
    await show(query, view.kind(shown, choice), keyboard.kind(shown, choice))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    for handler, data in (
        (open_kinds, OpenKinds),
        (open_kind, OpenKind),
        (set_mode, SetMode),
        (set_breaks, SetBreaks),
        (set_every, SetEvery),
    ):
        router.callback_query.register(handler, data.filter())
    return router
