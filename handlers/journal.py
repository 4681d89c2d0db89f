"""/journal: lessons of a day, one lesson, its topic, its attendance."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.open_lesson import TEXT, remember
from handlers.show import show
from keyboards import journal as keyboard
from keyboards.journal import (
    AskTopic,
    ChooseScale,
    NoteAllPresent,
    OpenPresence,
    OpenScales,
    TapPresence,
    UndoSave,
)
from keyboards.open import OpenClassJournal, OpenJournal, OpenLesson
from usecases.attendance import AllPresent, NotePresence
from usecases.journal import ShowClassJournal, ShowJournal
from usecases.lessons import SetScale, SetTopic, ShowLesson
from usecases.undo import Undo
from views import journal as view

_PART = {"conversation": True}
"""Flags of handlers that do not end the conversation by being called."""


class Topic(StatesGroup):
    """What a lesson is about, being written."""

    text = State()


async def open_own(message: Message, reader: Reader, show_journal: ShowJournal) -> None:
    """/journal."""
    shown = await show_journal(reader)
    await show(message, view.journal(shown), keyboard.journal(shown))


async def open_day(
    query: CallbackQuery, callback_data: OpenJournal, reader: Reader, show_journal: ShowJournal
) -> None:
    """A day of one's own."""
    shown = await show_journal(reader, callback_data.day)
    await show(query, view.journal(shown), keyboard.journal(shown))


async def open_class_day(
    query: CallbackQuery,
    callback_data: OpenClassJournal,
    reader: Reader,
    show_class_journal: ShowClassJournal,
) -> None:
    """A day of a class."""
    shown = await show_class_journal(reader, callback_data.class_id, callback_data.day)
    await show(query, view.journal(shown), keyboard.journal(shown))


async def open_lesson(
    query: CallbackQuery,
    callback_data: OpenLesson,
    reader: Reader,
    state: FSMContext,
    raw_state: str | None,
    show_lesson: ShowLesson,
) -> None:
    """One lesson; words that follow are its marks."""
    shown = await show_lesson(reader, callback_data.lesson_id)
    await show(query, view.lesson(shown), keyboard.lesson(shown))
    await remember(state, raw_state, shown.lesson.id)


async def ask_topic(
    query: CallbackQuery,
    callback_data: AskTopic,
    reader: Reader,
    state: FSMContext,
    show_lesson: ShowLesson,
) -> None:
    """What is it about?"""
    shown = await show_lesson(reader, callback_data.lesson_id)
    await state.set_state(Topic.text)
    await state.set_data({"lesson_id": shown.lesson.id})
    await show(query, view.ask_topic(shown.lesson), keyboard.only_lesson(shown.lesson.id))


async def take_topic(
    message: Message, reader: Reader, state: FSMContext, set_topic: SetTopic
) -> None:
    """The topic."""
    lesson_id = (await state.get_data())["lesson_id"]
    shown = await set_topic(reader, lesson_id, message.text or "")
    await state.set_data({})
    await remember(state, None, lesson_id)
    await show(message, view.lesson(shown), keyboard.lesson(shown))


async def open_presence(
    query: CallbackQuery, callback_data: OpenPresence, reader: Reader, show_lesson: ShowLesson
) -> None:
    """Who is there?"""
    shown = await show_lesson(reader, callback_data.lesson_id)
    await show(query, view.presence(shown), keyboard.presence(shown))


async def tap_presence(
    query: CallbackQuery, callback_data: TapPresence, reader: Reader, note_presence: NotePresence
) -> None:
    """A name was tapped."""
    data = callback_data
    saved = await note_presence(reader, data.lesson_id, data.student_id, data.was)
    await show(query, view.presence(saved.opened), keyboard.presence(saved.opened, saved.batch))


async def note_all(
    query: CallbackQuery, callback_data: NoteAllPresent, reader: Reader, all_present: AllPresent
) -> None:
    """Everybody is there."""
    saved = await all_present(reader, callback_data.lesson_id)
    await show(query, view.presence(saved.opened), keyboard.presence(saved.opened, saved.batch))


async def open_scales(
    query: CallbackQuery, callback_data: OpenScales, reader: Reader, show_lesson: ShowLesson
) -> None:
    """On which scale?"""
    shown = await show_lesson(reader, callback_data.lesson_id)
    await show(query, view.scales(shown.lesson), keyboard.scales(shown.lesson))


async def choose_scale(
    query: CallbackQuery, callback_data: ChooseScale, reader: Reader, set_scale: SetScale
) -> None:
    """On this one."""
    shown = await set_scale(reader, callback_data.lesson_id, callback_data.scale)
    await show(query, view.lesson(shown), keyboard.lesson(shown))


async def undo_save(
    query: CallbackQuery, callback_data: UndoSave, reader: Reader, undo: Undo
) -> None:
    """Take it back."""
    saved = await undo(reader, callback_data.lesson_id, f"{callback_data.batch:012x}")
    await show(query, view.undone(saved), keyboard.lesson(saved.opened))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(open_own, Command("journal"))
    router.message.register(take_topic, Topic.text, TEXT, flags=_PART)
    router.callback_query.register(ask_topic, AskTopic.filter(), flags=_PART)
    for handler, data in (
        (open_day, OpenJournal),
        (open_class_day, OpenClassJournal),
        (open_lesson, OpenLesson),
        (open_presence, OpenPresence),
        (tap_presence, TapPresence),
        (note_all, NoteAllPresent),
        (open_scales, OpenScales),
        (choose_scale, ChooseScale),
        (undo_save, UndoSave),
    ):
        router.callback_query.register(handler, data.filter())
    return router
