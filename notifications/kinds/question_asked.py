"""A family wrote to the school."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import QuestionAsked
from domain.people import Role
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import body, head, lines, short
from storage.audiences import Group
from views.words import gettext as _


class QuestionAskedKind(Kind):
    """A family wrote to the school."""

    code = QuestionAsked.code
    stale_after = timedelta(days=7)
    priority = Priority.NEWS
    groups = (Group.STAFF_OF_COURSE, Group.STAFF_OF_CLASS, Group.STAFF_OF_SCHOOL, Group.ADMINS)
    roles = (Role.STAFF, Role.SCHOOL_ADMIN)
    separate = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Questions of families")

    def text(self, fact: QuestionAsked, hearer: Hearer) -> str:
        """Return who asks about whom, then the words."""
        who = short(fact.author)
        about = f" ({short(fact.student)})" if fact.student else ""
        news = _("Question from {who}: <b>{subject}</b>").format(
            who=who + about, subject=short(fact.subject)
        )
        return lines(head("💬", hearer, news), body(fact.text))

    def markup(self, fact: QuestionAsked, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons to the thread and to an answer."""
        return push.question(fact.thread)


kind = QuestionAskedKind()
