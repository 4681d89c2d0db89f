"""The marks of a course threaten its final mark."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import LowAverage
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, short
from views.format import decimal
from views.words import gettext as _
from views.words import ngettext


class LowAverageKind(Kind):
    """The marks of a course threaten its final mark."""

    code = LowAverage.code
    stale_after = timedelta(days=2)
    priority = Priority.DIGEST
    needs_marks = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Final marks at risk, on Fridays")

    def text(self, fact: LowAverage, hearer: Hearer) -> str:
        """Return the subject and its mean, then out of how much it came."""
        news = _("Final mark at risk: {subject} — mean <b>{value}</b>").format(
            subject=short(fact.subject), value=decimal(float(fact.average))
        )
        marks = ngettext("{n} mark", "{n} marks", fact.marks).format(n=fact.marks)
        period = ", ".join(part for part in (short(fact.session), marks) if part)
        return lines(head("📉", hearer, news), period)

    def markup(self, fact: LowAverage, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons to the subject's page and to the marks."""
        return push.course(hearer.student_id, fact.course)


kind = LowAverageKind()
