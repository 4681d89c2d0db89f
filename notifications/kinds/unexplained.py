"""Nobody has said yet why a student was not there."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import AbsenceUnexplained
from domain.people import Role
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lesson, lines, place
from views.format import short_day, shorten
from views.words import gettext as _

ROOM = 2000
"""Characters of markup; a push is looked at, not read."""


class UnexplainedKind(Kind):
    """Nobody has said yet why a student was not there; who can say is a guardian."""

    code = AbsenceUnexplained.code
    stale_after = timedelta(days=1)
    priority = Priority.DIGEST
    roles = (Role.GUARDIAN,)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Absences without a reason")

    def text(self, fact: AbsenceUnexplained, hearer: Hearer) -> str:
        """Return the day, its lessons and what to do."""
        news = _("Absent, no reason given: {where}").format(where=_where(fact))
        missed = [lesson(one.subject, one.number) for one in fact.lessons]
        several = shorten(missed, room=ROOM).text if len(missed) > 1 else ""
        advice = _("Please tell the class teacher the reason.")
        return lines(head("❓", hearer, news), several, advice)

    def markup(self, fact: AbsenceUnexplained, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the day; to grown-ups, the one that explains the absence."""
        way = push.absence if hearer.children else push.day
        return way(hearer.student_id, fact.day)


def _where(fact: AbsenceUnexplained) -> str:
    if len(fact.lessons) == 1:
        return place(fact.day, fact.lessons[0].subject, fact.lessons[0].number)
    return short_day(fact.day)


kind = UnexplainedKind()
