"""Codes of a whole class in words, in the chat and on paper."""

from collections.abc import Iterator
from datetime import datetime

from domain.class_codes import (
    ClassHead,
    CodePlan,
    CutOut,
    IssuedCodes,
    LivingCode,
    LivingCodes,
    Wanted,
)
from domain.classes import FreshCode
from domain.people import Role
from views.classes import link
from views.format import clip, escape, local_day, month_day, numeric_day
from views.words import gettext as _
from views.words import ngettext

_TITLE = 60
_NAME = 80
CODES_IN_MESSAGE = 24
"""Names of the longest kind and their codes still fit Telegram's 4096 characters."""


def plan(shown: CodePlan) -> str:
    """What is asked before codes are made."""
    lines = [_heading(shown.head), "", _("For whom shall I make codes?")]
    if shown.unused[Wanted.ALL]:
        lines += ["", _unused(shown.unused[Wanted.ALL])]
    return "\n".join(lines)


def wanted(one: Wanted) -> str:
    """Return for whom, as a button says it."""
    names = {
        Wanted.PARENTS: _("👤 Parents not linked"),
        Wanted.STUDENTS: _("🎓 Students not linked"),
        Wanted.ALL: _("Everybody, 2 codes each"),
    }
    return names[one]


def sure(shown: CodePlan, one: Wanted) -> str:
    """How many codes, and what becomes of earlier ones."""
    count = shown.counts[one]
    asked = ngettext("Make {n} new code?", "Make {n} new codes?", count).format(n=count)
    lines = [_heading(shown.head), f"{wanted(one)}.", "", f"<b>{asked}</b>"]
    lines.append(_("Nobody who is linked is unlinked."))
    if kept := shown.unused[one]:
        lines += ["", _unused(kept), _("They stay good unless you withdraw them.")]
    return "\n".join(lines)


def issued(shown: IssuedCodes) -> list[str]:
    """The codes this once, as one message or several."""
    if not shown.codes:
        return [_heading(shown.head) + "\n\n" + _("Everybody is linked: no code is needed.")]
    count = len(shown.codes)
    made = ngettext("{n} code is made.", "{n} codes are made.", count).format(n=count)
    if shown.revoked:
        made += " " + _("Earlier unused codes withdrawn: {n}.").format(n=shown.revoked)
    until = good_until(shown.until)
    parts = list(_parts([_code(code) for code in shown.codes]))
    parts[0] = f"{_heading(shown.head)}\n{made}\n{until}\n\n{parts[0]}"
    return parts


def good_until(moment: datetime) -> str:
    """Say how long new codes are good, and that they are seen this once."""
    return _("Good once, until {day}. I will not show them again: keep the file below.").format(
        day=month_day(local_day(moment))
    )


def living(shown: LivingCodes) -> str:
    """Whose codes could still be used; the buttons withdraw them."""
    if not shown.total:
        return _heading(shown.head) + "\n\n" + _("There are no unused codes.")
    lines = [_heading(shown.head), _unused(shown.total), ""]
    for code in shown.codes:
        days = _("from {day} until {until}").format(
            day=numeric_day(local_day(code.issued_at)), until=numeric_day(local_day(code.until))
        )
        lines.append(f"{escape(whose(code))} · {days}")
    lines += ["", _("Tap ✕ to withdraw a code. Who is linked stays linked.")]
    return "\n".join(lines)


def ask_revoke(shown: LivingCodes) -> str:
    """Ask before all are withdrawn."""
    return "\n\n".join(
        (
            _heading(shown.head),
            _unused(shown.total),
            _("Withdraw them all? Codes handed out on paper will no longer work."),
        )
    )


def whose(code: LivingCode) -> str:
    """Return a code's sign and its student, as plain text."""
    name = code.student.name
    sign = "🎓" if code.role is Role.STUDENT else "👤"
    return f"{sign} {clip(f'{name.family} {name.given}'.strip(), _NAME)}"


def cut_outs(shown: IssuedCodes, bot_name: str) -> list[CutOut]:
    """Return what is printed, a cut-out a code."""
    school = " · ".join(filter(None, (shown.head.school, shown.head.title)))
    until = _("Good once, until {day}. Show it to nobody else.").format(
        day=month_day(local_day(shown.until))
    )
    return [
        CutOut(
            school, code.student.name.full, _role(code.role), code.code, link(code, bot_name),
            _steps(bot_name), until,
        )
        for code in shown.codes
    ]  # fmt: skip


def sheet_title(shown: IssuedCodes) -> str:
    """Return the heading of the printed file."""
    return _("Access codes, {title}").format(title=shown.head.title)


def file_name(shown: IssuedCodes) -> str:
    """Return what the file is called: letters and digits only."""
    title = "".join(sign for sign in shown.head.title if sign.isalnum())
    return f"codes-{title}.pdf"


def caption() -> str:
    """What stands under the file."""
    return escape(_("Print it on A4 and cut along the lines: one slip for one person."))


def _steps(bot_name: str) -> tuple[str, ...]:
    return (
        _("1. Point your phone's camera at the square and open the link."),
        _("2. Or find @{bot} in Telegram and send it the code.").format(bot=bot_name),
        _("3. Check the child's name and tap “Yes”."),
    )


def _role(role: Role) -> str:
    return _("for the student") if role is Role.STUDENT else _("for a parent")


def _heading(head: ClassHead) -> str:
    return _("<b>🔑 Codes of class {title}</b>").format(title=escape(clip(head.title, _TITLE)))


def _unused(count: int) -> str:
    return ngettext(
        "{n} code issued before is not used yet.",
        "{n} codes issued before are not used yet.",
        count,
    ).format(n=count)


def _code(code: FreshCode) -> str:
    name = code.student.name
    sign = "🎓" if code.role is Role.STUDENT else "👤"
    return f"{sign} {escape(clip(f'{name.family} {name.given}'.strip(), _NAME))} — <code>{code.code}</code>"


def _parts(lines: list[str]) -> Iterator[str]:
    for start in range(0, len(lines), CODES_IN_MESSAGE):
        yield "\n".join(lines[start : start + CODES_IN_MESSAGE])
