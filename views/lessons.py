"""Lessons, absences and empty days as every screen of the diary words them."""

from collections.abc import Sequence

from domain.diary import DayAttendance, DayLesson, DayMark, Empty
from views import format
from views.format import escape
from views.words import gettext as _

NAME_ROOM = 100
"""Characters of a subject, a room or a name; real ones have a quarter of it."""
NOTE_ROOM = 200


def title(lesson: DayLesson) -> str:
    """Number and subject; struck through when cancelled, with who stands in when somebody does."""
    name = f"{lesson.number}. <b>{escape(format.clip(lesson.subject, NAME_ROOM))}</b>"
    if lesson.is_cancelled:
        return f"<s>{name}</s> ✗ " + _("cancelled")
    return " ".join(part for part in (name, change(lesson)) if part)


def change(lesson: DayLesson) -> str:
    """Tell of a substitution, and by whom where that is known; nothing where there is none."""
    if not lesson.is_substituted:
        return ""
    if not lesson.teacher:
        return "⇄ " + _("substitution")
    return "⇄ " + _("substitution: {teacher}").format(teacher=teacher(lesson))


def note(lesson: DayLesson, room: int = NOTE_ROOM) -> str:
    """Why it is cancelled or changed, or nothing."""
    value = " ".join(lesson.note.split())
    return f"💬 {escape(format.clip(value, room))}" if value else ""


def times(lesson: DayLesson) -> str:
    """Return when it begins and ends, as far as the source says."""
    return "–".join(format.clock_time(one) for one in (lesson.starts, lesson.ends) if one)


def room(lesson: DayLesson) -> str:
    """Return the room in words, or nothing."""
    if not lesson.room:
        return ""
    return _("room {room}").format(room=escape(format.clip(lesson.room, NAME_ROOM)))


def teacher(lesson: DayLesson) -> str:
    """Return who gives the lesson, as one speaks to them; nothing where nobody knows."""
    return escape(format.clip(lesson.teacher.polite, NAME_ROOM)) if lesson.teacher else ""


def cell(marks: Sequence[DayMark], room: int) -> str:
    """All marks of one cell: "4/5"."""
    return escape(format.clip("/".join(mark.value for mark in marks), room))


def attendance(item: DayAttendance) -> str:
    """An absence or a lateness in a few words."""
    if item.category == "late" and item.minutes_late:
        return _("late by {n} min").format(n=item.minutes_late)
    return attendance_name(item.category)


def attendance_name(category: str) -> str:
    """A category of attendance in a word or two."""
    return {
        "absent": _("absent"),
        "excused": _("absent for a good reason"),
        "ill": _("ill"),
        "late": _("late"),
    }.get(category, escape(category))


def empty(why: Empty) -> str:
    """Why a day has no lessons."""
    return _of_calendar(why) or _("No lessons are entered for this day yet.")


def empty_week(why: Empty) -> str:
    """Why a week has no lessons, by what its Monday says."""
    return _of_calendar(why) or _("No lessons are entered for this week yet.")


def _of_calendar(why: Empty) -> str:
    until = format.month_day(why.until) if why.until else ""
    return {
        "weekend": _("No lessons: it is the weekend."),
        "holidays": _("Holidays until {day}.").format(day=until),
        "before": _("The school year begins on {day}.").format(day=until),
        "over": _("The school year is over."),
    }.get(why.reason, "")
