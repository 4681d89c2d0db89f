"""Yes or no to what a code offers."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder
from pydantic import Field

from domain.linking import Offer
from domain.people import Role
from keyboards.back import back
from views.words import gettext as _


class ConfirmLink(CallbackData, prefix="link"):
    """Spend the code on this chat."""

    code_id: int
    proof: Annotated[str, Field(max_length=16)]
    """Only the chat that typed the code was given it."""


class DeclineLink(CallbackData, prefix="linkno"):
    """Leave the code unused."""


def offer(shown: Offer) -> InlineKeyboardMarkup:
    """Return the two answers, yes first."""
    keyboard = InlineKeyboardBuilder()
    labels = {Role.GUARDIAN: _("Yes, I am the parent"), Role.STUDENT: _("Yes, this is me")}
    yes = ConfirmLink(code_id=shown.code_id, proof=shown.proof)
    keyboard.button(text=labels.get(shown.role) or _("Yes, it is me"), callback_data=yes)
    keyboard.button(text=_("No"), callback_data=DeclineLink())
    keyboard.adjust(1)
    return keyboard.as_markup()


def back_only() -> InlineKeyboardMarkup:
    """Return nothing but the way to the menu."""
    return InlineKeyboardMarkup(inline_keyboard=[[back()]])
