"""The class in words, for who is in charge of it."""

from typing import Protocol

from domain.access import Holder
from domain.classes import ClassList, ClassRoll, FreshCode, PupilCard
from domain.people import Role
from views.format import clip, escape, shorten
from views.people import child, holder_line, role_name
from views.words import gettext as _
from views.words import ngettext

_TITLE = 60


class Coded(Protocol):
    """Anything that holds a code at the only moment that anybody sees it."""

    @property
    def code(self) -> str:
        """Return it with its dashes."""
        ...


def classes(shown: ClassList | ClassRoll) -> str:
    """The list of classes, or the only class."""
    if isinstance(shown, ClassRoll):
        return roll(shown)
    return _("<b>👥 Classes</b>") + "\n\n" + _("Choose a class.")


def roll(shown: ClassRoll) -> str:
    """How many families are linked; the students themselves are the buttons."""
    heading = _("<b>👥 Class {title}</b>").format(title=escape(clip(shown.title, _TITLE)))
    if not shown.total:
        return heading + "\n\n" + _("There are no students on this page.")
    students = ngettext("{n} student", "{n} students", shown.total).format(n=shown.total)
    counts = _("👤 a parent is linked: {n} of {total}").format(
        n=shown.with_guardian, total=shown.total
    )
    own = _("🎓 the student is linked: {n} of {total}").format(n=shown.linked, total=shown.total)
    alone = shown.total - shown.with_guardian
    if alone:
        own += "\n" + _("⚠️ no parent is linked: {n}").format(n=alone)
    if shown.without_guardian:
        own += "\n\n" + _("These are only students without a linked parent.")
    hint = _("Tap a student to make a code or to see who reads the diary.")
    return "\n".join((f"{heading} · {students}", "", counts, own, "", hint))


def pupil(shown: PupilCard) -> str:
    """Who sees the student's diary."""
    heading = f"<b>{escape(shown.student.name.full)}</b>, {escape(shown.student.class_title)}"
    if not shown.holders:
        return heading + "\n\n" + _("Nobody is linked yet. Make a code and hand it over.")
    lines = [_("The diary is read by:"), *map(holder_line, shown.holders)]
    return heading + "\n\n" + shorten(lines).text


def code(shown: FreshCode, bot_name: str) -> str:
    """The code, this once, and how to use it."""
    whom = {
        Role.GUARDIAN: _("🔑 Code for a parent of <b>{child}</b>"),
        Role.STUDENT: _("🔑 Code for the student <b>{child}</b>"),
    }
    heading = whom[shown.role].format(child=child(shown.student))
    return code_screen(heading, shown, shown.days, bot_name)


def code_screen(heading: str, shown: Coded, days: int, bot_name: str) -> str:
    """Say for whom a new code is, what it is and how it is used."""
    once = ngettext("It is good once, for {n} day.", "It is good once, for {n} days.", days)
    return "\n\n".join(
        (
            heading,
            f"<code>{shown.code}</code>",
            _("By link: {link}").format(link=link(shown, bot_name))
            + "\n"
            + _("Or open @{bot} and send it the code.").format(bot=bot_name),
            once.format(n=days) + " " + _("I will not show it again."),
        )
    )


def ask_revoke(shown: PupilCard, holder: Holder) -> str:
    """Ask before a family member is closed out."""
    return _("Close the diary of <b>{child}</b> for {name}? It takes effect at once.").format(
        child=child(shown.student), name=escape(who(holder))
    )


def who(holder: Holder) -> str:
    """Return a holder by name and role, as plain text."""
    name = clip(holder.name, _TITLE)
    role = role_name(holder.role)
    return f"{name} ({role})" if name else role


def invitation(shown: Coded) -> str:
    """Return what is sent beside the link; plain text, without the child's family name."""
    return _("The school diary. If the link does not open, send the bot this code: {code}").format(
        code=shown.code
    )


def link(shown: Coded, bot_name: str) -> str:
    """Return the deep link: https://core.telegram.org/bots/features#deep-linking"""
    return f"https://t.me/{bot_name}?start={shown.code.replace('-', '')}"
