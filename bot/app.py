"""Puts the parts together: use cases by name, routers in order, middlewares."""

from collections.abc import Sequence

from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions

from bot.conversations import Converse, DatabaseStorage, LeaveConversation
from bot.limits import TakePlaces, WaitOutFlood
from bot.metrics import Counting
from bot.middlewares import Meet, Speak, Trace
from bot.replies import AnswerInReply
from bot.session import JsonSession
from bot.settings import Settings
from bot.use_cases import meet, quiet_hours, use_cases
from domain.clock import Clock
from domain.school_clock import SchoolClock
from handlers import (
    absence,
    absent_teacher,
    admins,
    announcing,
    audit,
    blocked,
    changes,
    class_codes,
    class_groups,
    classes,
    course_finals,
    day,
    delivery,
    digests,
    errors,
    fallback,
    fast_entry,
    final,
    group_chats,
    history,
    homework,
    journal,
    linking,
    marking,
    marks,
    members,
    menu,
    month,
    news,
    preferences,
    private,
    questions,
    quiet,
    signatures,
    staff_codes,
    subject,
    tasks,
    timetable,
    week,
)
from handlers import help as help_screen
from handlers import settings as settings_screens
from notifications.kind import all_kinds
from notifications.limits import Limits, Rates
from notifications.planner import Planner
from notifications.sender import Options, Sender
from notifications.worker import Worker
from storage.database import Database

FEATURES = (
    menu, linking, day, week, month, timetable, homework, marks, subject, final, news, help_screen,
    settings_screens, quiet, digests, preferences, classes, class_codes, class_groups, journal,
    marking, history, course_finals, signatures, questions, announcing, tasks, absence, fast_entry,
    changes, absent_teacher, members, staff_codes, admins, delivery, audit, blocked,
)  # fmt: skip
"""Modules of handlers in the order in which their routes are tried, all in private chats."""


def routes() -> tuple[Router, ...]:
    """Return the routes of all features; fresh objects a call: a router joins one parent only."""
    inside = [feature.router() for feature in (*FEATURES, errors, fallback)]
    return group_chats.router(), private.router(*inside)


def dispatcher(
    db: Database, clock: Clock, settings: Settings, inside: Sequence[Router] = ()
) -> Dispatcher:
    """Return a dispatcher that serves this database, with fresh routes unless some are given."""
    storage = DatabaseStorage(db, clock)
    parts = use_cases(db, clock, settings)
    made = Dispatcher(storage=storage, disable_fsm=True, **parts, kinds=all_kinds())
    made.update.outer_middleware(Trace(clock))
    made.update.outer_middleware(Meet(meet(db, clock, settings)))
    made.update.outer_middleware(Converse(storage))
    for observer in (made.message, made.callback_query):
        observer.middleware(LeaveConversation())
    speak = Speak(settings.default_language, settings.zone)
    made.update.outer_middleware(speak)
    made.errors.outer_middleware(speak)
    made.include_routers(*(inside or routes()))
    return made


def defaults() -> DefaultBotProperties:
    """Return what every message is unless it says otherwise: HTML, without link previews."""
    preview = LinkPreviewOptions(is_disabled=True)
    return DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=preview)


def telegram(settings: Settings) -> Bot:
    """Return the bot that talks to BOT_API_URL; opens no connection yet."""
    session = JsonSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    session.middleware(AnswerInReply())
    session.middleware(WaitOutFlood())
    return Bot(settings.bot_token, session=session, default=defaults())


def notifier(db: Database, clock: Clock, settings: Settings, bot: Bot) -> Worker:
    """Return what turns facts into messages, with the operator's rates and hours."""
    wall = SchoolClock(clock, settings.zone)
    hours = quiet_hours(settings)
    limits = Limits(Rates(bot=settings.messages_per_second))
    options = Options(
        quiet=hours, language=settings.default_language, paid=settings.paid_broadcast
    )  # fmt: skip
    planner = Planner(db, wall, all_kinds(), hours)
    sender = Sender(db, bot, wall, all_kinds(), limits, options, Counting())
    bot.session.middleware(TakePlaces(sender.gate, sender.limits, sender.line))
    return Worker(db, clock, planner, sender)
