"""A month's calendar in words."""

from datetime import date

from domain.month import Month
from views import format
from views.students import heading
from views.words import gettext as _


def month(shown: Month) -> str:
    """The month, the child, and what the signs on the days mean."""
    title = f"📅 <b>{format.headline(format.month(shown.first))}</b>\n{heading(shown.access)}"
    if not shown.lessons and not shown.marks:
        return f"{title}\n\n" + _("No lessons are entered for this month yet.")
    signs = _("• lessons, [ ] today.")
    if shown.access.sees_marks:
        signs = _("• lessons, ★ marks, [ ] today.")
    return f"{title}\n\n{signs}"


def cell(shown: Month, day: date) -> str:
    """One day of the calendar with its signs."""
    text = str(day.day)
    if day in shown.marks:
        text += "★"
    elif day in shown.lessons:
        text += "•"
    return f"[{text}]" if day == shown.today else text


def blank() -> str:
    """What a tap on an empty cell says."""
    return _("Choose a day of the month.")
