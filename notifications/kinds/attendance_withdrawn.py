"""An absence or lateness that was told turned out not to be one."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import AttendanceWithdrawn
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, place
from views.words import gettext as _


class AttendanceWithdrawnKind(Kind):
    """An absence or lateness turned out not to be one."""

    code = AttendanceWithdrawn.code
    stale_after = timedelta(days=1)
    priority = Priority.ABSENCE

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Withdrawn absences")

    def text(self, fact: AttendanceWithdrawn, hearer: Hearer) -> str:
        """Return what does not count any more."""
        news = _("No longer marked absent or late: {where}")
        where = place(fact.day, fact.subject, fact.number)
        return head("✅", hearer, news.format(where=where))

    def markup(self, fact: AttendanceWithdrawn, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the day."""
        return push.day(hearer.student_id, fact.day)


kind = AttendanceWithdrawnKind()
