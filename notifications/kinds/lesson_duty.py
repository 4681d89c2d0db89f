"""A lesson's teachers hear who gives it, whether, and where."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import LessonDuty
from domain.people import Role
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import changed_lesson
from storage.audiences import Group
from views.words import gettext as _


class LessonDutyKind(Kind):
    """Told to the course's teachers, to who stands in and to who no longer does."""

    code = LessonDuty.code
    stale_after = timedelta(days=2)
    priority = Priority.ABSENCE
    groups = (Group.STAFF_OF_COURSE, Group.PERSON, Group.FORMER)
    roles = (Role.STAFF,)
    separate = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Changes of one's own lessons")

    def text(self, fact: LessonDuty, hearer: Hearer) -> str:
        """Return what happens to which lesson, who gives it, where, and why."""
        return changed_lesson(fact, hearer)

    def markup(self, fact: LessonDuty, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the way to one's lessons of the day."""
        return push.journal(fact.day)


kind = LessonDutyKind()
