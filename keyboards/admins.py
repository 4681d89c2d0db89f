"""Administrators by code: who they are, a code for one more, an access to end."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.staff_codes import Administrator, Administrators, FreshAdminCode
from keyboards.back import back
from keyboards.classes import hand_over
from keyboards.members import OpenAdmins, OpenSchools
from keyboards.paging import button, pager
from keyboards.types import RowId
from views import admins as view
from views.words import gettext as _


class NewAdmin(CallbackData, prefix="adn"):
    """Let them write for whom an administrator's code is."""


class RevokeAdminCodes(CallbackData, prefix="adx"):
    """Withdraw the administrators' unused codes."""


class AskEndAdmin(CallbackData, prefix="ade"):
    """Ask whether an administrator's access shall end."""

    grant_id: RowId


class EndAdminChat(CallbackData, prefix="adrevoke"):
    """End it."""

    grant_id: RowId


def admins(shown: Administrators) -> InlineKeyboardMarkup:
    """A code for one more, and a button for each of the others to close."""
    rows = [[button(_("🔑 Administrator's code"), NewAdmin())]]
    if shown.unused:
        rows.append([button(_("✕ Withdraw unused codes"), RevokeAdminCodes())])
    rows += [
        [
            button(
                _("✕ Close for {name}").format(name=view.name(one)),
                AskEndAdmin(grant_id=one.grant_id),
            )
        ]
        for one in shown.on_page
        if one.chat_id != shown.reader_id
    ]
    rows += pager(shown.page, has_more=shown.has_more, target=lambda page: OpenAdmins(page=page))
    rows.append([button(_("‹ Staff"), OpenSchools()), back()])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def code(shown: FreshAdminCode, bot_name: str) -> InlineKeyboardMarkup:
    """Return how to hand the code over: copy it, or send the link to somebody."""
    return InlineKeyboardMarkup(inline_keyboard=[hand_over(shown, bot_name), _ways()])


def ask_end(holder: Administrator) -> InlineKeyboardMarkup:
    """Yes, and the way back."""
    yes = button(_("Yes, close"), EndAdminChat(grant_id=holder.grant_id))
    return InlineKeyboardMarkup(inline_keyboard=[[yes], [button(_("No"), OpenAdmins()), back()]])


def to_admins() -> InlineKeyboardMarkup:
    """The way back from the question for a name, and from a slip."""
    return InlineKeyboardMarkup(inline_keyboard=[_ways()])


def _ways() -> list[InlineKeyboardButton]:
    return [button(_("‹ Administrators"), OpenAdmins()), back()]
