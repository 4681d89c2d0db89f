"""Marks of a lesson: the board, a student's pad, one mark."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.open_lesson import TEXT, remember
from handlers.show import show
from keyboards import journal as lesson_keyboard
from keyboards import marking as keyboard
from keyboards.journal import OpenBoard
from keyboards.marking import (
    AskComment,
    ChangeGiven,
    GiveOne,
    OpenGiven,
    OpenPad,
    OpenSorts,
    RemoveGiven,
    WeighGiven,
)
from usecases.lessons import ShowBoard, ShowSorts
from usecases.marking import ChangeMark, RemoveMark, ShowMark
from usecases.pad import GiveByTap, ShowPad
from views import journal as lesson_view
from views import marking as view

_PART = {"conversation": True}


class Comment(StatesGroup):
    """Words about a mark, being written."""

    text = State()


async def open_board(
    query: CallbackQuery,
    callback_data: OpenBoard,
    reader: Reader,
    state: FSMContext,
    raw_state: str | None,
    show_board: ShowBoard,
) -> None:
    """The class to give marks to; words that follow are marks for the same sort of work."""
    data = callback_data
    shown = await show_board(reader, data.lesson_id, data.category_id)
    text = view.board(shown, view.value_at(shown, data.place))
    await show(query, text, keyboard.board(shown, data.place))
    await remember(state, raw_state, data.lesson_id, data.category_id)


async def open_sorts(
    query: CallbackQuery, callback_data: OpenSorts, reader: Reader, show_sorts: ShowSorts
) -> None:
    """What are the marks for?"""
    data = callback_data
    found = await show_sorts(reader, data.lesson_id)
    await show(query, view.sorts(), keyboard.sorts(data.lesson_id, found, data.place))


async def open_pad(
    query: CallbackQuery, callback_data: OpenPad, reader: Reader, show_pad: ShowPad
) -> None:
    """One student."""
    data = callback_data
    shown, seat = await show_pad(reader, data.lesson_id, data.student_id)
    await show(
        query, view.student_pad(shown, seat), keyboard.student_pad(shown, seat, data.category_id)
    )


async def give_one(
    query: CallbackQuery, callback_data: GiveOne, reader: Reader, give_by_tap: GiveByTap
) -> None:
    """A mark of the pad, or the chosen one on the board."""
    data = callback_data
    given = await give_by_tap(
        reader, data.lesson_id, data.student_id, data.place, data.had, data.category_id
    )
    text, markup = (
        (view.given_on_pad(given), keyboard.given_on_pad(given))
        if data.pad
        else (view.given_on_board(given), keyboard.given_on_board(given))
    )
    await show(query, text, markup)


async def open_given(
    query: CallbackQuery, callback_data: OpenGiven, reader: Reader, show_mark: ShowMark
) -> None:
    """One mark."""
    found = await show_mark(reader, callback_data.lesson_id, callback_data.mark_id)
    await show(query, view.given(*found), keyboard.given(*found))


async def change_given(
    query: CallbackQuery, callback_data: ChangeGiven, reader: Reader, change_mark: ChangeMark
) -> None:
    """Another value."""
    data = callback_data
    saved = await change_mark(reader, data.lesson_id, data.mark_id, place=data.place)
    await show(query, lesson_view.saved(saved), lesson_keyboard.saved(saved))


async def weigh_given(
    query: CallbackQuery, callback_data: WeighGiven, reader: Reader, change_mark: ChangeMark
) -> None:
    """Another weight."""
    data = callback_data
    saved = await change_mark(reader, data.lesson_id, data.mark_id, weight=float(data.weight))
    await show(query, lesson_view.saved(saved), lesson_keyboard.saved(saved))


async def ask_comment(
    query: CallbackQuery,
    callback_data: AskComment,
    reader: Reader,
    state: FSMContext,
    show_mark: ShowMark,
) -> None:
    """Which words?"""
    data = callback_data
    _shown, seat, one = await show_mark(reader, data.lesson_id, data.mark_id)
    await state.set_state(Comment.text)
    await state.set_data({"lesson_id": data.lesson_id, "mark_id": data.mark_id})
    await show(query, view.ask_comment(seat, one), lesson_keyboard.only_lesson(data.lesson_id))


async def take_comment(
    message: Message, reader: Reader, state: FSMContext, change_mark: ChangeMark
) -> None:
    """The words."""
    asked = await state.get_data()
    saved = await change_mark(reader, **asked, comment=message.text or "")
    await state.set_data({})
    await remember(state, None, asked["lesson_id"])
    await show(message, lesson_view.saved(saved), lesson_keyboard.saved(saved))


async def remove_given(
    query: CallbackQuery, callback_data: RemoveGiven, reader: Reader, remove_mark: RemoveMark
) -> None:
    """Take it back."""
    saved = await remove_mark(reader, callback_data.lesson_id, callback_data.mark_id)
    await show(query, lesson_view.removed(saved), lesson_keyboard.saved(saved))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(take_comment, Comment.text, TEXT, flags=_PART)
    router.callback_query.register(ask_comment, AskComment.filter(), flags=_PART)
    for handler, data in (
        (open_board, OpenBoard),
        (open_sorts, OpenSorts),
        (open_pad, OpenPad),
        (give_one, GiveOne),
        (open_given, OpenGiven),
        (change_given, ChangeGiven),
        (weigh_given, WeighGiven),
        (remove_given, RemoveGiven),
    ):
        router.callback_query.register(handler, data.filter())
    return router
