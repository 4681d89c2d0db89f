"""Settings in words."""

from babel import Locale

from domain.access import Holder, People
from domain.people import Access, Role, Student
from domain.settings import ChatSettings, Preferences, Quiet, QuietChoice
from domain.timing import QuietHours
from views.format import clock_time, escape, local_day, long_day, shorten
from views.words import gettext as _

_NAME_SIGNS = 60


def settings(shown: ChatSettings) -> str:
    """What holds now."""
    language = language_name(shown.language)
    if not shown.own_language:
        language = _("{language} (as in Telegram)").format(language=language)
    lines = [
        _("<b>⚙️ Settings</b>"),
        "",
        _("🌐 Language: {language}").format(language=language),
        _("🌙 Quiet hours: {hours}").format(hours=quiet_hours(shown.quiet)),
    ]
    if shown.children:
        lines += ["", *map(_child_line, shown.children)]
    return "\n".join(lines)


def languages() -> str:
    """Ask for the language."""
    return _("<b>🌐 Language</b>") + "\n\n" + _("In which language shall I write?")


def quiet(shown: Quiet) -> str:
    """Say what quiet hours do, and which hold."""
    return "\n\n".join(
        (
            _("<b>🌙 Quiet hours</b>: {hours}").format(hours=quiet_hours(shown)),
            _("Messages of these hours are not lost: they come when the hours end."),
        )
    )


def quiet_start() -> str:
    """Ask for the beginning."""
    return _("<b>🌙 Quiet hours</b>") + "\n\n" + _("From what hour shall I be quiet?")


def quiet_end(start_hour: int) -> str:
    """Ask for the end."""
    begins = f"{start_hour:02}:00"
    return (
        _("<b>🌙 Quiet hours</b>")
        + "\n\n"
        + _("Quiet from {begins}. Until what hour?").format(begins=begins)
    )


def preferences(shown: Preferences) -> str:
    """Say whose messages these are."""
    return "\n\n".join(
        (
            _("<b>🔔 Messages</b>: {child}").format(child=child(shown.access.student)),
            _("Tap what shall come or not. Whatever is off stays in the diary to look at."),
        )
    )


def people(shown: People) -> str:
    """List who sees the student."""
    heading = _("<b>👥 Who sees the diary</b>: {child}").format(child=child(shown.access.student))
    if not shown.holders:
        return heading + "\n\n" + _as_trusted(shown.access)
    lines = [holder_line(one, own=one.chat_id == shown.reader_id) for one in shown.holders]
    advice = _("Not somebody you know? Tell the class teacher: they can close any access at once.")
    return f"{heading}\n\n{shorten(lines).text}\n\n{advice}"


def ask_unlink(access: Access) -> str:
    """Ask before one leaves."""
    return _(
        "Leave the diary of <b>{child}</b>? Messages about it stop at once. To come back you will need a new code."
    ).format(child=child(access.student))


def ask_drop(shown: People, holder: Holder) -> str:
    """Ask before a trusted person is closed out."""
    return _("Close the diary of <b>{child}</b> for {name}? It takes effect at once.").format(
        child=child(shown.access.student), name=escape(holder.name[:_NAME_SIGNS])
    )


def unlinked(access: Access) -> str:
    """Say that one has left."""
    return _("The diary of <b>{child}</b> is closed for this chat.").format(
        child=child(access.student)
    )


def child(student: Student) -> str:
    """Return a child's short name and class."""
    name = escape(student.name.short)
    return f"{name}, {escape(student.class_title)}" if student.class_title else name


def holder_line(holder: Holder, *, own: bool = False) -> str:
    """Return who it is, as what, and since when."""
    name = escape(holder.name[:_NAME_SIGNS]) or _("no name")
    line = f"{_SIGNS[holder.role]} {name} — {role_name(holder.role)}"
    if own:
        line += _(" (you)")
    if holder.until is not None:
        line += ", " + _("until {day}").format(day=long_day(local_day(holder.until)))
    return line


def role_name(role: Role) -> str:
    """Return as what somebody sees a student."""
    names = {
        Role.GUARDIAN: _("parent"),
        Role.STUDENT: _("the student"),
        Role.TRUSTED: _("trusted person"),
    }
    return names[role]


def language_name(tag: str) -> str:
    """Return a language's own name for itself."""
    return str(Locale.parse(tag).get_display_name(tag)).capitalize()


def quiet_hours(shown: Quiet) -> str:
    """Return the hours in force."""
    if shown.hours is None:
        none = _("none")
        at_school = _("{hours} (as at school)").format(hours=none)
        return at_school if shown.choice is QuietChoice.SCHOOL else none
    span = _span(shown.hours)
    if shown.choice is QuietChoice.SCHOOL:
        return _("{hours} (as at school)").format(hours=span)
    return span


def _span(hours: QuietHours) -> str:
    return f"{clock_time(hours.begins)}–{clock_time(hours.ends)}"


def _child_line(access: Access) -> str:
    roles = {
        Role.GUARDIAN: _("you are the parent"),
        Role.STUDENT: _("your own diary"),
        Role.TRUSTED: _("you are a trusted person"),
    }
    return f"📘 {child(access.student)} — {roles[access.role]}"


def _as_trusted(access: Access) -> str:
    """Say what a trusted person may know: their own access."""
    if access.until is None:
        return _("The parents opened it to you.")
    return _("The parents opened it to you. The last day: {day}").format(
        day=long_day(local_day(access.until))
    )


_SIGNS = {Role.GUARDIAN: "👤", Role.STUDENT: "🎓", Role.TRUSTED: "🤝"}
