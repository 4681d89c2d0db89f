"""A question has waited for two school days."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import QuestionWaiting
from domain.people import Role
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, short
from storage.audiences import Group
from views.format import short_day
from views.words import gettext as _


class QuestionWaitingKind(Kind):
    """A question has waited for two school days."""

    code = QuestionWaiting.code
    stale_after = timedelta(days=3)
    priority = Priority.NEWS
    groups = (Group.STAFF_OF_COURSE, Group.STAFF_OF_CLASS, Group.STAFF_OF_SCHOOL, Group.ADMINS)
    roles = (Role.STAFF, Role.SCHOOL_ADMIN)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Questions that wait")

    def text(self, fact: QuestionWaiting, hearer: Hearer) -> str:
        """Return which question waits and since when."""
        news = _("A question waits for an answer since {day}: <b>{subject}</b>").format(
            day=short_day(fact.since), subject=short(fact.subject)
        )
        return head("⏳", hearer, news)

    def markup(self, fact: QuestionWaiting, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons to the thread and to an answer."""
        return push.question(fact.thread)


kind = QuestionWaitingKind()
