"""A teacher who is away, in words."""

from itertools import groupby

from domain.changes import StaffPage, TeacherDays
from views import changes
from views.format import clip, escape, long_day, month_day, shorten
from views.words import gettext as _
from views.words import ngettext

_NAME = 80


def staff(shown: StaffPage) -> str:
    """Who is away?"""
    heading = _("🤒 <b>Who is away?</b> · {day}").format(day=long_day(shown.day))
    if not shown.teachers:
        return heading + "\n\n" + _("The school's data name no teachers.")
    return heading + "\n\n" + _("Choose the teacher: all their lessons will be shown.")


def days(shown: TeacherDays) -> str:
    """All lessons of the teacher, day by day."""
    if not shown.lessons:
        return heading(shown) + "\n\n" + _("No lessons in these days.")
    entries = []
    for day, lessons in groupby(shown.lessons, key=lambda lesson: lesson.day):
        if shown.days > 1:
            entries.append(f"<b>{long_day(day)}</b>")
        entries += [f"{changes.line(one)} · {changes.group(one)}" for one in lessons]
    hint = _("Choose a lesson to find somebody who stands in, or cancel all.")
    return "\n\n".join((heading(shown), shorten(entries).text, hint))


def heading(shown: TeacherDays) -> str:
    """Return who is away, and when."""
    name = escape(clip(shown.teacher.name.full, _NAME))
    when = long_day(shown.first)
    if shown.days > 1:
        more = ngettext("{day} and {n} more day", "{day} and {n} more days", shown.days - 1)
        when = more.format(day=month_day(shown.first), n=shown.days - 1)
    return f"🤒 <b>{name}</b> · {when}"


def ask_cancel(shown: TeacherDays) -> str:
    """Cancel all of them?"""
    count = len(shown.to_cancel)
    text = ngettext("Cancel {n} lesson?", "Cancel all {n} lessons?", count).format(n=count)
    marked = sum(lesson.has_marks for lesson in shown.to_cancel)
    parts = [heading(shown), text]
    if marked:
        parts.append(
            ngettext(
                "⚠️ On {n} of them there are marks already. They stay in the diary. Are you sure?",
                "⚠️ On {n} of them there are marks already. They stay in the diary. Are you sure?",
                marked,
            ).format(n=marked)
        )
    parts.append(_("Families hear of the lessons of today and tomorrow."))
    return "\n\n".join(parts)


def ask_reason(shown: TeacherDays) -> str:
    """Why?"""
    hint = _(
        "Write in a few words why the lessons are cancelled: families read it. To stop: /cancel"
    )
    return heading(shown) + "\n\n" + hint


def cancelled(shown: TeacherDays, count: int) -> str:
    """It is done; below it the days as they are now."""
    done = ngettext("{n} lesson is cancelled.", "{n} lessons are cancelled.", count)
    return "✓ " + done.format(n=count) + "\n\n" + days(shown)
