"""The class teacher answered an absence note."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import AbsenceNoteAnswered
from domain.people import Role
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import days, head, lines, note
from views.words import gettext as _


class AbsenceAnsweredKind(Kind):
    """The class teacher answered an absence note."""

    code = AbsenceNoteAnswered.code
    stale_after = timedelta(days=7)
    priority = Priority.NEWS
    roles = (Role.GUARDIAN,)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Answers to absence notes")

    def text(self, fact: AbsenceNoteAnswered, hearer: Hearer) -> str:
        """Return what became of the note."""
        yes = _("The absence note is accepted: {days}")
        no = _("The absence note is not accepted: {days}")
        news = (yes if fact.accepted else no).format(days=days(fact.first, fact.last))
        return lines(head("✅" if fact.accepted else "❗", hearer, news), note(fact.answer))

    def markup(self, fact: AbsenceNoteAnswered, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the note."""
        return push.note(fact.note)


kind = AbsenceAnsweredKind()
