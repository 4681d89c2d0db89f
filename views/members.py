"""A school's staff in words, for its administrator."""

from datetime import datetime

from domain.members import Member, MemberCard, MemberChat, MemberPage
from domain.people import Role
from views.format import (
    clip,
    clock_time,
    escape,
    full_day,
    local_day,
    local_time,
    month_day,
    shorten,
)
from views.words import gettext as _
from views.words import ngettext

_NAME = 80
_SCHOOL = 60
_WHAT = 120
"""Characters of what somebody is: classes and posts may be many."""


def schools() -> str:
    """The buttons are the schools."""
    return _("<b>👩‍🏫 Staff</b>") + "\n\n" + _("Choose a school.")


def members(shown: MemberPage) -> str:
    """How many are linked, and a line for each of the page."""
    heading = _("<b>👩‍🏫 Staff</b>") + " · " + school(shown.staff.school.title)
    everybody = len(shown.staff.members)
    if not everybody:
        return (
            heading
            + "\n\n"
            + _("The school's data name nobody yet who teaches here or holds a post.")
        )
    counts = [_("✓ linked: {n} of {total}").format(n=shown.staff.linked, total=everybody)]
    if alone := everybody - shown.staff.linked:
        counts.append(_("⚠️ not linked: {n}").format(n=alone))
    parts = [heading, "\n".join(counts), *_which(shown)]
    if shown.members:
        parts.append(shorten([_line(one) for one in shown.members]).text)
        parts.append(_("Tap a name to make a code or to close an access."))
    return "\n\n".join(parts)


def _which(shown: MemberPage) -> list[str]:
    """Say which of the staff are shown where it is not everybody."""
    if shown.wanted:
        found = _("Found by “{name}”: {n}").format(
            name=escape(clip(shown.wanted, _NAME)), n=shown.total
        )
        left = shown.total - len(shown.members)
        more = _("Write more letters to see the other {n}.").format(n=left)
        return [f"{found}. {more}" if left else found]
    if not shown.unlinked:
        return []
    if not shown.total:
        return [_("Everybody is linked: no code is needed.")]
    return [_("These are only those who are not linked.")]


def _line(one: Member) -> str:
    line = f"{sign(one)} {full_name(one)}"
    if said := what(one):
        line += f" — {escape(said)}"
    if one.unused and not one.is_linked:
        line += " · " + _("has a code")
    return line


def sign(one: Member) -> str:
    """Return whether somebody is linked."""
    return "✓" if one.is_linked else "⚠️"


def full_name(one: Member) -> str:
    """Return the name as a list by family name has it."""
    return escape(clip(one.name.listed, _NAME)) or _("no name")


def what(one: Member) -> str:
    """Return what somebody is at this school, as plain text; empty: staff and no more."""
    said = []
    if one.classes:
        said.append(_("class teacher of {classes}").format(classes=", ".join(one.classes)))
    if one.courses:
        said.append(
            ngettext("teacher of {n} course", "teacher of {n} courses", one.courses).format(
                n=one.courses
            )
        )
    posts = {
        Role.DEPUTY_HEAD: _("deputy head"),
        Role.SCHOOL_ADMIN: _("school administrator"),
    }
    said += [posts[role] for role in posts if role in one.posts]
    return clip(", ".join(said), _WHAT)


def ask_name() -> str:
    """Let them write whom they look for."""
    return _("Write the first letters of the surname. To stop: /cancel")


def member(shown: MemberCard) -> str:
    """Who is linked, and which codes could still be used."""
    lines = [f"<b>{full_name(shown.member)}</b>", school(shown.school.title)]
    if said := what(shown.member):
        lines.append(escape(said))
    parts = ["\n".join(lines), _chats(shown)]
    if shown.codes:
        last = month_day(local_day(shown.codes[-1]))
        unused = _("Unused codes: {n}, good until {day}.").format(n=len(shown.codes), day=last)
        parts.append(unused)
    if shown.member.is_beyond:
        parts.append(
            _(
                "They hold a post at another school too, which a code would open besides: only who administers both schools, or the operator, can make it."
            )
        )
    return "\n\n".join(parts)


def _chats(shown: MemberCard) -> str:
    if not shown.chats:
        return _("Nobody is linked yet.")
    lines = []
    for number, chat in enumerate(shown.chats, 1):
        line = _("📱 {number}. linked since {when}").format(number=number, when=_since(chat.since))
        lines.append(line + (_(" (this chat)") if shown.is_own(chat) else ""))
    return shorten(lines).text


def ask_end(shown: MemberCard, chat: MemberChat) -> str:
    """Ask before somebody is closed out."""
    asked = _("Close the access of <b>{name}</b>, linked since {when}?").format(
        name=full_name(shown.member), when=_since(chat.since)
    )
    lines = [asked, _("It takes effect at once. A new code opens it again.")]
    if shown.codes:
        lines.append(
            ngettext(
                "{n} code issued before is not used yet.",
                "{n} codes issued before are not used yet.",
                len(shown.codes),
            ).format(n=len(shown.codes))
            + " "
            + _("They stay good unless you withdraw them.")
        )
    return "\n\n".join(lines)


def school(title: str) -> str:
    """Return a school's title, not too long for a heading."""
    return escape(clip(title, _SCHOOL))


def _since(moment: datetime) -> str:
    return f"{full_day(local_day(moment))}, {clock_time(local_time(moment))}"
