"""🧾 Who did what: the audit log, for school administrators."""

import asyncio

from aiogram import Bot, Router
from aiogram.types import BufferedInputFile, CallbackQuery

from domain.people import Reader
from domain.school_clock import SchoolClock
from handlers.show import show
from keyboards import audit as keyboard
from keyboards.audit import OpenActors, OpenAudit, OpenPeriods, OpenTopics, SendAudit
from reports.audit_csv import audit_csv
from usecases.audit import ExportAudit, ShowActors, ShowAudit
from views import audit as view


async def open_audit(
    query: CallbackQuery, callback_data: OpenAudit, reader: Reader, show_audit: ShowAudit
) -> None:
    """A page of it."""
    shown = await show_audit(reader, callback_data.wanted, callback_data.after)
    await show(query, view.page(shown), keyboard.page(shown))


async def open_topics(
    query: CallbackQuery, callback_data: OpenTopics, reader: Reader, show_audit: ShowAudit
) -> None:
    """What are the entries to be about?"""
    shown = await show_audit(reader, callback_data.wanted)
    await show(query, view.ask_topic(), keyboard.topics(shown.wanted))


async def open_periods(
    query: CallbackQuery, callback_data: OpenPeriods, reader: Reader, show_audit: ShowAudit
) -> None:
    """Of which days?"""
    shown = await show_audit(reader, callback_data.wanted)
    await show(query, view.ask_period(shown), keyboard.periods(shown.wanted))


async def open_actors(
    query: CallbackQuery, callback_data: OpenActors, reader: Reader, show_actors: ShowActors
) -> None:
    """Whose?"""
    wanted = callback_data.wanted
    found = await show_actors(reader, wanted)
    await show(query, view.ask_actor(), keyboard.actors(wanted, found))


async def send_audit(
    query: CallbackQuery,
    callback_data: SendAudit,
    reader: Reader,
    bot: Bot,
    wall: SchoolClock,
    export_audit: ExportAudit,
) -> None:
    """As a file."""
    found = await export_audit(reader, callback_data.wanted)
    # Writing takes a second where there are many: other chats need not wait for it.
    data = await asyncio.to_thread(audit_csv, found.lines, wall.zone)
    file = BufferedInputFile(data, f"audit-{wall.today()}.csv")
    caption = view.caption(len(found.lines), is_whole=found.is_whole)
    await bot.send_document(
        reader.telegram_id, file, caption=caption, reply_markup=keyboard.sent(found.wanted)
    )
    await query.answer()


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    for handler, data in (
        (open_audit, OpenAudit),
        (open_topics, OpenTopics),
        (open_periods, OpenPeriods),
        (open_actors, OpenActors),
        (send_audit, SendAudit),
    ):
        router.callback_query.register(handler, data.filter())
    return router
