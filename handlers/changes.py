"""The deputy head's changes: cancel a lesson, find who stands in, name another room."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.show import show
from keyboards import changes as keyboard
from keyboards.changes import (
    AskCancel,
    AskReason,
    AskRoom,
    CancelIt,
    ChooseStandIn,
    FindStandIn,
    OpenChange,
    OpenChanges,
    OpenClassDay,
    OpenStandIns,
    RestoreIt,
)
from usecases.changes import CancelLesson, MoveLesson, RestoreLesson, ShowChange, Substitute
from usecases.changes_day import ShowChangesDay, ShowClassDay
from usecases.standing_in import ShowStandIns
from views import changes as view

_PART = {"conversation": True}


class Changing(StatesGroup):
    """What the deputy head writes about one lesson."""

    reason = State()
    room = State()
    teacher = State()


async def open_day(
    query: CallbackQuery, callback_data: OpenChanges, reader: Reader, show_changes: ShowChangesDay
) -> None:
    """A day of the school was asked for."""
    shown = await show_changes(reader, callback_data.day, callback_data.page)
    await show(query, view.day(shown), keyboard.day(shown))


async def open_class(
    query: CallbackQuery, callback_data: OpenClassDay, reader: Reader, show_class_day: ShowClassDay
) -> None:
    """A class was chosen."""
    shown = await show_class_day(reader, callback_data.class_id, callback_data.day)
    await show(query, view.class_day(shown), keyboard.class_day(shown))


async def open_lesson(
    query: CallbackQuery, callback_data: OpenChange, reader: Reader, show_change: ShowChange
) -> None:
    """A lesson was chosen."""
    shown = await show_change(reader, callback_data.lesson_id)
    await show(query, view.lesson(shown), keyboard.lesson(shown))


async def ask_cancel(
    query: CallbackQuery, callback_data: AskCancel, reader: Reader, show_change: ShowChange
) -> None:
    """Cancel it? Sure?"""
    shown = await show_change(reader, callback_data.lesson_id)
    await show(query, view.ask_cancel(shown), keyboard.ask_cancel(shown))


async def cancel_it(
    query: CallbackQuery, callback_data: CancelIt, reader: Reader, cancel_lesson: CancelLesson
) -> None:
    """Sure."""
    shown = await cancel_lesson(reader, callback_data.lesson_id)
    await show(query, view.lesson(shown), keyboard.lesson(shown))


async def ask_reason(
    query: CallbackQuery,
    callback_data: AskReason,
    reader: Reader,
    state: FSMContext,
    show_change: ShowChange,
) -> None:
    """Sure, and there is a reason to tell."""
    shown = await show_change(reader, callback_data.lesson_id)
    await _begin(state, Changing.reason, shown.id)
    await show(query, view.ask_reason(shown), keyboard.to_lesson(shown.id))


async def take_reason(
    message: Message, reader: Reader, state: FSMContext, cancel_lesson: CancelLesson
) -> None:
    """The reason."""
    asked = await state.get_data()
    shown = await cancel_lesson(reader, asked["lesson"], message.text or "")
    await state.clear()
    await show(message, view.lesson(shown), keyboard.lesson(shown))


async def open_stand_ins(
    query: CallbackQuery, callback_data: OpenStandIns, reader: Reader, show_stand_ins: ShowStandIns
) -> None:
    """Another teacher: who?"""
    shown = await show_stand_ins(reader, callback_data.lesson_id, callback_data.page)
    await show(query, view.stand_ins(shown), keyboard.stand_ins(shown))


async def find_stand_in(
    query: CallbackQuery,
    callback_data: FindStandIn,
    reader: Reader,
    state: FSMContext,
    show_change: ShowChange,
) -> None:
    """Somebody who is not on this page."""
    shown = await show_change(reader, callback_data.lesson_id)
    await _begin(state, Changing.teacher, shown.id)
    await show(query, view.ask_teacher(), keyboard.to_lesson(shown.id))


async def take_teacher(
    message: Message, reader: Reader, state: FSMContext, show_stand_ins: ShowStandIns
) -> None:
    """The first letters of a surname."""
    asked = await state.get_data()
    shown = await show_stand_ins(reader, asked["lesson"], wanted=message.text or "")
    await state.clear()
    await show(message, view.stand_ins(shown), keyboard.stand_ins(shown))


async def choose_stand_in(
    query: CallbackQuery, callback_data: ChooseStandIn, reader: Reader, substitute: Substitute
) -> None:
    """A teacher was chosen."""
    shown = await substitute(reader, callback_data.lesson_id, callback_data.person_id)
    await show(query, view.lesson(shown), keyboard.lesson(shown))


async def ask_room(
    query: CallbackQuery,
    callback_data: AskRoom,
    reader: Reader,
    state: FSMContext,
    show_change: ShowChange,
) -> None:
    """Another room: which?"""
    shown = await show_change(reader, callback_data.lesson_id)
    await _begin(state, Changing.room, shown.id)
    await show(query, view.ask_room(shown), keyboard.to_lesson(shown.id))


async def take_room(
    message: Message, reader: Reader, state: FSMContext, move_lesson: MoveLesson
) -> None:
    """The room."""
    asked = await state.get_data()
    shown = await move_lesson(reader, asked["lesson"], message.text or "")
    await state.clear()
    await show(message, view.lesson(shown), keyboard.lesson(shown))


async def restore(
    query: CallbackQuery, callback_data: RestoreIt, reader: Reader, restore_lesson: RestoreLesson
) -> None:
    """As planned after all."""
    shown = await restore_lesson(reader, callback_data.lesson_id)
    await show(query, view.lesson(shown), keyboard.lesson(shown))


async def _begin(state: FSMContext, what: State, lesson_id: int) -> None:
    await state.set_state(what)
    await state.set_data({"lesson": lesson_id})


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    words = F.text, ~F.text.startswith("/")
    router.message.register(take_reason, Changing.reason, *words, flags=_PART)
    router.message.register(take_room, Changing.room, *words, flags=_PART)
    router.message.register(take_teacher, Changing.teacher, *words, flags=_PART)
    for handler, data in (
        (open_day, OpenChanges),
        (open_class, OpenClassDay),
        (open_lesson, OpenChange),
        (ask_cancel, AskCancel),
        (cancel_it, CancelIt),
        (ask_reason, AskReason),
        (open_stand_ins, OpenStandIns),
        (find_stand_in, FindStandIn),
        (choose_stand_in, ChooseStandIn),
        (ask_room, AskRoom),
        (restore, RestoreIt),
    ):
        router.callback_query.register(handler, data.filter())
    return router
