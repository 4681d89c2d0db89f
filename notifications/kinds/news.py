"""An announcement to a school, a class or a course."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import NewsPosted
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import body, head, lines, short
from storage.audiences import Group
from views.words import gettext as _


class NewsKind(Kind):
    """An announcement was posted."""

    code = NewsPosted.code
    stale_after = timedelta(days=3)
    priority = Priority.NEWS
    can_be_urgent = True
    groups = (Group.SCHOOL, Group.SCHOOL_CLASS, Group.COURSE)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("News")

    def text(self, fact: NewsPosted, hearer: Hearer) -> str:
        """Return the title, then as much of the text as a push has room for."""
        # The whole school's news is about no child in particular.
        listener = Hearer(hearer.student_id) if fact.school else hearer
        icon, title = "📰", f"<b>{short(fact.title)}</b>"
        if fact.urgent:
            icon, title = "❗", _("Urgent: {title}").format(title=title)
        return lines(head(icon, listener, title), body(fact.body))

    def markup(self, fact: NewsPosted, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the whole announcement."""
        return push.news(fact.announcement)


kind = NewsKind()
