"""A lesson of today or tomorrow is not held as planned, or is so after all."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import LessonChanged
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import changed_lesson
from storage.audiences import Group
from views.words import gettext as _


class LessonChangedKind(Kind):
    """A lesson was cancelled, substituted, moved or restored."""

    code = LessonChanged.code
    # Told for tomorrow at the earliest, and held over a night at the most.
    stale_after = timedelta(hours=12)
    priority = Priority.NEWS
    groups = (Group.COURSE,)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Lessons cancelled or changed")

    def text(self, fact: LessonChanged, hearer: Hearer) -> str:
        """Return what happens to which lesson, who stands in, where, and why."""
        return changed_lesson(fact, hearer)

    def markup(self, fact: LessonChanged, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the day."""
        return push.day(hearer.student_id, fact.day)


kind = LessonChangedKind()
