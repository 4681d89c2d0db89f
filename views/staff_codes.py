"""Staff codes in words, in the chat and on paper."""

from domain.class_codes import CutOut
from domain.codes import LIFETIME
from domain.people import Role
from domain.staff_codes import FreshStaffCode, FreshStaffCodes, StaffCodePlan
from views.class_codes import CODES_IN_MESSAGE, good_until
from views.classes import code_screen, link
from views.format import clip, escape, local_day, month_day
from views.members import full_name, school
from views.words import gettext as _
from views.words import ngettext

_CLASS = 20


def code(shown: FreshStaffCodes, bot_name: str) -> str:
    """The code of one member of staff, this once."""
    (fresh,) = shown.codes
    heading = _("🔑 Staff code: <b>{name}</b>").format(name=full_name(fresh.member))
    text = code_screen(heading, fresh, LIFETIME.days, bot_name)
    if fresh.member.unused:
        text += "\n\n" + _unused(fresh.member.unused)
    return text


def plan(shown: StaffCodePlan) -> str:
    """How many codes, and what becomes of earlier ones."""
    parts = [_heading(shown.school.title)]
    if shown.count:
        asked = ngettext("Make {n} new code?", "Make {n} new codes?", shown.count)
        parts.append(
            _("For everybody who is not linked.")
            + f"\n<b>{asked.format(n=shown.count)}</b>\n"
            + _("Nobody who is linked is unlinked.")
        )
    elif not shown.beyond:
        parts.append(_("Everybody is linked: no code is needed."))
    if shown.unused:
        parts.append(_unused(shown.unused))
    if shown.beyond:
        parts.append(
            _("Left out, because they hold a post at another school too: {n}.").format(
                n=shown.beyond
            )
        )
    return "\n\n".join(parts)


def issued(shown: FreshStaffCodes) -> str:
    """The codes this once where one message holds them all, else where they are."""
    heading = _heading(shown.school.title)
    if not shown.codes:
        return heading + "\n\n" + _("Everybody is linked: no code is needed.")
    count = len(shown.codes)
    made = ngettext("{n} code is made.", "{n} codes are made.", count).format(n=count)
    if shown.revoked:
        made += " " + _("Earlier unused codes withdrawn: {n}.").format(n=shown.revoked)
    parts = [heading, made + "\n" + good_until(shown.until)]
    if count <= CODES_IN_MESSAGE:
        parts.append("\n".join(_code(one) for one in shown.codes))
    else:
        parts.append(_("They are too many for a message: all of them are in the file below."))
    return "\n\n".join(parts)


def cut_outs(shown: FreshStaffCodes, bot_name: str) -> list[CutOut]:
    """Return what is printed, a cut-out a person."""
    until = _("Good once, until {day}. Show it to nobody else.").format(
        day=month_day(local_day(shown.until))
    )
    return [
        CutOut(
            shown.school.title, one.member.name.listed, _role(one), one.code, link(one, bot_name),
            steps(bot_name), until,
        )
        for one in shown.codes
    ]  # fmt: skip


def steps(bot_name: str) -> tuple[str, ...]:
    """Return how a member of staff or an administrator uses a slip."""
    return (
        _("1. Point your phone's camera at the square and open the link."),
        _("2. Or find @{bot} in Telegram and send it the code.").format(bot=bot_name),
        _("3. Check your name and tap “Yes”."),
    )


def sheet_title(shown: FreshStaffCodes) -> str:
    """Return the heading of the printed file."""
    return _("Staff codes, {school}").format(school=shown.school.title)


def file_name() -> str:
    """Return what the file is called."""
    return "codes-staff.pdf"


def _role(one: FreshStaffCode) -> str:
    """Return what a slip says beside the name: one thing, as it has one line for it."""
    member = one.member
    if member.posts & {Role.DEPUTY_HEAD, Role.SCHOOL_ADMIN}:
        head = Role.DEPUTY_HEAD in member.posts
        return _("deputy head") if head else _("school administrator")
    if member.classes:
        return _("class teacher of {classes}").format(classes=clip(member.classes[0], _CLASS))
    return _("subject teacher") if member.courses else _("member of staff")


def _heading(title: str) -> str:
    return _("<b>🔑 Staff codes</b> · {school}").format(school=school(title))


def _unused(count: int) -> str:
    said = ngettext(
        "{n} code issued before is not used yet.",
        "{n} codes issued before are not used yet.",
        count,
    )
    return said.format(n=count) + "\n" + _("They stay good unless you withdraw them.")


def _code(one: FreshStaffCode) -> str:
    return f"{escape(clip(one.member.name.listed, 80))} — <code>{one.code}</code>"
