"""A mark was given."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import MarkAdded
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import about, head, lines, note, number_of, short
from views.words import gettext as _


class MarkAddedKind(Kind):
    """A mark was given."""

    code = MarkAdded.code
    stale_after = timedelta(days=2)
    priority = Priority.MARKS
    needs_marks = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("New marks")

    def text(self, fact: MarkAdded, hearer: Hearer) -> str:
        """Return subject and mark, then what it is for."""
        news = _("New mark: {subject} — <b>{value}</b>").format(
            subject=short(fact.subject), value=short(fact.value)
        )
        return lines(head("⭐", hearer, news), about(fact.work, fact.day), note(fact.comment))

    def markup(self, fact: MarkAdded, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons to the subject's page and to the day; for families to the mark."""
        number = number_of(fact.thing)
        if hearer.children and number:
            return push.mark(hearer.student_id, fact.course, fact.day, number)
        return push.subject(hearer.student_id, fact.course, fact.day)


kind = MarkAddedKind()
