"""/start without a code, /menu, and the switch between children."""

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.show import show
from keyboards import menu as keyboard
from keyboards.back import OpenMenu
from keyboards.menu import ChooseStudent
from usecases.menu import SelectStudent, ShowMenu
from views import menu as view


async def open_menu(event: Message | CallbackQuery, reader: Reader, show_menu: ShowMenu) -> None:
    """/menu, a menu button, or words that we do not understand."""
    shown = await show_menu(reader)
    await show(event, view.menu(shown), keyboard.menu(shown))


async def choose_student(
    query: CallbackQuery,
    callback_data: ChooseStudent,
    reader: Reader,
    select_student: SelectStudent,
) -> None:
    """A child's name was tapped."""
    shown = await select_student(reader, callback_data.student_id)
    await show(query, view.menu(shown), keyboard.menu(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(open_menu, CommandStart(deep_link=False))
    router.message.register(open_menu, Command("menu"))
    router.callback_query.register(open_menu, OpenMenu.filter())
    router.callback_query.register(choose_student, ChooseStudent.filter())
    return router
