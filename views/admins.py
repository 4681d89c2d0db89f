"""Administrators by code in words."""

from domain.class_codes import CutOut
from domain.codes import LIFETIME
from domain.staff_codes import Administrator, Administrators, FreshAdminCode
from views.classes import code_screen, link
from views.format import clip, escape, full_day, local_day, month_day
from views.staff_codes import steps
from views.words import gettext as _

_NAME = 60


def admins(shown: Administrators) -> str:
    """Who has every school, and how many may still join them."""
    lines = [_line(one, own=one.chat_id == shown.reader_id) for one in shown.on_page]
    parts = [
        _("<b>👮 Administrators</b>"),
        _("A code opened every school to them:") + "\n" + "\n".join(lines),
    ]
    if shown.unused:
        parts.append(_("Unused codes: {n}.").format(n=shown.unused))
    return "\n\n".join(parts)


def name(one: Administrator) -> str:
    """Return how an administrator is called, as plain text."""
    return clip(one.name, _NAME) or _("no name")


def ask_name() -> str:
    """Say what such a code opens, and let them write for whom it is."""
    return "\n\n".join(
        (
            _(
                "👮 An administrator's code opens <b>every school</b>: its people, all codes, news and this list."
            ),
            _("Whom is it for? Write the first name and surname. To stop: /cancel"),
        )
    )


def code(shown: FreshAdminCode, bot_name: str) -> str:
    """The code, this once."""
    heading = _("🔑 Administrator's code: <b>{name}</b>").format(name=escape(shown.name))
    return code_screen(heading, shown, LIFETIME.days, bot_name)


def ask_end(holder: Administrator) -> str:
    """Ask before an administrator is closed out."""
    asked = _("Close all schools for the administrator <b>{name}</b>?")
    return (
        asked.format(name=escape(name(holder)))
        + "\n\n"
        + _("It takes effect at once. A new code opens it again.")
    )


def cut_out(shown: FreshAdminCode, bot_name: str) -> CutOut:
    """Return what is printed."""
    until = _("Good once, until {day}. Show it to nobody else.").format(
        day=month_day(local_day(shown.until))
    )
    return CutOut(
        "", shown.name, _("school administrator"), shown.code, link(shown, bot_name),
        steps(bot_name), until,
    )  # fmt: skip


def sheet_title() -> str:
    """Return the heading of the printed file."""
    return _("Administrator's code")


def file_name() -> str:
    """Return what the file is called."""
    return "code-administrator.pdf"


def _line(one: Administrator, *, own: bool) -> str:
    since = full_day(local_day(one.since))
    line = _("{name}, since {day}").format(name=escape(name(one)), day=since)
    return f"👮 {line}" + (_(" (you)") if own else "")
