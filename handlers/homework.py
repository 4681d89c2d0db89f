"""/homework: for the next day, for any day, all that is open."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.composing import Composed
from domain.errors import DeadlineOver
from domain.people import Reader
from handlers import composing
from handlers.composing import PART
from handlers.files import send_files
from handlers.show import show
from keyboards import homework as keyboard
from keyboards.homework import BeginHandIn, SendTaskFiles, SendWork, TakeBack
from keyboards.open import OpenAllHomework, OpenHomework, OpenTask
from usecases.hand_in import HandIn, ShowTaskFiles
from usecases.homework import ShowAllHomework, ShowHomework, ShowTask
from views import homework as view


class Handing(StatesGroup):
    """Work being handed in."""

    work = State()


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


async def begin_hand_in(
    query: CallbackQuery,
    callback_data: BeginHandIn,
    reader: Reader,
    state: FSMContext,
    show_task: ShowTask,
) -> None:
    """Work is to be handed in."""
    data = callback_data
    shown = await show_task(reader, data.student_id, data.homework_id)
    if not shown.may_hand_in:
        raise DeadlineOver
    await composing.begin(
        state, Handing.work, student_id=data.student_id, homework_id=data.homework_id
    )
    await show(query, view.ask_work(), keyboard.task(shown, 0))


async def take_work(message: Message, state: FSMContext) -> None:
    """Words, a photo, a document."""
    data = await state.get_data()

    def preview(said: Composed) -> tuple[str, InlineKeyboardMarkup]:
        markup = keyboard.handing_in(data["student_id"], data["homework_id"])
        return view.preview(said), markup

    await composing.take(message, state, preview)


async def send_work(
    query: CallbackQuery, reader: Reader, state: FSMContext, hand_in: HandIn, show_task: ShowTask
) -> None:
    """That is it."""
    said, about = await composing.composed(state)
    student, number = int(about["student_id"]), int(about["homework_id"])
    await hand_in(reader, student, number, said)
    await state.clear()
    shown = await show_task(reader, student, number)
    await show(query, view.task(shown, 0), keyboard.task(shown, 0))


async def take_back(
    query: CallbackQuery,
    callback_data: TakeBack,
    reader: Reader,
    hand_in: HandIn,
    show_task: ShowTask,
) -> None:
    """After all not."""
    data = callback_data
    await hand_in(reader, data.student_id, data.homework_id, None)
    shown = await show_task(reader, data.student_id, data.homework_id)
    await show(query, view.task(shown, 0), keyboard.task(shown, 0))


async def send_task_files(
    query: CallbackQuery,
    callback_data: SendTaskFiles,
    reader: Reader,
    bot: Bot,
    show_task_files: ShowTaskFiles,
) -> None:
    """The files."""
    data = callback_data
    files = await show_task_files(reader, data.student_id, data.homework_id)
    await send_files(bot, reader.telegram_id, files)
    await query.answer()


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(homework, Command("homework"))
    router.callback_query.register(open_homework, OpenHomework.filter())
    router.callback_query.register(open_all, OpenAllHomework.filter())
    router.callback_query.register(open_task, OpenTask.filter())
    router.message.register(take_work, Handing.work, composing.CONTENT, flags=PART)
    router.callback_query.register(begin_hand_in, BeginHandIn.filter(), flags=PART)
    router.callback_query.register(send_work, SendWork.filter(), flags=PART)
    router.callback_query.register(take_back, TakeBack.filter())
    router.callback_query.register(send_task_files, SendTaskFiles.filter())
    return router
