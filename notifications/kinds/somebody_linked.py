"""A new person may see the student."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import SomebodyLinked
from domain.people import Role
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, short
from views.words import gettext as _


class SomebodyLinkedKind(Kind):
    """A new person may see the student; the guardians hear of it."""

    code = SomebodyLinked.code
    stale_after = timedelta(days=7)
    priority = Priority.ABSENCE
    roles = (Role.GUARDIAN,)

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("New people in the diary")

    def text(self, fact: SomebodyLinked, hearer: Hearer) -> str:
        """Return who was linked, and what to do about a stranger."""
        known = {
            Role.STUDENT: _("The student opened their own diary"),
            Role.TRUSTED: _("A trusted person has joined the diary: {holder}"),
        }
        news = known.get(Role(fact.role), _("A parent has joined the diary: {holder}"))
        advice = _(
            "Not somebody you know? Close the access in the settings or tell the class teacher."
        )
        holder = short(fact.holder) or "—"
        return lines(head("🔑", hearer, news.format(holder=holder)), advice)

    def markup(self, fact: SomebodyLinked, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button to the people who see the student."""
        return push.people(hearer.student_id)


kind = SomebodyLinkedKind()
