"""A mark was taken back."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import MarkRemoved
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import about, head, lines, short
from views.words import gettext as _


class MarkRemovedKind(Kind):
    """A mark was taken back."""

    code = MarkRemoved.code
    stale_after = timedelta(days=2)
    priority = Priority.MARKS
    needs_marks = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Removed marks")

    def text(self, fact: MarkRemoved, hearer: Hearer) -> str:
        """Return subject and the mark that is gone, then what it was for."""
        news = _("Mark removed: {subject} — <s>{before}</s>").format(
            subject=short(fact.subject), before=short(fact.before)
        )
        return lines(head("✏️", hearer, news), about(fact.work, fact.day))

    def markup(self, fact: MarkRemoved, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons to the subject's page and to the day."""
        return push.subject(hearer.student_id, fact.course, fact.day)


kind = MarkRemovedKind()
