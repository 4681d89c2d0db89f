"""The class's Telegram groups: one more, one less."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.class_groups import BoundGroup, ClassGroups
from keyboards.back import back
from keyboards.open import OpenClass, OpenClassGroups
from keyboards.paging import button
from keyboards.types import RowId
from views import class_groups as view
from views.format import clip
from views.words import gettext as _


class AskUnbind(CallbackData, prefix="cga"):
    """Ask whether a group shall be unbound."""

    class_id: RowId
    group_id: RowId


class Unbind(CallbackData, prefix="cgu"):
    """Unbind it."""

    class_id: RowId
    group_id: RowId


def groups(shown: ClassGroups, bot_name: str) -> InlineKeyboardMarkup:
    """Return the way into Telegram's list of groups, and a button a bound group."""
    link = view.link(shown, bot_name)
    rows = [[InlineKeyboardButton(text=_("➕ Bind a group"), url=link)]]
    for one in shown.groups:
        text = _("✕ Unbind: {group}").format(group=clip(one.title, view.TITLE))
        rows.append([button(text, AskUnbind(class_id=shown.class_id, group_id=one.chat_id))])
    to_class = button(f"‹ {clip(shown.class_title, 20)}", OpenClass(class_id=shown.class_id))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [to_class, back()]])


def ask_unbind(shown: ClassGroups, group: BoundGroup) -> InlineKeyboardMarkup:
    """Return the yes and the way back."""
    yes = button(_("Yes, unbind"), Unbind(class_id=shown.class_id, group_id=group.chat_id))
    no = button(_("No"), OpenClassGroups(class_id=shown.class_id))
    return InlineKeyboardMarkup(inline_keyboard=[[yes], [no]])
