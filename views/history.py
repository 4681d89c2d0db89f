"""What was changed at a lesson, in words."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from domain.history import Changed, LessonHistory, Side, Thing
from domain.journal import Presence
from views import audit, journal
from views.format import clip, decimal, escape, moment, short_day, shorten
from views.words import gettext as _
from views.words import ngettext

_NAME, _WORDS = 40, 80
_NOTHING = "—"


def history(shown: LessonHistory) -> str:
    """Who, when, before → after; what was saved in one go stands under one heading."""
    heading = f"{journal.lesson_heading(shown.lesson)}\n\n" + _("<b>🕘 History</b>")
    if not shown.changes:
        said = _("Nothing was written here in the chat yet.")
    else:
        said = shorten(list(_saves(shown)), between="\n\n").text
    return f"{heading}\n{said}" + ("" if shown.has_more else f"\n\n{_kept(shown.kept_days)}")


def _kept(days: int) -> str:
    """Return how long it goes back: what is older may have been there."""
    said = ngettext("History is kept for {n} day.", "History is kept for {n} days.", days)
    return f"<i>{said.format(n=days)}</i>"


def _saves(shown: LessonHistory) -> Iterator[str]:
    for (at, who), changes in groupby(shown.changes, key=lambda one: (one.at, one.actor)):
        name = escape(clip(audit.actor(who), _NAME))
        yield "\n".join([f"{moment(at)} · <b>{name}</b>", *map(_line, changes)])


def _line(one: Changed) -> str:
    student = f"{one.student.family} {one.student.given}".strip() if one.student else ""
    what = f"{_SIGNS[one.thing]} " if not student else f"{escape(clip(student, _NAME))}: "
    before, after = _side(one, one.before), _side(one, one.after)
    said = f"{what}{before} → {after}"
    return f"<s>{said}</s> " + _("(undone)") if one.is_undone else said


_SIGNS = {Thing.MARK: "⭐", Thing.ATTENDANCE: "✋", Thing.HOMEWORK: "📝", Thing.LESSON: "✏️"}


def _side(one: Changed, side: Side | None) -> str:
    """Return what it was, with whatever of it the other side has otherwise."""
    if side is None:
        return _NOTHING
    other = one.after if side is one.before else one.before
    value = _value(one.thing, side.value)
    parts = [f"<b>{value}</b>" if value else _NOTHING]
    if side.weight is not None and (other is None or other.weight != side.weight):
        parts.append(f"×{decimal(side.weight)}")
    if side.due_on and (other is None or other.due_on != side.due_on):
        parts.append(_("due {day}").format(day=short_day(date.fromisoformat(side.due_on))))
    if side.room and other is not None and other.room != side.room:
        parts.append(_("room {room}").format(room=escape(clip(side.room, 20))))
    if other is not None and other.status != side.status:
        parts.append(_status(side.status))
    if side.comment and (other is None or other.comment != side.comment):
        parts.append(f"({escape(clip(side.comment, _WORDS))})")
    return " ".join(parts)


def _value(thing: Thing, value: str) -> str:
    if thing is Thing.ATTENDANCE and value in list(Presence):
        return journal.presence_word(Presence(value))
    return escape(clip(value, _WORDS))


def _status(status: str) -> str:
    return {"cancelled": _("cancelled"), "substituted": _("substitution")}.get(
        status, _("as planned")
    )
