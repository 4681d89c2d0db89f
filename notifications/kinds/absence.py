"""A student was not at school, or not at a lesson."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import Absence
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, note, place
from views.words import gettext as _


class AbsenceKind(Kind):
    """A student was not at school, or not at a lesson."""

    code = Absence.code
    stale_after = timedelta(days=1)
    priority = Priority.ABSENCE
    can_be_urgent = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Absences")

    def text(self, fact: Absence, hearer: Hearer) -> str:
        """Return why and where the student is missed."""
        known = {
            "excused": ("🏠", _("Absent for a good reason: {where}")),
            "ill": ("🏠", _("Absent, ill: {where}")),
        }
        missed = _("Not at the first lesson: {where}") if _at_first(fact) else _("Absent: {where}")
        icon, news = known.get(fact.category, ("❗", missed))
        news = news.format(where=place(fact.day, fact.subject, fact.number))
        return lines(head(icon, hearer, news), note(fact.reason))

    def markup(self, fact: Absence, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the day; to grown-ups, the one that explains the absence."""
        way = push.absence if hearer.children else push.day
        return way(hearer.student_id, fact.day)


def _at_first(fact: Absence) -> bool:
    """Whether a lesson is missed with which the day begins; a whole day is called by itself."""
    return fact.urgent and bool(fact.subject or fact.number is not None)


kind = AbsenceKind()
