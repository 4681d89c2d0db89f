"""One subject in words."""

from domain.marks import averages
from domain.subject import SubjectDay, SubjectPage, Subjects
from views import format
from views.format import escape
from views.lessons import attendance_name
from views.marks import NAME_ROOM, NOTE_ROOM, average_line
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
    return "\n".join(lines) + "\n\n" + format.shorten([*map(_day, shown.days)], between="\n\n").text


def _day(day: SubjectDay) -> str:
    lines = [f"<b>{format.headline(format.short_day(day.day))}</b>"]
    lines += [f"<i>{escape(format.clip(topic, TOPIC_ROOM))}</i>" for topic in day.topics]
    lines += [f"📝 {escape(format.clip(text, NOTE_ROOM))}" for text in day.homework]
    for mark in day.marks:
        work = f" · {escape(format.clip(mark.work, NAME_ROOM))}" if mark.work else ""
        lines.append(f"⭐ <b>{escape(mark.value)}</b>{work}")
        lines += [f"💬 {escape(format.clip(mark.comment, NOTE_ROOM))}"] if mark.comment else []
    lines += [f"❗ {attendance_name(day.absence)}"] if day.absence else []
    return "\n".join(lines)
