"""Homework from the teacher's side: set, change, take back; what was handed in."""

from aiogram import Bot, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.composing import Composed
from domain.days import day_of
from domain.errors import InputRefused
from domain.homework import WorkState
from domain.people import Reader
from domain.school_clock import SchoolClock
from handlers import composing
from handlers.composing import PART
from handlers.files import send_files
from handlers.open_lesson import TEXT
from handlers.show import show
from keyboards import tasks as keyboard
from keyboards.open import OpenLessonTasks
from keyboards.tasks import (
    AcceptWork,
    AskDue,
    AskRemoveTask,
    BeginTask,
    KeepTask,
    OpenCourseTasks,
    OpenGivenTask,
    OpenWork,
    OpenWorks,
    RemoveTask,
    ReturnWork,
    RewriteTask,
    SendWorkFiles,
    SetDue,
    SetHandIn,
)
from usecases import tasks
from usecases.hand_in import AnswerWork, ShowWork, ShowWorks
from usecases.tasks import ChangeTask, GiveTask, ShowCourseTasks, ShowGiven, ShowLessonTasks
from views import tasks as view


class Setting(StatesGroup):
    """Homework, its day, or words about handed-in work being written."""

    words = State()
    day = State()
    comment = State()


async def open_lesson_tasks(
    query: CallbackQuery,
    callback_data: OpenLessonTasks,
    reader: Reader,
    show_lesson_tasks: ShowLessonTasks,
) -> None:
    """What a lesson gave."""
    shown = await show_lesson_tasks(reader, callback_data.lesson_id)
    await show(query, view.tasks(shown), keyboard.tasks(shown))


async def open_course_tasks(
    query: CallbackQuery,
    callback_data: OpenCourseTasks,
    reader: Reader,
    show_course_tasks: ShowCourseTasks,
) -> None:
    """What a course gave."""
    shown = await show_course_tasks(reader, callback_data.course_id, callback_data.page)
    await show(query, view.tasks(shown), keyboard.tasks(shown))


async def begin_task(query: CallbackQuery, callback_data: BeginTask, state: FSMContext) -> None:
    """A new one; rights are asked for when it is given."""
    await composing.begin(state, Setting.words, lesson_id=callback_data.lesson_id)
    await show(query, view.ask(), keyboard.asking(callback_data.lesson_id))


async def rewrite_task(
    query: CallbackQuery,
    callback_data: RewriteTask,
    reader: Reader,
    state: FSMContext,
    show_given: ShowGiven,
) -> None:
    """Other words."""
    shown = await show_given(reader, callback_data.homework_id)
    await composing.begin(state, Setting.words, homework_id=shown.given.id)
    await show(query, view.ask(), keyboard.to_task(shown.given.id))


async def take_words(message: Message, state: FSMContext) -> None:
    """Words, a photo, a document."""
    lesson_id = (await state.get_data()).get("lesson_id", 0)

    def preview(said: Composed) -> tuple[str, InlineKeyboardMarkup]:
        return view.preview(said), keyboard.preview(lesson_id)

    await composing.take(message, state, preview)


async def keep_task(
    query: CallbackQuery,
    reader: Reader,
    state: FSMContext,
    give_task: GiveTask,
    change_task: ChangeTask,
) -> None:
    """That is it."""
    said, about = await composing.composed(state)
    if "homework_id" in about:
        shown = await change_task(reader, about["homework_id"], said=said)
    else:
        shown = await give_task(reader, about["lesson_id"], said)
    await state.clear()
    await show(query, view.given(shown), keyboard.given(shown))


async def open_given_task(
    query: CallbackQuery, callback_data: OpenGivenTask, reader: Reader, show_given: ShowGiven
) -> None:
    """One homework."""
    shown = await show_given(reader, callback_data.homework_id)
    await show(query, view.given(shown), keyboard.given(shown))


async def set_due(
    query: CallbackQuery, callback_data: SetDue, reader: Reader, change_task: ChangeTask
) -> None:
    """For that lesson."""
    shown = await change_task(reader, callback_data.homework_id, due=callback_data.day)
    await show(query, view.given(shown), keyboard.given(shown))


async def ask_due(query: CallbackQuery, callback_data: AskDue, state: FSMContext) -> None:
    """For which day?"""
    await composing.begin(state, Setting.day, homework_id=callback_data.homework_id)
    await show(query, view.ask_day(), keyboard.to_task(callback_data.homework_id))


async def take_day(
    message: Message, reader: Reader, state: FSMContext, wall: SchoolClock, change_task: ChangeTask
) -> None:
    """For this one."""
    day = day_of(message.text or "", wall.today())
    if day is None:
        raise InputRefused
    shown = await change_task(reader, (await state.get_data())["homework_id"], due=day)
    await state.clear()
    await show(message, view.given(shown), keyboard.given(shown))


async def set_hand_in(
    query: CallbackQuery, callback_data: SetHandIn, reader: Reader, change_task: ChangeTask
) -> None:
    """Something is to be handed in, or not."""
    shown = await change_task(reader, callback_data.homework_id, hand_in=callback_data.on)
    await show(query, view.given(shown), keyboard.given(shown))


async def ask_remove(
    query: CallbackQuery, callback_data: AskRemoveTask, reader: Reader, show_given: ShowGiven
) -> None:
    """Sure?"""
    shown = await show_given(reader, callback_data.homework_id)
    await show(query, view.ask_remove(shown), keyboard.ask_remove(shown.given.id))


async def remove(
    query: CallbackQuery,
    callback_data: RemoveTask,
    reader: Reader,
    remove_task: tasks.RemoveTask,
    show_course_tasks: ShowCourseTasks,
) -> None:
    """Sure."""
    gone = await remove_task(reader, callback_data.homework_id)
    shown = await show_course_tasks(reader, gone.course_id)
    await show(query, view.tasks(shown), keyboard.tasks(shown))


async def open_works(
    query: CallbackQuery, callback_data: OpenWorks, reader: Reader, show_works: ShowWorks
) -> None:
    """Who has handed in."""
    shown = await show_works(reader, callback_data.homework_id)
    await show(query, view.works(shown), keyboard.works(shown))


async def open_work(
    query: CallbackQuery, callback_data: OpenWork, reader: Reader, show_work: ShowWork
) -> None:
    """One of them."""
    shown = await show_work(reader, callback_data.submission_id)
    await show(query, view.work(shown), keyboard.work(shown))


async def send_work_files(
    query: CallbackQuery,
    callback_data: SendWorkFiles,
    reader: Reader,
    bot: Bot,
    show_work: ShowWork,
) -> None:
    """Its files."""
    shown = await show_work(reader, callback_data.submission_id)
    await send_files(bot, reader.telegram_id, shown.submission.files)
    await query.answer()


async def accept_work(
    query: CallbackQuery, callback_data: AcceptWork, reader: Reader, answer_work: AnswerWork
) -> None:
    """Good."""
    shown = await answer_work(reader, callback_data.submission_id, WorkState.ACCEPTED)
    await show(query, view.work(shown), keyboard.work(shown))


async def return_work(
    query: CallbackQuery,
    callback_data: ReturnWork,
    reader: Reader,
    state: FSMContext,
    show_work: ShowWork,
) -> None:
    """Once more, please."""
    shown = await show_work(reader, callback_data.submission_id)
    await composing.begin(state, Setting.comment, submission_id=shown.submission.id)
    await show(query, view.ask_comment(), keyboard.to_work(shown.submission.id))


async def take_comment(
    message: Message, reader: Reader, state: FSMContext, answer_work: AnswerWork
) -> None:
    """What is to be done better."""
    number = (await state.get_data())["submission_id"]
    shown = await answer_work(reader, number, WorkState.RETURNED, message.text or "")
    await state.clear()
    await show(message, view.work(shown), keyboard.work(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(take_words, Setting.words, composing.CONTENT, flags=PART)
    router.message.register(take_day, Setting.day, TEXT, flags=PART)
    router.message.register(take_comment, Setting.comment, TEXT, flags=PART)
    router.callback_query.register(begin_task, BeginTask.filter(), flags=PART)
    router.callback_query.register(rewrite_task, RewriteTask.filter(), flags=PART)
    router.callback_query.register(keep_task, KeepTask.filter(), flags=PART)
    router.callback_query.register(ask_due, AskDue.filter(), flags=PART)
    router.callback_query.register(return_work, ReturnWork.filter(), flags=PART)
    for handler, data in (
        (open_lesson_tasks, OpenLessonTasks),
        (open_course_tasks, OpenCourseTasks),
        (open_given_task, OpenGivenTask),
        (set_due, SetDue),
        (set_hand_in, SetHandIn),
        (ask_remove, AskRemoveTask),
        (remove, RemoveTask),
        (open_works, OpenWorks),
        (open_work, OpenWork),
        (send_work_files, SendWorkFiles),
        (accept_work, AcceptWork),
    ):
        router.callback_query.register(handler, data.filter())
    return router
