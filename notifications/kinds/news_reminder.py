"""The author reminds those who have not confirmed."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import NewsReminder
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, short
from storage.audiences import Group
from views.words import gettext as _


class NewsReminderKind(Kind):
    """The author reminds those who have not confirmed."""

    code = NewsReminder.code
    stale_after = timedelta(days=3)
    priority = Priority.NEWS
    groups = (Group.CHAT,)
    roles = ()
    separate = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Reminders of news")

    def text(self, fact: NewsReminder, hearer: Hearer) -> str:
        """Return what is asked; the news itself is behind the button, as it is by then."""
        ask = _("Please confirm that you have read: {title}").format(
            title=f"<b>{short(fact.title)}</b>"
        )
        return head("🔔", hearer, ask)

    def markup(self, fact: NewsReminder, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button that confirms."""
        return push.confirm_news(fact.announcement)


kind = NewsReminderKind()
