"""Final marks of a course: look, confirm, change, take back."""

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.errors import NotFound
from domain.people import Reader
from handlers.show import show
from keyboards import course_finals as keyboard
from keyboards.course_finals import (
    ChooseRounding,
    ConfirmProposed,
    OpenFinalPad,
    OpenRounding,
    SetFinalMark,
    UndoFinal,
)
from keyboards.open import OpenCourseFinals
from usecases.course_finals import (
    ConfirmFinals,
    SetFinal,
    SetRounding,
    ShowCourseFinals,
    UndoFinals,
)
from views import course_finals as view


async def open_finals(
    query: CallbackQuery,
    callback_data: OpenCourseFinals,
    reader: Reader,
    show_course_finals: ShowCourseFinals,
) -> None:
    """A session's final marks."""
    data = callback_data
    shown = await show_course_finals(reader, data.course_id, data.session_id, data.page)
    await show(query, view.finals(shown), keyboard.finals(shown))


async def open_pad(
    query: CallbackQuery,
    callback_data: OpenFinalPad,
    reader: Reader,
    show_course_finals: ShowCourseFinals,
) -> None:
    """One student."""
    data = callback_data
    shown = await show_course_finals(reader, data.course_id, data.session_id, data.page)
    line = shown.line(data.student_id)
    if line is None:
        raise NotFound
    await show(query, view.final_pad(shown, line), keyboard.final_pad(shown, line))


async def set_mark(
    query: CallbackQuery, callback_data: SetFinalMark, reader: Reader, set_final: SetFinal
) -> None:
    """A mark of the pad, or none."""
    data = callback_data
    shown = await set_final(
        reader, data.course_id, data.session_id, data.student_id, data.place, data.page
    )
    await show(query, view.finals(shown), keyboard.finals(shown))


async def confirm(
    query: CallbackQuery,
    callback_data: ConfirmProposed,
    reader: Reader,
    confirm_finals: ConfirmFinals,
) -> None:
    """All that is proposed."""
    data = callback_data
    shown = await confirm_finals(reader, data.course_id, data.session_id, data.page)
    await show(query, view.finals(shown), keyboard.finals(shown))


async def undo(
    query: CallbackQuery, callback_data: UndoFinal, reader: Reader, undo_finals: UndoFinals
) -> None:
    """Take it back."""
    data = callback_data
    shown = await undo_finals(
        reader, data.course_id, data.session_id, f"{data.batch:012x}", data.page
    )
    await show(query, view.finals(shown), keyboard.finals(shown))


async def open_rounding(
    query: CallbackQuery,
    callback_data: OpenRounding,
    reader: Reader,
    show_course_finals: ShowCourseFinals,
) -> None:
    """From where up?"""
    shown = await show_course_finals(reader, callback_data.course_id, callback_data.session_id)
    await show(query, view.roundings(), keyboard.roundings(shown))


async def choose_rounding(
    query: CallbackQuery, callback_data: ChooseRounding, reader: Reader, set_rounding: SetRounding
) -> None:
    """From here."""
    data = callback_data
    shown = await set_rounding(reader, data.course_id, data.session_id, data.place)
    await show(query, view.finals(shown), keyboard.finals(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    for handler, data in (
        (open_finals, OpenCourseFinals),
        (open_pad, OpenFinalPad),
        (set_mark, SetFinalMark),
        (confirm, ConfirmProposed),
        (undo, UndoFinal),
        (open_rounding, OpenRounding),
        (choose_rounding, ChooseRounding),
    ):
        router.callback_query.register(handler, data.filter())
    return router
