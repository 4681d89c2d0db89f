"""A guardian explains an absence."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import AbsenceNoteSent
from domain.people import Role
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import days, head, lines, note, short
from storage.audiences import Group
from views.words import gettext as _


class AbsenceNoteKind(Kind):
    """A guardian explains an absence."""

    code = AbsenceNoteSent.code
    stale_after = timedelta(days=7)
    priority = Priority.ABSENCE
    groups = (Group.STAFF_OF_CLASS,)
    roles = (Role.STAFF,)
    separate = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Absence notes")

    def text(self, fact: AbsenceNoteSent, hearer: Hearer) -> str:
        """Return whose absence, which days and why."""
        sick = _("{student} is ill: {days}")
        away = _("{student} will be away: {days}")
        news = (sick if fact.category == "ill" else away).format(
            student=f"<b>{short(fact.student)}</b>", days=days(fact.first, fact.last)
        )
        return lines(head("🏠", hearer, news), note(fact.reason))

    def markup(self, fact: AbsenceNoteSent, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the note."""
        return push.note(fact.note)


kind = AbsenceNoteKind()
