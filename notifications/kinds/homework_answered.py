"""A teacher looked at handed-in homework."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import SubmissionAnswered
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, note, short
from views.words import gettext as _


class HomeworkAnsweredKind(Kind):
    """A teacher looked at handed-in homework."""

    code = SubmissionAnswered.code
    stale_after = timedelta(days=7)
    priority = Priority.NEWS

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Handed-in homework")

    def text(self, fact: SubmissionAnswered, hearer: Hearer) -> str:
        """Return what the teacher says to it; a mark is told by itself."""
        again = _("Homework to be done again: {subject}")
        good = _("Homework is accepted: {subject}")
        returned = fact.state == "returned"
        news = (again if returned else good).format(subject=short(fact.subject))
        return lines(head("🔁" if returned else "✅", hearer, news), note(fact.comment))

    def markup(self, fact: SubmissionAnswered, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the homework."""
        return push.task(hearer.student_id, fact.homework)


kind = HomeworkAnsweredKind()
