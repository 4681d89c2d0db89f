"""Marks of a lesson in words: the board, one student, one mark, fast entry."""

from domain.fast_entry import Draft, Entry, Refused
from domain.journal import Category, Given, GivenByTap, OpenedLesson, Presence, Seat
from domain.scales import at
from views import journal
from views.format import clip, decimal, escape, shorten
from views.words import gettext as _
from views.words import ngettext

_NAME = 40


def board(shown: OpenedLesson, value: str) -> str:
    """How to give marks; the students are the buttons."""
    heading = journal.lesson_heading(shown.lesson)
    sort = sort_label(shown)
    if not value:
        hint = _("Choose a mark above, then tap whoever got it. Or tap a student at once.")
    else:
        hint = _("Tap whoever got <b>{value}</b>.").format(value=escape(value))
    return f"{heading}\n\n" + _("<b>⭐ Marks</b>") + f" · {escape(sort)}\n{hint}"


def value_at(shown: OpenedLesson, place: int) -> str:
    """Return the mark that is chosen on the pad; empty where none is."""
    found = at(shown.lesson.scale, place)
    return found.text if found else ""


def given_on_board(given: GivenByTap) -> str:
    """Return the board after a tap."""
    shown = given.saved.opened
    return board(shown, value_at(shown, given.place))


def given_on_pad(given: GivenByTap) -> str:
    """Return the student's pad after a tap."""
    return student_pad(given.saved.opened, given.seat)


def student_pad(shown: OpenedLesson, seat: Seat) -> str:
    """One student's marks of the lesson."""
    heading = journal.lesson_heading(shown.lesson)
    who = f"<b>{escape(seat.register)}</b>"
    if not seat.marks:
        return f"{heading}\n\n{who}\n" + _("No mark yet. Tap one below.")
    hint = _("Tap a mark to change it, or one of the pad to give another.")
    return f"{heading}\n\n{who}: {escape(cell(seat))}\n{hint}"


def given(shown: OpenedLesson, seat: Seat, one: Given) -> str:
    """One mark and what families read beside it."""
    lines = [
        journal.lesson_heading(shown.lesson),
        "",
        f"<b>{escape(seat.register)}</b>: <b>{escape(one.value)}</b>",
    ]
    if one.category:
        lines.append(escape(one.category))
    lines.append(_("Weight: {weight}").format(weight=decimal(one.weight or 1.0)))
    if one.comment:
        lines.append(f"💬 {escape(one.comment)}")
    return "\n".join(lines)


def ask_comment(seat: Seat, one: Given) -> str:
    """Ask for words about a mark."""
    return _("💬 Write a comment on <b>{value}</b> of {name}. To stop: /cancel").format(
        value=escape(one.value), name=escape(clip(seat.register, _NAME))
    )


def sorts() -> str:
    """Ask what the marks are for."""
    return _("What are the marks for?")


def draft(shown: OpenedLesson, found: Draft) -> str:
    """What was understood of fast entry; nothing is saved yet."""
    names = {seat.id: seat.register for seat in shown.seats}
    lines = [_entry(entry, names) for entry in found.entries]
    lines += [_refused(one) for one in found.refused]
    marks = sum(len(entry.marks) for entry in found.entries)
    heading = journal.lesson_heading(shown.lesson)
    body = shorten(lines).text
    if found.is_ready:
        ask = ngettext("Save {n} mark?", "Save {n} marks?", marks).format(n=marks)
    elif found.refused:
        ask = _("Write the lines with ⛔ once more, or go on without them. Nothing is saved yet.")
    else:
        ask = _("Who is meant? Choose below. Nothing is saved yet.")
    return f"{heading}\n\n{body}\n\n{ask}"


def _entry(entry: Entry, names: dict[int, str]) -> str:
    values = [escape(value.text) for value in entry.marks]
    if entry.presence is not None:
        values.append(journal.presence_word(entry.presence))
    comment = f" ({escape(entry.comment)})" if entry.comment else ""
    what = f"<b>{' '.join(values)}</b>{comment}"
    if entry.is_certain:
        return f"✓ {escape(clip(names.get(entry.students[0], '?'), _NAME))} — {what}"
    return f"❓ {escape(clip(entry.text, _NAME))} — {what}"


def _refused(one: Refused) -> str:
    text = escape(clip(one.text, 60))
    if one.off_scale:
        why = _("the scale has no mark “{value}”").format(value=escape(clip(one.off_scale, 10)))
    else:
        why = _("nobody is called so, or no mark is there")
    return f"⛔ {text} — {why}"


def cell(seat: Seat) -> str:
    """Return a cell of the journal: marks, then how the student was there."""
    parts = [one.value for one in seat.marks]
    if seat.presence is not None and seat.presence is not Presence.PRESENT:
        parts.append(journal.presence_sign(seat.presence))
    return " ".join(parts)


def sort_label(shown: OpenedLesson) -> str:
    """Return what the marks are for, as a button says it."""
    if shown.sort is None:
        return _("📑 Sort of work")
    return f"📑 {clip(shown.sort.title, 24)}"


def sort_title(sort: Category) -> str:
    """Return a sort of work with its weight."""
    title = clip(sort.title, 30)
    return f"{title} ×{decimal(sort.weight)}" if sort.weight else title


def given_label(one: Given) -> str:
    """Return a mark as a button."""
    return " · ".join(part for part in (one.value, clip(one.category, 20)) if part)


def weight_label(weight: float, *, is_chosen: bool) -> str:
    """Return a weight as a button."""
    label = f"×{decimal(weight)}"
    return f"✓ {label}" if is_chosen else label
