"""The timetable of a week in words: when, what, where, with whom; no marks."""

from domain.diary import DayLesson, Diary
from views import format, lessons
from views.format import escape
from views.pages import fill, pick
from views.students import heading
from views.week import day_heading
from views.words import gettext as _


def timetable(diary: Diary, page: int = 0) -> str:
    """One page of a week: a block a day, a line a lesson."""
    title = f"🗓 <b>{format.day_range(diary.first, diary.last)}</b>"
    return f"{title}\n{heading(diary.access)}\n\n{pick(pages(diary), page)}"


def pages(diary: Diary) -> list[str]:
    """Return the timetable in pages; nearly every week has one."""
    taught = [one for one in diary.days if diary.on(one)]
    blocks = [[day_heading(one), *map(_line, diary.on(one))] for one in taught]
    return fill(blocks or [[lessons.empty_week(diary.why_empty(diary.first))]])


def _line(lesson: DayLesson) -> str:
    name = escape(format.clip(lesson.subject, lessons.NAME_ROOM))
    text = " ".join(part for part in (f"{lesson.number}.", lessons.times(lesson), name) if part)
    note = lessons.note(lesson)
    if lesson.is_cancelled:
        return " ".join(part for part in (f"<s>{text}</s> ✗", _("cancelled"), note) if part)
    who = lessons.change(lesson) or lessons.teacher(lesson)
    return " · ".join(part for part in (text, lessons.room(lesson), who, note) if part)
