"""Commands in words, at most a line each."""

from collections.abc import Callable

from views.words import gettext as _

Listing = Callable[[], list[tuple[str, str]]]


def family() -> list[tuple[str, str]]:
    """Return (command, what it does) of everybody."""
    return [
        ("menu", _("The menu")),
        ("today", _("Today's diary")),
        ("tomorrow", _("Tomorrow's diary")),
        ("week", _("The week")),
        ("homework", _("Homework")),
        ("marks", _("Marks")),
        ("final", _("Final marks")),
        ("news", _("News of the school")),
        ("settings", _("Settings")),
        ("help", _("Help")),
    ]


def group() -> list[tuple[str, str]]:
    """Return what is heard in groups."""
    return [
        ("bind", _("Bind this group to a class")),
        ("unbind", _("Unbind this group")),
    ]


def staff() -> list[tuple[str, str]]:
    """Return what a member of staff sees: their own work first."""
    return [("journal", _("The journal")), ("class", _("My class")), *family()]
