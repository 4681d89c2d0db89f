"""Puts the parts together: use cases by name, routers in order, middlewares."""

from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions

from bot.conversations import Converse, DatabaseStorage, LeaveConversation
from bot.limits import WaitOutFlood
from bot.middlewares import Meet, Speak, Trace
from bot.settings import Settings
from domain.clock import Clock
from domain.school_clock import SchoolClock
from domain.timing import QuietHours
from handlers import errors, fallback, linking, menu
from notifications.kind import all_kinds
from notifications.limits import Limits, Rates
from notifications.planner import Planner
from notifications.sender import Options, Sender
from notifications.worker import Worker
from storage.database import Database
from usecases.chats import MeetChat
from usecases.linking import LinkChat, OpenCode
from usecases.menu import SelectStudent, ShowMenu
from views.words import LANGUAGES

FEATURES = (menu, linking)
"""Modules of handlers in the order in which their routes are tried."""


def use_cases(db: Database, clock: Clock, settings: Settings) -> dict[str, Any]:
    """Return every use case under the name by which handlers ask for it."""
    wall = SchoolClock(clock, settings.zone)
    return {
        "show_menu": ShowMenu(db, wall),
        "select_student": SelectStudent(db, wall),
        "open_code": OpenCode(db, wall, settings.key),
        "link_chat": LinkChat(db, wall, settings.key),
    }


def dispatcher(db: Database, clock: Clock, settings: Settings) -> Dispatcher:
    """Return a dispatcher that serves this database; a fresh object a call.

    Under ``trace`` it holds the middleware that knows whether an update is at work.
    """
    storage = DatabaseStorage(db, clock)
    made = Dispatcher(
        storage=storage, disable_fsm=True, **use_cases(db, clock, settings), trace=Trace()
    )
    made.update.outer_middleware(made["trace"])
    made.update.outer_middleware(Meet(MeetChat(db, clock, LANGUAGES, settings.default_language)))
    made.update.outer_middleware(Converse(storage))
    for observer in (made.message, made.callback_query):
        observer.middleware(LeaveConversation())
    speak = Speak(settings.default_language, settings.zone)
    made.update.outer_middleware(speak)
    made.errors.outer_middleware(speak)
    for feature in (*FEATURES, errors, fallback):
        made.include_router(feature.router())
    return made


def defaults() -> DefaultBotProperties:
    """Return what every message is unless it says otherwise: HTML, without link previews."""
    preview = LinkPreviewOptions(is_disabled=True)
    return DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=preview)


def telegram(settings: Settings) -> Bot:
    """Return the bot that talks to BOT_API_URL; opens no connection yet."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    session.middleware(WaitOutFlood())
    return Bot(settings.bot_token, session=session, default=defaults())


def notifier(db: Database, clock: Clock, settings: Settings, bot: Bot) -> Worker:
    """Return what turns facts into messages, with the operator's rates and hours."""
    wall = SchoolClock(clock, settings.zone)
    quiet = QuietHours(*settings.quiet_hours) if settings.quiet_hours else None
    limits = Limits(Rates(bot=settings.messages_per_second))
    options = Options(quiet=quiet, language=settings.default_language)
    planner = Planner(db, wall, all_kinds(), quiet)
    return Worker(db, clock, planner, Sender(db, bot, wall, all_kinds(), limits, options))
