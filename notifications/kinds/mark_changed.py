"""A mark has another value, remark or day than it had."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import MarkChanged
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import about, head, lines, note, number_of, short
from views.words import gettext as _


class MarkChangedKind(Kind):
    """A mark was corrected."""

    code = MarkChanged.code
    stale_after = timedelta(days=2)
    priority = Priority.MARKS
    needs_marks = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Corrected marks")

    def text(self, fact: MarkChanged, hearer: Hearer) -> str:
        """Return subject, old and new mark, then what it is for."""
        if fact.before == fact.value:
            news = _("Note on a mark changed: {subject} — <b>{value}</b>")
        else:
            news = _("Mark corrected: {subject} — <s>{before}</s> → <b>{value}</b>")
        news = news.format(
            subject=short(fact.subject), before=short(fact.before), value=short(fact.value)
        )
        return lines(head("✏️", hearer, news), about(fact.work, fact.day), note(fact.comment))

    def markup(self, fact: MarkChanged, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons to the subject's page and to the day; for families to the mark."""
        number = number_of(fact.thing)
        if hearer.children and number:
            return push.mark(hearer.student_id, fact.course, fact.day, number)
        return push.subject(hearer.student_id, fact.course, fact.day)


kind = MarkChangedKind()
