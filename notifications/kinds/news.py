"""An announcement to a school, a class, a course or some students of one."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import NewsPosted
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import ask_group, head, headed, lines
from storage.audiences import Group
from views.words import gettext as _


class NewsKind(Kind):
    """An announcement was posted."""

    code = NewsPosted.code
    stale_after = timedelta(days=3)
    priority = Priority.NEWS
    can_be_urgent = True
    separate = True  # so that it can be edited, withdrawn, and confirmed by its own button
    groups = (
        Group.SCHOOL, Group.SCHOOL_CLASS, Group.COURSE, Group.CHOSEN, Group.CLASS_GROUPS,
    )  # fmt: skip

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("News")

    def text(self, fact: NewsPosted, hearer: Hearer) -> str:
        """Return the title, then as much of the text as a push has room for."""
        # The whole school's news is about no child in particular.
        listener = Hearer(hearer.student_id) if fact.school else hearer
        said = lines(
            headed(fact.title, fact.body, formatted=fact.formatted), ask_group(fact, hearer)
        )
        if fact.urgent:
            return head("❗", listener, _("Urgent: {title}").format(title=said))
        return head("📰", listener, said)

    def markup(self, fact: NewsPosted, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the whole announcement, and the one that confirms it."""
        if fact.must_confirm:
            return push.confirm_news(fact.announcement)
        return push.news(fact.announcement)


kind = NewsKind()
