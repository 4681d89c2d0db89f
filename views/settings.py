"""Settings in words."""

from babel import Locale

from domain.access import Holder, People
from domain.people import Access, Role
from domain.settings import ChatSettings, Quiet
from views import quiet
from views.format import clock_time, escape, local_day, long_day, shorten
from views.people import NAME_SIGNS, child, holder_line
from views.words import gettext as _


def settings(shown: ChatSettings) -> str:
    """What holds now."""
    language = language_name(shown.language)
    if not shown.own_language:
        language = _("{language} (as in Telegram)").format(language=language)
    lines = [
        _("<b>⚙️ Settings</b>"),
        "",
        _("🌐 Language: {language}").format(language=language),
        _("🌙 Quiet hours: {hours}").format(hours=quiet.in_force(shown.quiet)),
        *map(_own_hours, shown.quiet.differing),
        _("🗓 Digest: at {time}").format(time=clock_time(shown.digest_at)),
        _("🙈 Discreet mode: {state}").format(state=_("on") if shown.discreet else _("off")),
    ]
    if shown.children:
        lines += ["", *map(_child_line, shown.children)]
    return "\n".join(lines)


def languages() -> str:
    """Ask for the language."""
    return _("<b>🌐 Language</b>") + "\n\n" + _("In which language shall I write?")


def discreet(*, on: bool) -> str:
    """Say what the switch does, and whether it is on."""
    state = _("on") if on else _("off")
    return "\n\n".join(
        (
            _("<b>🙈 Discreet mode</b>: {state}").format(state=state),
            _(
                "When it is on, the lock screen of your phone shows only that there is something new in the diary. No name, no mark: the text opens at a tap in the chat."
            ),
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
        child=child(shown.access.student), name=escape(holder.name[:NAME_SIGNS])
    )


def unlinked(access: Access) -> str:
    """Say that one has left."""
    return _("The diary of <b>{child}</b> is closed for this chat.").format(
        child=child(access.student)
    )


def language_name(tag: str) -> str:
    """Return a language's own name for itself."""
    return str(Locale.parse(tag).get_display_name(tag)).capitalize()


def _own_hours(shown: Quiet) -> str:
    """Return the line of a child who has hours of its own."""
    name = escape(shown.child.student.name.short) if shown.child else ""
    return f"🌙 {name}: {quiet.week(shown.week)}"


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
