"""An announcement was taken back: the messages that were sent say so."""

from collections.abc import Sequence
from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.fact import File
from domain.facts import NewsWithdrawn
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, short
from storage.audiences import Group
from views.words import gettext as _


class NewsWithdrawnKind(Kind):
    """An announcement was taken back: the messages that were sent say so."""

    code = NewsWithdrawn.code
    stale_after = timedelta(days=30)
    priority = Priority.NEWS
    groups = (Group.READERS,)
    roles = ()
    separate = True
    changes = True
    anew = False  # who deleted the message need not hear that it is void

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Withdrawn news")

    def text(self, fact: NewsWithdrawn, hearer: Hearer) -> str:
        """Return what the message says from now on."""
        title = f"<s>{short(fact.title)}</s>"
        return lines(head("📰", hearer, title), _("The school has withdrawn this announcement."))

    def files(self, fact: NewsWithdrawn) -> Sequence[File]:
        """Return none: what was sent along stays as it is."""
        return ()

    def markup(self, fact: NewsWithdrawn, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons that the message has from now on."""
        return push.menu()


kind = NewsWithdrawnKind()
