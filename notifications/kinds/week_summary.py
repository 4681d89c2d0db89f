"""The week in marks and absences."""

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup

from domain.facts import SubjectWeek, WeekSummary
from domain.timing import Priority
from keyboards import push
from notifications.kind import Hearer, Kind
from notifications.text import head, lines, short
from views.format import day_range, decimal, shorten
from views.words import gettext as _
from views.words import ngettext

ROOM = 2500
"""Characters of markup; a push is looked at, not read."""
MARKS = 20
"""Of one subject in one week."""


class WeekSummaryKind(Kind):
    """The week in marks and absences."""

    code = WeekSummary.code
    stale_after = timedelta(days=1)
    priority = Priority.DIGEST
    alone = True
    repeats = False
    needs_marks = True

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        return _("The week in marks, on Sundays")

    def text(self, fact: WeekSummary, hearer: Hearer) -> str:
        """Return the week in numbers, then its subjects."""
        week = day_range(fact.first, fact.last)
        news = _("Week of {days}: {summary}").format(days=week, summary=_numbers(fact))
        entries = shorten([_subject(subject) for subject in fact.subjects], room=ROOM)
        return lines(head("📊", hearer, news), entries.text)

    def markup(self, fact: WeekSummary, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the buttons to the marks and to the week."""
        return push.week(hearer.student_id, fact.first)


def _numbers(fact: WeekSummary) -> str:
    marks = sum(len(subject.marks) for subject in fact.subjects)
    parts = [ngettext("{n} mark", "{n} marks", marks).format(n=marks)]
    if fact.absences:
        parts.append(ngettext("{n} absence", "{n} absences", fact.absences).format(n=fact.absences))
    if fact.lates:
        parts.append(ngettext("late {n} time", "late {n} times", fact.lates).format(n=fact.lates))
    return ", ".join(parts)


def _subject(week: SubjectWeek) -> str:
    marks = ", ".join(short(mark) for mark in week.marks[:MARKS])
    more = ", …" if len(week.marks) > MARKS else ""
    mean = ""
    if week.average and len(week.marks) > 1:
        mean = " · " + _("mean {value}").format(value=decimal(float(week.average)))
    return f"{short(week.subject)}: <b>{marks}</b>{more}{mean}"


kind = WeekSummaryKind()
