"""A teacher is away: all their lessons at once."""

from datetime import date

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.changes import TeacherDays
from domain.people import Reader
from handlers.show import show
from keyboards import absent_teacher as keyboard
from keyboards.absent_teacher import (
    AskAllReason,
    AskCancelAll,
    CancelAll,
    FindAbsent,
)
from keyboards.changes import OpenStaff, TeacherSpan
from usecases.absent_teacher import CancelTeacherDays, ShowTeacherDays, ShowTeachers
from views import absent_teacher as view
from views import changes as changes_view

_PART = {"conversation": True}


class Away(StatesGroup):
    """What the deputy head writes about somebody who is away."""

    name = State()
    reason = State()


async def open_staff(
    query: CallbackQuery, callback_data: OpenStaff, reader: Reader, show_teachers: ShowTeachers
) -> None:
    """Who is away?"""
    at = callback_data
    shown = await show_teachers(reader, at.school_id, at.day, at.page)
    await show(query, view.staff(shown), keyboard.staff(shown))


async def find_absent(
    query: CallbackQuery,
    callback_data: FindAbsent,
    reader: Reader,
    state: FSMContext,
    show_teachers: ShowTeachers,
) -> None:
    """Somebody who is not on this page."""
    at = callback_data
    await show_teachers(reader, at.school_id, at.day)
    await state.set_state(Away.name)
    await state.set_data({"school": at.school_id, "day": at.day.isoformat()})
    await show(query, changes_view.ask_teacher(), keyboard.to_staff(at.school_id, at.day))


async def take_name(
    message: Message, reader: Reader, state: FSMContext, show_teachers: ShowTeachers
) -> None:
    """The first letters of a surname."""
    asked = await state.get_data()
    day = date.fromisoformat(asked["day"])
    shown = await show_teachers(reader, asked["school"], day, wanted=message.text or "")
    await state.clear()
    await show(message, view.staff(shown), keyboard.staff(shown))


async def open_days(
    query: CallbackQuery,
    callback_data: TeacherSpan,
    reader: Reader,
    show_teacher_days: ShowTeacherDays,
) -> None:
    """A teacher was chosen, or another number of days."""
    shown = await _days(callback_data, reader, show_teacher_days)
    await show(query, view.days(shown), keyboard.days(shown))


async def ask_cancel(
    query: CallbackQuery,
    callback_data: AskCancelAll,
    reader: Reader,
    show_teacher_days: ShowTeacherDays,
) -> None:
    """Cancel all of them? Sure?"""
    shown = await _days(callback_data, reader, show_teacher_days)
    await show(query, view.ask_cancel(shown), keyboard.ask_cancel(shown))


async def cancel_all(
    query: CallbackQuery,
    callback_data: CancelAll,
    reader: Reader,
    cancel_teacher_days: CancelTeacherDays,
    show_teacher_days: ShowTeacherDays,
) -> None:
    """Sure."""
    at = callback_data
    count = await cancel_teacher_days(
        reader, at.school_id, at.person_id, at.day, int(at.days)
    )  # fmt: skip
    shown = await _days(callback_data, reader, show_teacher_days)
    await show(query, view.cancelled(shown, count), keyboard.days(shown))


async def ask_reason(
    query: CallbackQuery,
    callback_data: AskAllReason,
    reader: Reader,
    state: FSMContext,
    show_teacher_days: ShowTeacherDays,
) -> None:
    """Sure, and there is a reason to tell."""
    shown = await _days(callback_data, reader, show_teacher_days)
    await state.set_state(Away.reason)
    await state.set_data({"span": callback_data.pack()})
    await show(query, view.ask_reason(shown), keyboard.to_days(shown))


async def take_reason(
    message: Message,
    reader: Reader,
    state: FSMContext,
    cancel_teacher_days: CancelTeacherDays,
    show_teacher_days: ShowTeacherDays,
) -> None:
    """The reason."""
    at = AskAllReason.unpack((await state.get_data())["span"])
    count = await cancel_teacher_days(
        reader, at.school_id, at.person_id, at.day, int(at.days), message.text or ""
    )
    await state.clear()
    shown = await _days(at, reader, show_teacher_days)
    await show(message, view.cancelled(shown, count), keyboard.days(shown))


async def _days(
    at: TeacherSpan | AskCancelAll | CancelAll | AskAllReason,
    reader: Reader,
    show_teacher_days: ShowTeacherDays,
) -> TeacherDays:
    return await show_teacher_days(reader, at.school_id, at.person_id, at.day, int(at.days))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    words = F.text, ~F.text.startswith("/")
    router.message.register(take_name, Away.name, *words, flags=_PART)
    router.message.register(take_reason, Away.reason, *words, flags=_PART)
    for handler, data in (
        (open_staff, OpenStaff),
        (find_absent, FindAbsent),
        (open_days, TeacherSpan),
        (ask_cancel, AskCancelAll),
        (cancel_all, CancelAll),
        (ask_reason, AskAllReason),
    ):
        router.callback_query.register(handler, data.filter())
    return router
