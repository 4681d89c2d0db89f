"""The school answered a question."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import QuestionAnswered
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import body, head, lines, short
from storage.audiences import Group
from views.words import gettext as _


class QuestionAnsweredKind(Kind):
    """The school answered a question."""

    code = QuestionAnswered.code
    stale_after = timedelta(days=14)
    priority = Priority.NEWS
    groups = (Group.CHAT,)
    roles = ()
    separate = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Answers of the school")

    def text(self, fact: QuestionAnswered, hearer: Hearer) -> str:
        """Return who answered what, then the words."""
        news = _("{who} answered: <b>{subject}</b>").format(
            who=short(fact.author), subject=short(fact.subject)
        )
        return lines(head("💬", hearer, news), body(fact.text))

    def markup(self, fact: QuestionAnswered, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons to the thread and to an answer."""
        return push.question(fact.thread)


kind = QuestionAnsweredKind()
