"""The timetable of a week in words: when, what, where; no marks."""

from datetime import date

from domain.diary import DayLesson, Diary
from views import day as day_view
from views import format
from views.format import escape
from views.students import heading
from views.words import gettext as _

NAME_ROOM = 80


def timetable(diary: Diary) -> str:
    """A block a day, a line a lesson."""
    title = f"🗓 <b>{format.day_range(diary.first, diary.last)}</b>"
    days = [_day(diary, one) for one in diary.days if diary.on(one)]
    if not days:
        days = [day_view.empty(diary.why_empty(diary.first))]
    return f"{title}\n{heading(diary.access)}\n\n" + format.shorten(days, between="\n\n").text


def _day(diary: Diary, day: date) -> str:
    lines = [f"<b>{format.long_day(day).capitalize()}</b>"]
    return "\n".join([*lines, *map(_line, diary.on(day))])


def _line(lesson: DayLesson) -> str:
    name = escape(format.clip(lesson.subject, NAME_ROOM))
    room = _("room {room}").format(room=escape(lesson.room)) if lesson.room else ""
    teacher = escape(format.clip(lesson.teacher, NAME_ROOM))
    rest = ", ".join(part for part in (room, teacher) if part)
    text = " ".join(part for part in (f"{lesson.number}.", day_view.times(lesson), name) if part)
    if lesson.is_cancelled:
        return f"<s>{text}</s> ✗ " + _("cancelled")
    change = " ⇄ " + _("substitution") if lesson.status == "substituted" else ""
    return f"{text}{change}" + (f" · {rest}" if rest else "")
