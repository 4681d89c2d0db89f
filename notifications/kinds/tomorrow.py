"""The evening message: what the next school day brings."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import PlannedLesson, Tomorrow
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, short
from views.format import clip, escape, short_day, shorten
from views.words import gettext as _
from views.words import ngettext

ROOM = 2500
"""Characters of markup; a push is looked at, not read."""


class TomorrowKind(Kind):
    """The evening message about the next school day."""

    code = Tomorrow.code
    # Told at 18:00; after the morning's first bell it would only puzzle.
    stale_after = timedelta(hours=12)
    priority = Priority.DIGEST
    alone = True
    repeats = False

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("Tomorrow’s day, each evening")

    def text(self, fact: Tomorrow, hearer: Hearer) -> str:
        """Return the day at a glance, control works, then the lessons with their homework."""
        works = [
            f"❗ {short(lesson.subject)}: <b>{short(lesson.control)}</b>"
            for lesson in fact.lessons
            if lesson.control and lesson.status != "cancelled"
        ]
        entries = shorten([*works, *map(_lesson, fact.lessons)], room=ROOM)
        return lines(head("🗓", hearer, _glance(fact)), entries.text)

    def markup(self, fact: Tomorrow, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons to the day and to its homework."""
        return push.tomorrow(hearer.student_id, fact.day)


def _glance(fact: Tomorrow) -> str:
    """Return the date, because quiet hours may bring the message on the day itself."""
    held = [lesson for lesson in fact.lessons if lesson.status != "cancelled"]
    starts = min((_hour(lesson) for lesson in held if lesson.starts), default="")
    if starts:
        text = ngettext(
            "{day}: {n} lesson, from {time}", "{day}: {n} lessons, from {time}", len(held)
        )
    else:
        text = ngettext("{day}: {n} lesson", "{day}: {n} lessons", len(held))
    return text.format(day=short_day(fact.day), n=len(held), time=starts)


def _hour(lesson: PlannedLesson) -> str:
    return escape(clip(lesson.starts, len("08:30")))


def _lesson(lesson: PlannedLesson) -> str:
    name = f"{lesson.number}. {_hour(lesson)} {short(lesson.subject)}".replace("  ", " ")
    note = f" 💬 {short(lesson.note)}" if lesson.note else ""
    if lesson.status == "cancelled":
        return f"<s>{name}</s>{note}"
    room = f" · {short(lesson.room)}" if lesson.room else ""
    teacher = f" · {short(lesson.teacher)}" if lesson.teacher else ""
    changed = "⇄ " if lesson.status == "substituted" else ""
    tasks = [f"    📝 {short(text)}" for text in lesson.homework[:3]]
    return "\n".join([f"{changed}{name}{room}{teacher}{note}", *tasks])


kind = TomorrowKind()
