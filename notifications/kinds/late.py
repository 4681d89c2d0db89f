"""A student came late."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import Late
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, note, place
from views.words import gettext as _
from views.words import ngettext


class LateKind(Kind):
    """A student came late."""

    code = Late.code
    stale_after = timedelta(days=1)
    priority = Priority.ABSENCE

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Lateness")

    def text(self, fact: Late, hearer: Hearer) -> str:
        """Return by how much and where."""
        if fact.minutes:
            news = ngettext(
                "Late by {n} minute: {where}", "Late by {n} minutes: {where}", fact.minutes
            )
        else:
            news = _("Late: {where}")
        where = place(fact.day, fact.subject, fact.number)
        return lines(
            head("⏰", hearer, news.format(n=fact.minutes, where=where)), note(fact.reason)
        )

    def markup(self, fact: Late, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the day."""
        return push.day(hearer.student_id, fact.day)


kind = LateKind()
