"""An announcement has other words now: the messages that were sent are changed."""

from collections.abc import Sequence
from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.fact import File
from domain.facts import NewsEdited
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import ask_group, head, headed, lines
from storage.audiences import Group
from views.words import gettext as _


class NewsEditedKind(Kind):
    """An announcement has other words now: the messages that were sent are changed."""

    code = NewsEdited.code
    stale_after = timedelta(days=30)
    priority = Priority.NEWS
    groups = (Group.READERS,)
    roles = ()
    separate = True
    changes = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Changed news")

    def text(self, fact: NewsEdited, hearer: Hearer) -> str:
        """Return what the message says from now on."""
        said = headed(fact.title, fact.body, formatted=fact.formatted)
        changed = _("<i>(changed)</i>")
        return lines(head("📰", hearer, said), ask_group(fact, hearer), changed)

    def files(self, fact: NewsEdited) -> Sequence[File]:
        """Return none: what was sent along stays as it is."""
        return ()

    def markup(self, fact: NewsEdited, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons that the message has from now on."""
        if fact.must_confirm:
            return push.confirm_news(fact.announcement)
        return push.news(fact.announcement)


kind = NewsEditedKind()
