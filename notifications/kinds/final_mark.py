"""A final mark was set or corrected."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import FinalMarkSet
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, short
from views.words import gettext as _


class FinalMarkKind(Kind):
    """A final mark was set or corrected."""

    code = FinalMarkSet.code
    stale_after = timedelta(days=7)
    priority = Priority.MARKS
    needs_marks = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Final marks")

    def text(self, fact: FinalMarkSet, hearer: Hearer) -> str:
        """Return subject and mark, then the term."""
        if not fact.value:
            news = _("Final mark withdrawn: {subject} — <s>{before}</s>")
        elif fact.before:
            news = _("Final mark corrected: {subject} — <s>{before}</s> → <b>{value}</b>")
        else:
            news = _("Final mark: {subject} — <b>{value}</b>")
        news = news.format(
            subject=short(fact.subject), before=short(fact.before), value=short(fact.value)
        )
        return lines(head("🏁", hearer, news), short(fact.session))

    def markup(self, fact: FinalMarkSet, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the year's final marks."""
        return push.final_marks(hearer.student_id)


kind = FinalMarkKind()
