"""Homework is to be handed in the next day, and is not."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import DueTask, HomeworkDue
from domain.people import Role
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, short
from views.format import short_day, shorten
from views.words import gettext as _

ROOM = 2500
"""Characters of markup; a push is looked at, not read."""
SUBJECTS = 4
"""Of the first line."""


class HomeworkDeadlineKind(Kind):
    """Homework is to be handed in the next day."""

    code = HomeworkDue.code
    # Told at 17:00; at bedtime it only makes for a bad night.
    stale_after = timedelta(hours=5)
    roles = (Role.STUDENT, Role.GUARDIAN)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Homework to hand in, the evening before")

    def text(self, fact: HomeworkDue, hearer: Hearer) -> str:
        """Return the day and the subjects, then the tasks."""
        subjects = list(dict.fromkeys(short(task.subject) for task in fact.tasks))
        more = ", …" if len(subjects) > SUBJECTS else ""
        news = _("To hand in by {day}: {subjects}").format(
            day=short_day(fact.due_on), subjects=", ".join(subjects[:SUBJECTS]) + more
        )
        tasks = shorten([_task(task) for task in fact.tasks], room=ROOM)
        return lines(head("⏳", hearer, news), tasks.text)

    def markup(self, fact: HomeworkDue, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to all homework for that day, where a long task stands whole."""
        return push.homework(hearer.student_id, fact.due_on)


def _task(task: DueTask) -> str:
    return f"📝 {short(task.subject)}: {short(task.text)}"


kind = HomeworkDeadlineKind()
