"""/homework: for the next day, for any day, all that is open."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.show import show
from keyboards import homework as keyboard
from keyboards.open import OpenAllHomework, OpenHomework, OpenTask
from usecases.homework import ShowAllHomework, ShowHomework, ShowTask
from views import homework as view


async def open_homework(
    query: CallbackQuery, callback_data: OpenHomework, reader: Reader, show_homework: ShowHomework
) -> None:
    """A day's homework was asked for."""
    shown = await show_homework(reader, callback_data.student_id, callback_data.day)
    page = callback_data.page
    await show(query, view.homework(shown, page), keyboard.homework(shown, page))


async def homework(message: Message, reader: Reader, show_homework: ShowHomework) -> None:
    """/homework."""
    shown = await show_homework(reader)
    await show(message, view.homework(shown), keyboard.homework(shown))


async def open_all(
    query: CallbackQuery,
    callback_data: OpenAllHomework,
    reader: Reader,
    show_all_homework: ShowAllHomework,
) -> None:
    """All that is open was asked for."""
    shown = await show_all_homework(reader, callback_data.student_id, callback_data.page)
    await show(query, view.all_open(shown), keyboard.all_open(shown))


async def open_task(
    query: CallbackQuery, callback_data: OpenTask, reader: Reader, show_task: ShowTask
) -> None:
    """One homework was asked for whole."""
    shown = await show_task(reader, callback_data.student_id, callback_data.homework_id)
    page = callback_data.page
    await show(query, view.task(shown, page), keyboard.task(shown, page))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(homework, Command("homework"))
    router.callback_query.register(open_homework, OpenHomework.filter())
    router.callback_query.register(open_all, OpenAllHomework.filter())
    router.callback_query.register(open_task, OpenTask.filter())
    return router
