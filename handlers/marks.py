"""/marks: the latest, all of a span, averages."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.show import show
from keyboards import marks as keyboard
from keyboards.open import OpenAllMarks, OpenAverages, OpenMarks
from usecases.marks import ShowAllMarks, ShowAverages, ShowMarks
from views import marks as view


async def open_marks(
    query: CallbackQuery, callback_data: OpenMarks, reader: Reader, show_marks: ShowMarks
) -> None:
    """The marks were asked for by a button."""
    shown = await show_marks(reader, callback_data.student_id, callback_data.page)
    await show(query, view.latest(shown), keyboard.latest(shown))


async def marks(message: Message, reader: Reader, show_marks: ShowMarks) -> None:
    """/marks."""
    shown = await show_marks(reader)
    await show(message, view.latest(shown), keyboard.latest(shown))


async def open_all_marks(
    query: CallbackQuery, callback_data: OpenAllMarks, reader: Reader, show_all_marks: ShowAllMarks
) -> None:
    """All marks of a span were asked for."""
    wanted = callback_data
    shown = await show_all_marks(reader, wanted.student_id, wanted.span, wanted.day)
    await show(query, view.all_marks(shown), keyboard.all_marks(shown))


async def open_averages(
    query: CallbackQuery, callback_data: OpenAverages, reader: Reader, show_averages: ShowAverages
) -> None:
    """The averages of a session were asked for."""
    shown = await show_averages(reader, callback_data.student_id, callback_data.session_id)
    await show(query, view.averages_of(shown), keyboard.averages(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(marks, Command("marks"))
    router.callback_query.register(open_marks, OpenMarks.filter())
    router.callback_query.register(open_all_marks, OpenAllMarks.filter())
    router.callback_query.register(open_averages, OpenAverages.filter())
    return router
