"""Signatures under marks in words."""

from collections.abc import Mapping

from domain.journal import OpenedLesson
from domain.signatures import (
    ClassSignatures,
    PupilSignatures,
    ShownMark,
    Signature,
    SignedMark,
    SignedWeek,
)
from views import format
from views.format import clip, escape, shorten
from views.journal import lesson_heading
from views.students import heading
from views.words import gettext as _

_NAME = 60
_WORDS = 200


def week(shown: SignedWeek) -> str:
    """How many marks of the week are signed; the marks themselves are the buttons."""
    days = format.day_range(shown.first, shown.last)
    top = f"{_title()} · {days}\n{heading(shown.access)}"
    if not shown.marks:
        return f"{top}\n\n" + _("There are no marks in this time.")
    if shown.signs:
        signed = len(shown.marks) - len(shown.waiting)
        count = _("You have signed: {n} of {total}").format(n=signed, total=len(shown.marks))
        hint = _("Tap a mark to sign it alone or to write to the teacher.")
        return f"{top}\n\n{count}\n{hint}"
    lines = [_line(one) for one in shown.marks]
    return f"{top}\n\n" + shorten(lines).text


def mark(shown: ShownMark) -> str:
    """One mark, who has seen it and what they wrote."""
    one = shown.mark
    lines = [heading(shown.access), ""]
    lines.append(
        f"<b>{escape(clip(one.subject, _NAME))}</b> — <b>{escape(clip(one.value, 40))}</b>"
    )
    work = one.work or one.category
    about = [format.headline(format.long_day(one.day))]
    lines.append(" · ".join([*about, *([escape(clip(work, _NAME))] if work else [])]))
    if one.comment:
        lines.append(f"💬 {escape(clip(one.comment, 600))}")
    lines.append("")
    lines += signatures(one) or [_("Nobody has signed it yet.")]
    return shorten(lines).text


def ask_words(shown: ShownMark) -> str:
    """Ask for words about a mark."""
    return _("💬 Write to the teacher about the mark {value}, {subject}. To stop: /cancel").format(
        value=f"<b>{escape(clip(shown.mark.value, 40))}</b>",
        subject=escape(clip(shown.mark.subject, _NAME)),
    )


def words_sent(shown: ShownMark) -> str:
    """Say that the teacher will read it, above the mark."""
    return _("✓ The teacher will read it.") + "\n\n" + mark(shown)


def of_class(shown: ClassSignatures) -> str:
    """A line a student: how many of the week's marks are signed."""
    days = format.day_range(shown.first, shown.last)
    top = f"{_title()} · {escape(clip(shown.title, _NAME))} · {days}"
    given = [pupil for pupil in shown.pupils if pupil.marks]
    if not given:
        return f"{top}\n\n" + _("There are no marks in this time.")
    count = _("All marks signed: {n} of {total} students").format(
        n=sum(pupil.signed == pupil.marks for pupil in given), total=len(given)
    )
    return f"{top}\n{count}\n\n" + shorten([*map(_pupil, given)]).text


def of_lesson(shown: OpenedLesson, found: Mapping[int, SignedMark]) -> str:
    """Who has seen which mark of a lesson, and when."""
    lines = []
    for seat in shown.seats:
        for given in seat.marks:
            one = found.get(given.id)
            seen = signatures(one) if one else []
            name = f"{escape(clip(seat.register, _NAME))} — <b>{escape(clip(given.value, 40))}</b>"
            lines.append("\n".join([name, *(seen or [_("— not signed")])]))
    top = f"{lesson_heading(shown.lesson)}\n\n{_title()}"
    return f"{top}\n" + shorten(lines).text


def signatures(one: SignedMark) -> list[str]:
    """Return a line a guardian: seen when, and what they wrote."""
    return [_signature(made, one) for made in one.signatures]


def _title() -> str:
    return _("<b>✍️ Signatures</b>")


def _signature(made: Signature, one: SignedMark) -> str:
    who = escape(clip(made.holder, _NAME)) or _("A parent")
    when = format.moment(made.at)
    if made.value == one.value:
        line = _("✓ {who}, {when}").format(who=who, when=when)
    else:
        line = _("✎ {who} saw {value}, {when}").format(
            who=who, value=escape(clip(made.value, 40)), when=when
        )
    return f"{line}\n💬 {escape(clip(made.comment, _WORDS))}" if made.comment else line


def _line(one: SignedMark) -> str:
    sign = "✓" if one.valid else "—"
    subject = escape(clip(one.subject, _NAME))
    return f"{sign} {format.tiny_day(one.day)} · {subject} — <b>{escape(clip(one.value, 40))}</b>"


def _pupil(pupil: PupilSignatures) -> str:
    sign = "✓" if pupil.signed == pupil.marks else "⚠️"
    name = escape(clip(f"{pupil.name.family} {pupil.name.given}".strip(), _NAME))
    return f"{sign} {name}: {pupil.signed}/{pupil.marks}"
