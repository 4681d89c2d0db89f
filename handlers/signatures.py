"""Signatures under marks: a guardian signs and writes, the school looks."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.composing import PART
from handlers.open_lesson import TEXT
from handlers.show import show
from keyboards import signatures as keyboard
from keyboards.journal import OpenSeen
from keyboards.open import OpenClassSeen, OpenMark, OpenSigned
from keyboards.signatures import AskWords, SignAll, SignOne
from usecases.seen_marks import ShowClassSeen, ShowSeen
from usecases.signatures import CommentMark, ShowSigned, ShowSignedMark, SignMark, SignWeek
from views import signatures as view


class Words(StatesGroup):
    """A guardian's words about a mark, being written."""

    text = State()


async def open_week(
    query: CallbackQuery, callback_data: OpenSigned, reader: Reader, show_signed: ShowSigned
) -> None:
    """A week's marks."""
    shown = await show_signed(reader, callback_data.student_id, callback_data.day)
    await show(query, view.week(shown), keyboard.week(shown))


async def sign_all(
    query: CallbackQuery, callback_data: SignAll, reader: Reader, sign_week: SignWeek
) -> None:
    """Seen, all of them."""
    shown = await sign_week(reader, callback_data.student_id, callback_data.day)
    await show(query, view.week(shown), keyboard.week(shown))


async def open_mark(
    query: CallbackQuery,
    callback_data: OpenMark,
    reader: Reader,
    show_signed_mark: ShowSignedMark,
) -> None:
    """One mark."""
    shown = await show_signed_mark(reader, callback_data.student_id, callback_data.mark_id)
    await show(query, view.mark(shown), keyboard.mark(shown))


async def sign_one(
    query: CallbackQuery, callback_data: SignOne, reader: Reader, sign_mark: SignMark
) -> None:
    """Seen."""
    shown = await sign_mark(reader, callback_data.student_id, callback_data.mark_id)
    await show(query, view.mark(shown), keyboard.mark(shown))


async def ask_words(
    query: CallbackQuery,
    callback_data: AskWords,
    reader: Reader,
    state: FSMContext,
    show_signed_mark: ShowSignedMark,
) -> None:
    """Which words?"""
    student, number = callback_data.student_id, callback_data.mark_id
    shown = await show_signed_mark(reader, student, number)
    await state.set_state(Words.text)
    await state.set_data({"student_id": student, "mark_id": number})
    await show(query, view.ask_words(shown), keyboard.only_mark(student, number))


async def take_words(
    message: Message, reader: Reader, state: FSMContext, comment_mark: CommentMark
) -> None:
    """These."""
    asked = await state.get_data()
    shown = await comment_mark(reader, asked["student_id"], asked["mark_id"], message.text or "")
    await state.clear()
    await show(message, view.words_sent(shown), keyboard.mark(shown))


async def open_seen(
    query: CallbackQuery, callback_data: OpenSeen, reader: Reader, show_seen: ShowSeen
) -> None:
    """Who has seen the marks of a lesson?"""
    shown, found = await show_seen(reader, callback_data.lesson_id)
    await show(query, view.of_lesson(shown, found), keyboard.of_lesson(shown))


async def open_class_seen(
    query: CallbackQuery,
    callback_data: OpenClassSeen,
    reader: Reader,
    show_class_seen: ShowClassSeen,
) -> None:
    """Who of the class has signed the week's?"""
    shown = await show_class_seen(reader, callback_data.class_id, callback_data.day)
    await show(query, view.of_class(shown), keyboard.of_class(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(take_words, Words.text, TEXT, flags=PART)
    router.callback_query.register(ask_words, AskWords.filter(), flags=PART)
    for handler, data in (
        (open_week, OpenSigned),
        (sign_all, SignAll),
        (open_mark, OpenMark),
        (sign_one, SignOne),
        (open_seen, OpenSeen),
        (open_class_seen, OpenClassSeen),
    ):
        router.callback_query.register(handler, data.filter())
    return router
