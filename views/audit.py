"""The audit log in words: who, what, to what; never a mark's value or a reason."""

from domain.audit import Actor, Line, Page, Topic
from domain.people import Role
from views.format import clip, escape, moment, shorten
from views.words import gettext as _
from views.words import ngettext

_NAME = 40
_TITLE = 60


def page(shown: Page) -> str:
    """Some entries."""
    heading = _("<b>🧾 Who did what</b>")
    if not shown.lines:
        return f"{heading}\n\n" + _("There is nothing here. Choose more days, or everybody.")
    return f"{heading}\n\n" + shorten([_line(one) for one in shown.lines], between="\n\n").text


def _line(one: Line) -> str:
    who = escape(clip(actor(one.actor), _NAME))
    about = ", ".join(part for part in _about(one) if part)
    done = f"{what(one)}: {escape(about)}" if about else what(one)
    return f"{moment(one.at)} · <b>{who}</b>\n{done}"


def _about(one: Line) -> list[str]:
    """Return what an entry is about, as plain text."""
    return [
        clip(one.student.name.full, _NAME) if one.student else "",
        clip(one.member.full, _NAME) if one.member else "",
        clip(one.school_class, _NAME),
        clip(one.course, _NAME),
        f"«{clip(one.announcement, _TITLE)}»" if one.announcement else "",
    ]


def what(one: Line) -> str:
    """Return what was done."""
    outcome = _OUTCOMES.get((one.action, one.outcome)) or _OUTCOMES.get((one.action, ""))
    if one.action == "code.issue":
        return _code(one)
    if outcome is None:
        return escape(f"{one.action} ({one.outcome})")
    said = outcome()
    return f"{said} ({one.number})" if one.number > 1 else said


def _code(one: Line) -> str:
    if one.number > 1:
        return ngettext("{n} code issued", "{n} codes issued", one.number).format(n=one.number)
    return {
        Role.GUARDIAN: _("code for a parent"),
        Role.STUDENT: _("code for the student"),
        Role.STAFF: _("code for a member of staff"),
        Role.SCHOOL_ADMIN: _("code for an administrator"),
    }.get(one.gives or Role.TRUSTED, _("code issued"))


_OUTCOMES = {
    ("mark", "added"): lambda: _("mark given"),
    ("mark", "changed"): lambda: _("mark changed"),
    ("mark", "removed"): lambda: _("mark removed"),
    ("mark", "undone"): lambda: _("marks, undone since"),
    ("attendance", ""): lambda: _("attendance noted"),
    ("homework", "added"): lambda: _("homework given"),
    ("homework", "changed"): lambda: _("homework changed"),
    ("homework", "removed"): lambda: _("homework taken back"),
    ("lesson", ""): lambda: _("topic written"),
    ("final_mark", "added"): lambda: _("final mark set"),
    ("final_mark", "changed"): lambda: _("final mark changed"),
    ("final_mark", "removed"): lambda: _("final mark removed"),
    ("final_mark", "undone"): lambda: _("final marks, undone since"),
    ("code.open", "ok"): lambda: _("code entered"),
    ("code.open", ""): lambda: _("⚠️ code refused"),
    ("code.link", "ok"): lambda: _("linked by a code"),
    ("code.link", ""): lambda: _("⚠️ code refused"),
    ("code.revoke", ""): lambda: _("code withdrawn"),
    ("grant.revoke", ""): lambda: _("access ended by the school"),
    ("grant.drop", ""): lambda: _("access ended by a parent"),
    ("grant.unlink", ""): lambda: _("own access given up"),
    ("journal.read", ""): lambda: _("👁 journal of others read"),
    ("finals.read", ""): lambda: _("👁 final marks of others read"),
    ("signatures.read", ""): lambda: _("👁 parents' signatures read"),
    ("import", ""): lambda: _("📥 data imported"),
    ("audit.export", ""): lambda: _("📤 this log taken as a file"),
    ("news.post", "refused"): lambda: _("⚠️ news not sent: its author may no longer"),
    ("news.post", ""): lambda: _("news sent"),
    ("news.edit", ""): lambda: _("news changed"),
    ("news.withdraw", ""): lambda: _("news withdrawn"),
    ("group.bind", ""): lambda: _("group bound to a class"),
    ("group.unbind", ""): lambda: _("group no longer bound"),
    ("timetable", "cancelled"): lambda: _("lesson cancelled"),
    ("timetable", "substituted"): lambda: _("substitution"),
    ("timetable", "restored"): lambda: _("lesson as planned again"),
    ("timetable", ""): lambda: _("lesson changed"),
    ("finals.rounding", ""): lambda: _("rounding of final marks chosen"),
    ("delivery.retry", ""): lambda: _("undelivered messages tried again"),
}
"""Words by stored action and outcome; an empty outcome stands for all others."""


def actor(one: Actor) -> str:
    """Return who did it, as plain text."""
    if one.chat_id is None:
        return _("the server")
    name = one.name or _("unknown chat {n}").format(n=one.chat_id)
    role = _role(one.role) if one.role else ""
    return f"{name} ({role})" if role else name


def _role(role: Role) -> str:
    return {
        Role.GUARDIAN: _("parent"), Role.STUDENT: _("the student"),
        Role.TRUSTED: _("trusted person"), Role.SCHOOL_ADMIN: _("administrator"),
    }.get(role, "")  # fmt: skip


def topic(one: Topic) -> str:
    """Return what entries are about."""
    return {
        Topic.ALL: _("Everything"), Topic.JOURNAL: _("Journal"), Topic.ACCESS: _("Codes and links"),
        Topic.READING: _("Reading of others' journals"), Topic.DATA: _("Imports and files"),
        Topic.NEWS: _("News and groups"), Topic.TIMETABLE: _("Timetable and rules"),
        Topic.DELIVERY: _("Delivery"),
    }[one]  # fmt: skip


def period(days: int) -> str:
    """Return of which days entries are."""
    if not days:
        return _("All the time")
    if days == 1:
        return _("Today")
    return ngettext("{n} day", "{n} days", days).format(n=days)


def ask_topic() -> str:
    """Ask what the entries are to be about."""
    return _("<b>🧾 Who did what</b>") + "\n\n" + _("What are you looking for?")


def ask_period(shown: Page) -> str:
    """Ask of which days, and say how many there are."""
    return _("<b>🧾 Who did what</b>") + "\n\n" + _("Of which days?") + f"\n\n{_kept(shown)}"


def _kept(shown: Page) -> str:
    """Return how long entries stay."""
    journal, other = shown.keeps.history, shown.keeps.audit
    return "<i>{}\n{}</i>".format(
        ngettext(
            "Changes of the journal are kept for {n} day.",
            "Changes of the journal are kept for {n} days.",
            journal,
        ).format(n=journal),
        ngettext(
            "Everything else is kept for {n} day.",
            "Everything else is kept for {n} days.",
            other,
        ).format(n=other),
    )


def ask_actor() -> str:
    """Ask whose."""
    return _("<b>🧾 Who did what</b>") + "\n\n" + _("Whose? Here is who did something last.")


def caption(number: int, *, is_whole: bool) -> str:
    """Return what stands under the file."""
    said = ngettext("📄 {n} entry", "📄 {n} entries", number).format(n=number)
    if is_whole:
        return said
    return said + "\n" + _("There are more: these are the newest. Choose fewer days for the rest.")
