"""The deputy head's changes of the timetable, in words."""

from domain.changes import ChangeableLesson, ChangesDay, ClassDay, StandIns
from views import format, lessons
from views.format import clip, escape, long_day, shorten
from views.words import gettext as _

_TITLE = 60


def day(shown: ChangesDay) -> str:
    """What is not as planned on a day."""
    heading = _("🗓 <b>Changes</b> · {day}").format(day=long_day(shown.day))
    if shown.changed:
        found = shorten([_changed(one) for one in shown.changed]).text
    else:
        found = _("All lessons of this day are as planned.")
    return "\n\n".join((heading, found, _("Choose a class.")))


def class_day(shown: ClassDay) -> str:
    """A class's lessons, a line each."""
    heading = f"🗓 <b>{escape(clip(shown.title, _TITLE))}</b> · {long_day(shown.day)}"
    if not shown.lessons:
        return heading + "\n\n" + _("No lessons are entered for this day yet.")
    hint = _("Choose a lesson to cancel it or to change it.")
    return f"{heading}\n\n{shorten([line(one) for one in shown.lessons]).text}\n\n{hint}"


def line(lesson: ChangeableLesson) -> str:
    """A lesson in a line: when, what, where, with whom, and what is changed."""
    shown = lesson.shown
    name = escape(clip(lesson.subject, lessons.NAME_ROOM))
    text = " ".join(part for part in (f"{lesson.number}.", lessons.times(shown), name) if part)
    if lesson.is_cancelled:
        note = lessons.note(shown)
        return " ".join(part for part in (f"<s>{text}</s> ✗", _("cancelled"), note) if part)
    who = lessons.change(shown) or lessons.teacher(shown)
    return " · ".join(part for part in (text, lessons.room(shown), who) if part)


def lesson(shown: ChangeableLesson) -> str:
    """One lesson whole."""
    if shown.is_cancelled:
        state = "✗ <b>" + _("The lesson is cancelled.") + "</b>"
    elif shown.is_substituted:
        state = lessons.change(shown.shown)
    else:
        state = lessons.teacher(shown.shown)
    parts = [place(shown), lessons.room(shown.shown), state, lessons.note(shown.shown)]
    if shown.is_over:
        parts.append("\n" + _("The lesson is over, so nothing can be changed any more."))
    return "\n".join(part for part in parts if part)


def place(shown: ChangeableLesson) -> str:
    """Return what a lesson is known by, in two lines."""
    name = f"🗓 <b>{escape(clip(shown.subject, lessons.NAME_ROOM))}</b>"
    number = _("lesson {number}").format(number=shown.number)
    when = [format.headline(long_day(shown.day)), number, lessons.times(shown.shown)]
    return f"{name}, {group(shown)}\n" + ", ".join(part for part in when if part)


def group(shown: ChangeableLesson) -> str:
    """Return the class."""
    return escape(clip(shown.group, _TITLE))


def ask_cancel(shown: ChangeableLesson) -> str:
    """Cancel it?"""
    parts = [place(shown)]
    if shown.has_marks:
        parts.append(
            _(
                "⚠️ There are marks of this day in this subject already. They stay in the diary, but the lesson will be cancelled. Are you sure?"
            )
        )
    parts.append(
        _("Cancel the lesson? Families of the class hear of it if it is today or tomorrow.")
    )
    return "\n\n".join(parts)


def ask_reason(shown: ChangeableLesson) -> str:
    """Why?"""
    hint = _("Write in a few words why the lesson is cancelled: families read it. To stop: /cancel")
    return place(shown) + "\n\n" + hint


def ask_room(shown: ChangeableLesson) -> str:
    """Where?"""
    hint = _("Write the room, for example: 204. To stop: /cancel")
    return place(shown) + "\n\n" + hint


def stand_ins(shown: StandIns) -> str:
    """Who?"""
    heading = _("⇄ <b>Who gives the lesson?</b>")
    if not shown.teachers:
        return heading + "\n\n" + _("The school's data name no teachers.")
    return heading + "\n\n" + _("Those who are free at that hour stand first.")


def ask_teacher() -> str:
    """Whom do you look for?"""
    return _("Write the first letters of the surname. To stop: /cancel")


def _changed(one: ChangeableLesson) -> str:
    return f"<b>{group(one)}</b> · {line(one)}"
