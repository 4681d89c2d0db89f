"""One subject in words."""

from collections.abc import Iterable, Iterator

from domain.marks import averages
from domain.subject import SubjectDay, SubjectPage, Subjects
from views import format
from views.format import escape
from views.lessons import attendance_name
from views.marks import NAME_ROOM, NOTE_ROOM, VALUE_ROOM, average_line
from views.students import heading
from views.words import gettext as _

TOPIC_ROOM = 160


def subjects(shown: Subjects) -> str:
    """Above the buttons of all subjects."""
    title = _("Choose a subject")
    top = f"⭐ <b>{title}</b>\n{heading(shown.access)}"
    return top if shown.courses else f"{top}\n\n" + _("No subjects are entered yet.")


def subject(shown: SubjectPage) -> str:
    """The session, its average, and a block a day."""
    name = escape(format.clip(shown.course.subject, NAME_ROOM))
    lines = [f"⭐ <b>{name}</b>", heading(shown.access)]
    if shown.period:
        span = format.day_range(shown.period.begins, shown.period.ends)
        lines.append(f"{escape(format.clip(shown.period.title, NAME_ROOM))} · {span}")
    average = average_line(averages(shown.marks))
    lines += [_("Average: {value}").format(value=f"<b>{average}</b>")] if average else []
    if not shown.days:
        return "\n".join(lines) + "\n\n" + _("Nothing is entered for this time yet.")
    return "\n".join(lines) + "\n\n" + format.shorten([*_days(shown.days)]).text


def _days(days: Iterable[SubjectDay]) -> Iterator[str]:
    """Return an entry a line, the first of a day under its heading, so that a long day is cut too."""
    gap = ""
    for day in days:
        first, *rest = _day(day)
        yield f"{gap}<b>{format.headline(format.short_day(day.day))}</b>\n{first}"
        yield from rest
        gap = "\n"


def _day(day: SubjectDay) -> list[str]:
    lines = [f"<i>{escape(format.clip(topic, TOPIC_ROOM))}</i>" for topic in day.topics]
    lines += [f"📝 {escape(format.clip(text, NOTE_ROOM))}" for text in day.homework]
    for mark in day.marks:
        work = f" · {escape(format.clip(mark.work, NAME_ROOM))}" if mark.work else ""
        lines.append(f"⭐ <b>{escape(format.clip(mark.value, VALUE_ROOM))}</b>{work}")
        lines += [f"💬 {escape(format.clip(mark.comment, NOTE_ROOM))}"] if mark.comment else []
    return [*lines, f"❗ {attendance_name(day.absence)}"] if day.absence else lines
