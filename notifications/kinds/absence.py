"""A student was not at school, or not at a lesson."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import Absence
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, note, place
from views.words import gettext as _


class AbsenceKind(Kind):
    """A student was not at school, or not at a lesson."""

    code = Absence.code
    stale_after = timedelta(days=1)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Absences")

    def text(self, fact: Absence, hearer: Hearer) -> str:
        """Return why and where the student is missed."""
        known = {
            "excused": ("🏠", _("Absent for a good reason: {where}")),
            "ill": ("🏠", _("Absent, ill: {where}")),
        }
        icon, news = known.get(fact.category, ("❗", _("Absent: {where}")))
        news = news.format(where=place(fact.day, fact.subject, fact.number))
        return lines(head(icon, hearer, news), note(fact.reason))

    def markup(self, fact: Absence, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the day."""
        return push.day(hearer.student_id, fact.day)


kind = AbsenceKind()
