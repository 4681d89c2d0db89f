"""Questions to the school: the list, a new one, a thread and what is said in it."""

from aiogram import Bot, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.composing import Composed
from domain.errors import NotFound
from domain.people import Reader
from domain.questions import Addressee
from handlers import composing
from handlers.composing import PART
from handlers.files import send_files
from handlers.show import show
from keyboards import questions as keyboard
from keyboards.open import AnswerThread, OpenThread, OpenThreads
from keyboards.questions import (
    AskTarget,
    CloseThread,
    OpenTargets,
    SendQuestion,
    SendThreadFiles,
)
from usecases import open_questions
from usecases.questions import AskQuestion, ShowTargets, ShowThread, ShowThreads, WriteOn
from views import questions as view


class Asking(StatesGroup):
    """A question, or more words in a thread, being written."""

    words = State()


async def open_threads(
    query: CallbackQuery, callback_data: OpenThreads, reader: Reader, show_threads: ShowThreads
) -> None:
    """The list."""
    shown = await show_threads(reader, callback_data.page)
    await show(query, view.threads(shown), keyboard.threads(shown))


async def open_targets(
    query: CallbackQuery, callback_data: OpenTargets, reader: Reader, show_targets: ShowTargets
) -> None:
    """Whom to ask?"""
    access, found = await show_targets(reader, callback_data.student_id)
    text = view.targets(access.student.name.short, found)
    await show(query, text, keyboard.targets(callback_data.student_id, found))


async def begin_question(
    query: CallbackQuery,
    callback_data: AskTarget,
    reader: Reader,
    state: FSMContext,
    show_targets: ShowTargets,
) -> None:
    """This one."""
    data = callback_data
    _access, found = await show_targets(reader, data.student_id)
    for one in found:
        if (one.addressee, one.id) == (data.addressee, data.target_id):
            await composing.begin(
                state, Asking.words, student_id=data.student_id, target_id=data.target_id,
                addressee=data.addressee.value,
            )  # fmt: skip
            await show(query, view.ask(one), keyboard.only_list())
            return
    raise NotFound


async def begin_answer(
    query: CallbackQuery,
    callback_data: AnswerThread,
    reader: Reader,
    state: FSMContext,
    show_thread: ShowThread,
) -> None:
    """More words in a thread."""
    shown = await show_thread(reader, callback_data.thread_id)
    await composing.begin(state, Asking.words, thread_id=shown.line.id)
    await show(query, view.ask_more(), keyboard.only_list())


async def take_words(message: Message, state: FSMContext) -> None:
    """Words, a photo, a document."""
    await composing.take(message, state, _preview)


async def send(
    query: CallbackQuery,
    reader: Reader,
    state: FSMContext,
    ask_question: AskQuestion,
    write_on: WriteOn,
    show_thread: ShowThread,
) -> None:
    """Send it."""
    said, about = await composing.composed(state)
    if "thread_id" in about:
        number = int(about["thread_id"])
        await write_on(reader, number, said)
    else:
        number = await ask_question(
            reader, about["student_id"], Addressee(about["addressee"]), about["target_id"], said
        )
    await state.clear()
    shown = await show_thread(reader, number)
    await show(query, f"{view.sent()}\n\n{view.thread(shown)}", keyboard.thread(shown))


async def open_thread(
    query: CallbackQuery, callback_data: OpenThread, reader: Reader, show_thread: ShowThread
) -> None:
    """A thread."""
    shown = await show_thread(reader, callback_data.thread_id, callback_data.page)
    await show(query, view.thread(shown), keyboard.thread(shown))


async def close_thread(
    query: CallbackQuery,
    callback_data: CloseThread,
    reader: Reader,
    close_question: open_questions.CloseThread,
    show_thread: ShowThread,
) -> None:
    """Nothing more to say, or after all."""
    await close_question(reader, callback_data.thread_id, closed=callback_data.closed)
    shown = await show_thread(reader, callback_data.thread_id)
    await show(query, view.thread(shown), keyboard.thread(shown))


async def send_thread_files(
    query: CallbackQuery,
    callback_data: SendThreadFiles,
    reader: Reader,
    bot: Bot,
    show_thread: ShowThread,
) -> None:
    """The files of the page."""
    shown = await show_thread(reader, callback_data.thread_id, callback_data.page)
    await send_files(bot, reader.telegram_id, shown.files)
    await query.answer()


def _preview(said: Composed) -> tuple[str, InlineKeyboardMarkup]:
    return view.preview(said), keyboard.preview()


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(take_words, Asking.words, composing.CONTENT, flags=PART)
    router.callback_query.register(send, SendQuestion.filter(), flags=PART)
    router.callback_query.register(begin_question, AskTarget.filter(), flags=PART)
    router.callback_query.register(begin_answer, AnswerThread.filter(), flags=PART)
    for handler, data in (
        (open_threads, OpenThreads),
        (open_targets, OpenTargets),
        (open_thread, OpenThread),
        (close_thread, CloseThread),
        (send_thread_files, SendThreadFiles),
    ):
        router.callback_query.register(handler, data.filter())
    return router
