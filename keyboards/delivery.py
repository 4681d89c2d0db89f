"""The queue of messages, for school administrators: a second chance a group of dead letters."""

from collections.abc import Mapping

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from domain.delivery import Queue
from keyboards.back import back
from keyboards.paging import button
from keyboards.types import RowId
from views import delivery as view
from views.format import clip
from views.words import gettext as _

MOST_GROUPS = 20
"""Buttons of one screen; what is tried again makes room for the rest."""
_LABEL = 40


class OpenDelivery(CallbackData, prefix="queue"):
    """Show what waits and what did not get through."""


class TryAgain(CallbackData, prefix="retry"):
    """Put back what failed as this one did: a reason need not fit into a button."""

    dead_id: RowId


def delivery(shown: Queue, titles: Mapping[str, str]) -> InlineKeyboardMarkup:
    """Return a button a group that could go out now."""
    able = [group for group in shown.dead if group.can_go][:MOST_GROUPS]
    rows = [
        [
            button(
                _("🔁 Try again: {what}").format(
                    what=clip(f"{view.title(group.kind, titles)} ({group.can_go})", _LABEL)
                ),
                TryAgain(dead_id=group.newest_id),
            )
        ]
        for group in able
    ]
    rows.append([button(_("↻ Refresh"), OpenDelivery()), back()])
    return InlineKeyboardMarkup(inline_keyboard=rows)
