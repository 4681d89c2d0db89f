"""How soon each kind of message comes, in words."""

from datetime import time

from domain.facts import Absence, NewsPosted
from domain.settings import Choice, Preferences
from domain.timing import Mode
from views.format import clock_time
from views.people import child
from views.words import gettext as _

SIGNS = {Mode.NOW: "🔔", Mode.EVENING: "🌆", Mode.WEEKLY: "📅", Mode.OFF: "🔕"}


def preferences(shown: Preferences) -> str:
    """Say whose messages these are, and what the signs mean."""
    legend = [f"{SIGNS[mode]} {mode_name(mode, shown.digest_at)}" for mode in Mode]
    return "\n\n".join(
        (
            _("<b>🔔 Messages</b>: {child}").format(child=child(shown.access.student)),
            "\n".join(legend),
            _("Tap a line to change it. Whatever is off stays in the diary to look at."),
        )
    )


def kind(shown: Preferences, choice: Choice) -> str:
    """Ask how soon, and say what of this kind is urgent."""
    parts = [
        f"<b>{choice.kind.title()}</b>: {child(shown.access.student)}",
        _("Shall I send it?") if choice.kind.alone else _("How soon shall I tell you?"),
    ]
    if choice.kind.can_be_urgent:
        parts.append(_urgency(choice))
    return "\n\n".join(parts)


def mode_name(mode: Mode, at: time) -> str:
    """Return how soon that is."""
    match mode:
        case Mode.NOW:
            return _("at once")
        case Mode.EVENING:
            return _("once a day, at {time}").format(time=clock_time(at))
        case Mode.WEEKLY:
            return _("once a week, Sunday at {time}").format(time=clock_time(at))
        case Mode.OFF:
            return _("never")


def _urgency(choice: Choice) -> str:
    what = _urgent(choice.kind.code)
    if choice.mode is Mode.OFF:
        return _("❗ Urgent is: {what}. You will not hear of that either.").format(what=what)
    if choice.breaks:
        return _("❗ Urgent is: {what}. That comes at once, in quiet hours too.").format(what=what)
    return _("❗ Urgent is: {what}. That waits like all the rest.").format(what=what)


def _urgent(code: str) -> str:
    known = {
        Absence.code: _("the child is not at the first lesson, and the reason is not known"),
        NewsPosted.code: _("news that the school has marked as urgent"),
    }
    return known.get(code) or _("what the school has marked as urgent")
