"""A month's calendar in words."""

from domain.month import Month
from views import format
from views.students import heading
from views.words import gettext as _


def month(shown: Month) -> str:
    """The month, the child, and what the signs on the days mean."""
    signs = _("⭐ a day with marks, ·dots· a day without lessons, [brackets] today.")
    return f"📅 <b>{format.month(shown.first).capitalize()}</b>\n{heading(shown.access)}\n\n{signs}"


def blank() -> str:
    """What a tap on an empty cell says."""
    return _("Choose a day of the month.")
