"""Every refusal in words, with what to do next; anything unexpected is one apology and one log."""

import logging

from aiogram import Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent, InlineKeyboardMarkup

from domain.errors import DiaryError
from keyboards.back import back
from views import refusals
from views.format import escape

logger = logging.getLogger(__name__)
ALERT_LIMIT = 200
"""Characters of an alert: Bot API, answerCallbackQuery."""


async def refused(event: ErrorEvent) -> None:
    """A use case said no."""
    logger.info("update %s refused: %s", event.update.update_id, type(event.exception).__name__)
    await _tell(event, refusals.text(event.exception))


async def failed(event: ErrorEvent) -> None:
    """Something that nobody expected; the person is told once, the log has the rest."""
    logger.error("update %s failed", event.update.update_id, exc_info=event.exception)
    await _tell(event, refusals.apology())


async def _tell(event: ErrorEvent, text: str) -> None:
    """Answer the tap with an alert, or the message with a message and the way back."""
    update = event.update
    if update.callback_query is not None:
        await update.callback_query.answer(text[:ALERT_LIMIT], show_alert=True)
    elif update.message is not None:
        menu = InlineKeyboardMarkup(inline_keyboard=[[back()]])
        await update.message.answer(escape(text), reply_markup=menu)


def router() -> Router:
    """Route of all errors: expected ones first."""
    router = Router(name=__name__)
    router.errors.register(refused, ExceptionTypeFilter(DiaryError))
    router.errors.register(failed)
    return router
