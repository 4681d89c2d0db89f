"""Absence notes: a guardian tells, the class teacher answers."""

from datetime import date, timedelta

from aiogram import Bot, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.absence import LONGEST, Reason, check_days
from domain.composing import Composed, dump, load
from domain.days import days_of
from domain.errors import DaysRefused, NotFound
from domain.people import Reader
from domain.school_clock import SchoolClock
from handlers import composing
from handlers.composing import PART
from handlers.files import send_files
from handlers.open_lesson import TEXT
from handlers.show import show
from keyboards import absence as keyboard
from keyboards.absence import (
    AcceptNote,
    BeginNote,
    ChooseDays,
    ChooseReason,
    OpenOwnNotes,
    RefuseNote,
    SendNote,
    SendNoteFiles,
    WithdrawNote,
)
from keyboards.open import OpenNote, OpenNotes
from usecases import absence_notes
from usecases.absence_notes import AnswerNote, ShowNote, ShowNotes
from views import absence as view


class Excusing(StatesGroup):
    """A note, or the answer to one, being written."""

    days = State()
    words = State()
    refusal = State()


async def open_own_notes(
    query: CallbackQuery, callback_data: OpenOwnNotes, reader: Reader, show_notes: ShowNotes
) -> None:
    """A child's notes."""
    shown = await show_notes(reader, callback_data.student_id, callback_data.page)
    await show(query, view.notes(shown), keyboard.notes(shown))


async def open_waiting(
    query: CallbackQuery, callback_data: OpenNotes, reader: Reader, show_notes: ShowNotes
) -> None:
    """Those that wait for an answer."""
    shown = await show_notes(reader, None, callback_data.page)
    await show(query, view.notes(shown), keyboard.notes(shown))


async def begin_note(
    query: CallbackQuery,
    callback_data: BeginNote,
    reader: Reader,
    state: FSMContext,
    wall: SchoolClock,
    show_notes: ShowNotes,
) -> None:
    """Which days?"""
    student, today = callback_data.student_id, wall.today()
    shown = await show_notes(reader, student)
    await composing.begin(state, Excusing.days, student_id=student)
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    spans = keyboard.spans(today, today + timedelta(days=1), friday)
    await show(query, view.ask_days(shown.child), keyboard.choose_days(student, spans))


async def take_days(message: Message, state: FSMContext, wall: SchoolClock) -> None:
    """Typed days."""
    found = days_of(message.text or "", wall.today())
    if found is None:
        raise DaysRefused(LONGEST)
    first, last = found
    check_days(first, last, wall.today())
    student = (await state.get_data())["student_id"]
    markup = keyboard.choose_reason(student, first, last)
    await show(message, view.ask_reason(first, last), markup)


async def choose_days(query: CallbackQuery, callback_data: ChooseDays, wall: SchoolClock) -> None:
    """These days."""
    data = callback_data
    check_days(data.first, data.last, wall.today())
    markup = keyboard.choose_reason(data.student_id, data.first, data.last)
    await show(query, view.ask_reason(data.first, data.last), markup)


async def choose_reason(
    query: CallbackQuery, callback_data: ChooseReason, state: FSMContext
) -> None:
    """For this reason; words and a certificate may be added."""
    data = callback_data
    await composing.begin(
        state, Excusing.words, student_id=data.student_id, first=data.first.isoformat(),
        last=data.last.isoformat(), why=data.why.value, composed=dump(Composed()),
    )  # fmt: skip
    text = view.ask_words(data.first, data.last, data.why)
    await show(query, text, keyboard.preview(data.student_id))


async def take_words(message: Message, state: FSMContext) -> None:
    """Words, a photo, a document."""
    data = await state.get_data()
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])

    def preview(said: Composed) -> tuple[str, InlineKeyboardMarkup]:
        text = view.preview(first, last, Reason(data["why"]), said)
        return text, keyboard.preview(data["student_id"])

    await composing.take(message, state, preview)


async def send_note(
    query: CallbackQuery,
    reader: Reader,
    state: FSMContext,
    send_absence: absence_notes.SendNote,
    show_note: ShowNote,
) -> None:
    """Send it."""
    data = await state.get_data()
    if "why" not in data:
        raise NotFound
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    said = load(data["composed"])
    number = await send_absence(reader, data["student_id"], first, last, Reason(data["why"]), said)
    await state.clear()
    found = await show_note(reader, number)
    await show(query, view.note(found), keyboard.note(found))


async def open_note(
    query: CallbackQuery, callback_data: OpenNote, reader: Reader, show_note: ShowNote
) -> None:
    """One note."""
    found = await show_note(reader, callback_data.note_id)
    await show(query, view.note(found), keyboard.note(found))


async def withdraw_note(
    query: CallbackQuery,
    callback_data: WithdrawNote,
    reader: Reader,
    withdraw_absence: absence_notes.WithdrawNote,
) -> None:
    """After all not."""
    found = await withdraw_absence(reader, callback_data.note_id)
    await show(query, view.note(found), keyboard.note(found))


async def accept_note(
    query: CallbackQuery, callback_data: AcceptNote, reader: Reader, answer_note: AnswerNote
) -> None:
    """Accepted."""
    found = await answer_note(reader, callback_data.note_id, accept=True)
    await show(query, view.note(found), keyboard.note(found))


async def refuse_note(
    query: CallbackQuery,
    callback_data: RefuseNote,
    reader: Reader,
    state: FSMContext,
    show_note: ShowNote,
) -> None:
    """Not accepted; why?"""
    found = await show_note(reader, callback_data.note_id)
    await composing.begin(state, Excusing.refusal, note_id=found.id)
    await show(query, view.ask_refusal(), keyboard.to_note(found.id))


async def take_refusal(
    message: Message, reader: Reader, state: FSMContext, answer_note: AnswerNote
) -> None:
    """Because of this."""
    number = (await state.get_data())["note_id"]
    found = await answer_note(reader, number, accept=False, words=message.text or "")
    await state.clear()
    await show(message, view.note(found), keyboard.note(found))


async def send_note_files(
    query: CallbackQuery,
    callback_data: SendNoteFiles,
    reader: Reader,
    bot: Bot,
    show_note: ShowNote,
) -> None:
    """The certificate."""
    found = await show_note(reader, callback_data.note_id)
    await send_files(bot, reader.telegram_id, found.files)
    await query.answer()


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(take_days, Excusing.days, TEXT, flags=PART)
    router.message.register(take_words, Excusing.words, composing.CONTENT, flags=PART)
    router.message.register(take_refusal, Excusing.refusal, TEXT, flags=PART)
    router.callback_query.register(begin_note, BeginNote.filter(), flags=PART)
    router.callback_query.register(choose_reason, ChooseReason.filter(), flags=PART)
    router.callback_query.register(send_note, SendNote.filter(), flags=PART)
    router.callback_query.register(refuse_note, RefuseNote.filter(), flags=PART)
    for handler, data in (
        (open_own_notes, OpenOwnNotes),
        (open_waiting, OpenNotes),
        (choose_days, ChooseDays),
        (open_note, OpenNote),
        (withdraw_note, WithdrawNote),
        (accept_note, AcceptNote),
        (send_note_files, SendNoteFiles),
    ):
        router.callback_query.register(handler, data.filter())
    return router
