"""Homework was given, or given anew with other words or another date."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import HomeworkAssigned
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import body, head, lines, short
from storage.audiences import Group
from views.format import short_day
from views.words import gettext as _


class HomeworkKind(Kind):
    """Homework was given or changed."""

    code = HomeworkAssigned.code
    stale_after = timedelta(days=1)
    priority = Priority.NEWS
    groups = (Group.COURSE,)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("New homework")

    def text(self, fact: HomeworkAssigned, hearer: Hearer) -> str:
        """Return the subject and the date, then the task."""
        if fact.changed:
            news = _("Homework changed: {subject}, for {day}")
        else:
            news = _("Homework: {subject}, for {day}")
        news = news.format(subject=short(fact.subject), day=short_day(fact.due_on))
        return lines(head("📝", hearer, news), body(fact.text))

    def markup(self, fact: HomeworkAssigned, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to all homework for that day, where a long task stands whole."""
        return push.homework(hearer.student_id, fact.due_on)


kind = HomeworkKind()
