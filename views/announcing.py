"""News as its author sees it, in words."""

from domain.announcing import (
    Announcement,
    Audience,
    Choices,
    Counts,
    Hearers,
    OwnNews,
    ReaderLine,
    Readers,
    State,
)
from domain.composing import Composed
from domain.rights import What
from views.format import clip, escape, moment, shorten
from views.questions import files_line
from views.words import gettext as _
from views.words import ngettext

_NAME = 50


def own(shown: OwnNews) -> str:
    """What one wrote."""
    heading = _("<b>📢 My news</b>")
    if not shown.items:
        return f"{heading}\n\n" + _("You have not written any news yet.")
    return f"{heading}\n\n" + shorten([_line(one) for one in shown.items], between="\n\n").text


def _line(one: Announcement) -> str:
    title = escape(clip(one.title, _NAME)) or _("(a file)")
    return f"{icon(one.state)} <b>{title}</b>\n{escape(audience(one.audience))} · {_when(one)}"


def icon(state: State) -> str:
    """Return the sign of a state."""
    return {
        State.DRAFT: "✏️", State.SCHEDULED: "🕓", State.POSTED: "📢", State.WITHDRAWN: "🚫",
    }[state]  # fmt: skip


def _when(one: Announcement) -> str:
    match one.state:
        case State.DRAFT:
            return _("a draft")
        case State.SCHEDULED if one.publish_at:
            return _("goes out {when}").format(when=moment(one.publish_at))
        case State.WITHDRAWN:
            return _("withdrawn")
    return moment(one.posted_at)


def audience(one: Audience) -> str:
    """Return for whom news is, as plain text."""
    if one.grade:
        return _("year {grade}").format(grade=one.grade)
    if one.what is What.CLASS:
        return _("class {title}").format(title=clip(one.title, 20))
    return clip(one.title, _NAME)


def hearers(one: Hearers) -> str:
    """Return who of the families hears."""
    return {
        Hearers.ALL: _("parents and students"), Hearers.GUARDIANS: _("parents only"),
        Hearers.STUDENTS: _("students only"),
    }[one]  # fmt: skip


def chosen(one: Announcement) -> str:
    """Return of whom of the audience news is for the families."""
    if one.chosen:
        said = ngettext("only for {n} student", "only for {n} students", one.chosen)
        return said.format(n=one.chosen)
    return _("for all students there")


def choices(shown: Choices) -> str:
    """Ask whom of the audience it is for."""
    heading = _("<b>🎯 For whom of {audience}?</b>").format(
        audience=escape(audience(shown.news.audience))
    )
    if not shown.students:
        return f"{heading}\n\n" + _("There is nobody on this page.")
    return f"{heading}\n\n" + _(
        "Tap the students whose families shall get it; nobody is told who else does. While none is chosen, it is for all."
    )


def audiences(found: list[Audience]) -> str:
    """Ask for whom the news is."""
    if not found:
        return _("You can write news when you teach a course, lead a class or run the school.")
    return _("<b>📢 For whom is the news?</b>")


def ask() -> str:
    """Ask for the words."""
    return _(
        "Write the news. Bold and italics stay; a photo, a document or an album can go along. To stop: /cancel"
    )


def preview(said: Composed) -> str:
    """What was written so far, as families will read it."""
    return (said.html or "—") + files_line(len(said.files))


def draft(one: Announcement) -> str:
    """The news as it would go out, and its options."""
    confirm = _("✓ to be confirmed") if one.must_confirm else ""
    urgent = _("❗ urgent, in quiet hours too") if one.urgent else ""
    few = chosen(one) if one.chosen else ""
    options = [audience(one.audience), few, hearers(one.hearers), confirm, urgent]
    settings = " · ".join(escape(part) for part in options if part)
    later = ""
    if one.state is State.SCHEDULED and one.publish_at:
        later = "\n" + _("🕓 Goes out {when}").format(when=moment(one.publish_at))
    body = one.body if one.formatted else escape(one.body)
    return f"<i>{settings}</i>{later}\n\n{body or '—'}" + files_line(len(one.files))


def posted(one: Announcement, counts: Counts) -> str:
    """News that went out and how far it has come."""
    few = chosen(one) if one.chosen else ""
    whom = (escape(audience(one.audience)), few, hearers(one.hearers), moment(one.posted_at))
    lines = [
        f"{icon(one.state)} <b>{escape(clip(one.title, _NAME))}</b>",
        " · ".join(part for part in whom if part),
    ]
    if one.state is State.WITHDRAWN:
        lines.append(_("🚫 Withdrawn."))
    if one.edited_at:
        lines.append(_("✏️ Changed {when}").format(when=moment(one.edited_at)))
    lines += ["", _("📬 Delivered: {n}").format(n=counts.sent)]
    if one.must_confirm:
        lines += [
            _("👀 Opened: {n}").format(n=counts.opened),
            _("✓ Confirmed: {n} of {all}").format(n=counts.confirmed, all=counts.sent),
        ]
    return "\n".join(lines)


def ask_moment() -> str:
    """Ask when it shall go out."""
    return _("When shall it go out? For example: 25.11 14:30 or 18:00. To stop: /cancel")


def ask_withdraw(one: Announcement) -> str:
    """Ask before it is taken back."""
    return _(
        "Withdraw “{title}”? The messages that were sent will say that the school has withdrawn it."
    ).format(title=escape(clip(one.title, _NAME)))


def reminded(number: int) -> str:
    """The toast after reminding."""
    if not number:
        return _("Everybody who has it has confirmed.")
    return ngettext("{n} chat is reminded.", "{n} chats are reminded.", number).format(n=number)


def readers(shown: Readers) -> str:
    """Who has read, by name."""
    heading = f"👥 <b>{escape(clip(shown.news.title, _NAME))}</b>"
    if not shown.lines:
        return f"{heading}\n\n" + _("There is nobody on this page.")
    legend = _("✓ confirmed  👀 opened  📬 delivered  · not yet  ✕ not linked")
    lines = [_reader(one) for one in shown.lines]
    return f"{heading}\n{legend}\n\n" + shorten(lines).text


def _reader(one: ReaderLine) -> str:
    student = escape(clip(one.student, _NAME))
    if not one.name:
        return f"✕ {student}"
    if one.confirmed_at:
        sign, when = "✓", f", {moment(one.confirmed_at)}"
    elif one.opened_at:
        sign, when = "👀", f", {moment(one.opened_at)}"
    else:
        sign, when = "📬" if one.sent else "·", ""
    return f"{sign} {student}: {escape(clip(one.name, _NAME))}{when}"
