"""Quiet hours: for all children or one, for every day or one."""

from datetime import time

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.errors import InputRefused
from domain.people import Reader
from domain.quiet import NONE, QuietHours
from domain.settings import WEEK
from handlers.show import show
from keyboards import quiet as keyboard
from keyboards.quiet import (
    OpenQuiet,
    OpenQuietDay,
    OpenQuietDays,
    PickQuietEnd,
    PickQuietStart,
    SetQuiet,
)
from usecases.quiet import ChooseQuiet, ShowQuiet
from views import quiet as view


async def open_quiet(
    query: CallbackQuery, callback_data: OpenQuiet, reader: Reader, show_quiet: ShowQuiet
) -> None:
    """The quiet hours of everyone, or of a child."""
    shown = await show_quiet(reader, callback_data.student_id)
    await show(query, view.quiet(shown), keyboard.quiet(shown))


async def open_days(
    query: CallbackQuery, callback_data: OpenQuietDays, reader: Reader, show_quiet: ShowQuiet
) -> None:
    """The days of the week."""
    shown = await show_quiet(reader, callback_data.student_id)
    await show(query, view.days(shown), keyboard.days(shown))


async def open_day(
    query: CallbackQuery, callback_data: OpenQuietDay, reader: Reader, show_quiet: ShowQuiet
) -> None:
    """One of them."""
    weekday = _weekday(callback_data.weekday)
    shown = await show_quiet(reader, callback_data.student_id)
    await show(query, view.day(shown, weekday), keyboard.day(shown, weekday))


async def pick_start(query: CallbackQuery, callback_data: PickQuietStart) -> None:
    """Other hours: when they begin."""
    markup = keyboard.start(callback_data.student_id, callback_data.weekday)
    await show(query, view.start(), markup)


async def pick_end(query: CallbackQuery, callback_data: PickQuietEnd) -> None:
    """… and when they end."""
    begins = _hour(callback_data.begins).hour
    markup = keyboard.end(callback_data.student_id, callback_data.weekday, begins)
    await show(query, view.end(begins), markup)


async def set_quiet(
    query: CallbackQuery, callback_data: SetQuiet, reader: Reader, choose_quiet: ChooseQuiet
) -> None:
    """Hours were chosen: back to where every day, or one after another, can be chosen."""
    every = callback_data.weekday == keyboard.EVERY_DAY
    weekday = None if every else _weekday(callback_data.weekday)
    held = _hours(callback_data.hours)
    shown = await choose_quiet(reader, callback_data.student_id, weekday, held)
    if every:
        await show(query, view.quiet(shown), keyboard.quiet(shown))
    else:
        await show(query, view.days(shown), keyboard.days(shown))


def _hours(text: str) -> QuietHours | None:
    """Read what a button carries; a forged one may carry anything."""
    if text == keyboard.OPEN:
        return None
    if text == keyboard.NEVER:
        return NONE
    begins, _dash, ends = text.partition("-")
    if not (begins.isdecimal() and ends.isdecimal()) or begins == ends:
        raise InputRefused
    return QuietHours(_hour(int(begins)), _hour(int(ends)))


def _hour(value: int) -> time:
    if value not in range(24):
        raise InputRefused
    return time(value)


def _weekday(value: int) -> int:
    if value not in WEEK:
        raise InputRefused
    return value


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    for handler, data in (
        (open_quiet, OpenQuiet),
        (open_days, OpenQuietDays),
        (open_day, OpenQuietDay),
        (pick_start, PickQuietStart),
        (pick_end, PickQuietEnd),
        (set_quiet, SetQuiet),
    ):
        router.callback_query.register(handler, data.filter())
    return router
