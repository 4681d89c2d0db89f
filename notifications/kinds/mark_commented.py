"""A guardian wrote something about a mark."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import MarkCommented
from domain.people import Role
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import body, head, lines, short
from storage.audiences import Group
from views.format import short_day
from views.words import gettext as _


class MarkCommentedKind(Kind):
    """A guardian wrote something about a mark."""

    code = MarkCommented.code
    stale_after = timedelta(days=7)
    priority = Priority.NEWS
    groups = (Group.STAFF_OF_COURSE,)
    roles = (Role.STAFF,)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Comments on marks")

    def text(self, fact: MarkCommented, hearer: Hearer) -> str:
        """Return who wrote about which mark, then the words."""
        news = _("{who} about the mark {value} of {student}, {subject}, {day}").format(
            who=short(fact.author), value=f"<b>{short(fact.value)}</b>",
            student=short(fact.student), subject=short(fact.subject), day=short_day(fact.day),
        )  # fmt: skip
        return lines(head("💬", hearer, news), body(fact.text))

    def markup(self, fact: MarkCommented, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the lesson."""
        return push.lesson_of_mark(fact.lesson)


kind = MarkCommentedKind()
