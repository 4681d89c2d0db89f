"""Absence notes in words."""

from datetime import date

from domain.absence import Note, Notes, NoteState, Reason
from domain.composing import Composed
from views.format import clip, day_range, escape, moment, short_day, shorten
from views.questions import files_line
from views.words import gettext as _

_NAME = 60


def notes(shown: Notes) -> str:
    """A child's notes, or those that wait."""
    heading = _("<b>🏠 Absence notes</b>")
    if not shown.notes:
        nothing = _("There are no notes yet.") if shown.student_id else _("No note waits for you.")
        return f"{heading}\n\n{nothing}"
    return f"{heading}\n\n" + shorten([_line(one) for one in shown.notes], between="\n\n").text


def _line(one: Note) -> str:
    return f"{icon(one.state)} <b>{days(one.first, one.last)}</b> · {escape(one.student)}, {escape(one.class_title)}\n{_why(one)}"


def icon(state: NoteState) -> str:
    """Return the sign of a state."""
    return {
        NoteState.SENT: "🟡", NoteState.ACCEPTED: "✅", NoteState.REFUSED: "❗",
        NoteState.WITHDRAWN: "⚪️",
    }[state]  # fmt: skip


def days(first: date, last: date) -> str:
    """Return a day or a span of days."""
    return short_day(first) if first == last else day_range(first, last)


def _why(one: Note) -> str:
    kind = _("ill") if one.category == "ill" else _("a good reason")
    return f"{kind}: {escape(clip(one.reason, 200))}" if one.reason else kind


def reason(one: Reason) -> str:
    """Return why, as a button says it."""
    return {
        Reason.ILL: _("🤒 Ill"), Reason.DOCTOR: _("🩺 At the doctor's"),
        Reason.FAMILY: _("👪 Family reasons"), Reason.OTHER: _("Another reason"),
    }[one]  # fmt: skip


def ask_days(child: str) -> str:
    """Ask which days."""
    return _(
        "🏠 Which days is {child} absent? Choose, or write them, for example: 25.11 or 25.11-28.11. To stop: /cancel"
    ).format(child=f"<b>{escape(child)}</b>")


def ask_reason(first: date, last: date) -> str:
    """Ask why."""
    return _("🏠 {days}. Why?").format(days=f"<b>{days(first, last)}</b>")


def ask_words(first: date, last: date, why: Reason) -> str:
    """Ask for words and a certificate; neither is needed."""
    return f"🏠 <b>{days(first, last)}</b> · {reason(why)}\n\n" + _(
        "Add a few words or a photo of the certificate, or send it as it is. To stop: /cancel"
    )


def preview(first: date, last: date, why: Reason, said: Composed) -> str:
    """What is about to be sent."""
    text = f"\n{escape(clip(said.text, 1500))}" if said.text else ""
    head = _("<b>This is what the class teacher gets:</b>")
    return f"{head}\n\n🏠 {days(first, last)} · {reason(why)}{text}" + files_line(len(said.files))


def note(one: Note) -> str:
    """One note and what became of it."""
    lines = [
        f"{icon(one.state)} <b>{days(one.first, one.last)}</b>",
        f"{escape(one.student)}, {escape(one.class_title)}",
        _why(one),
        _("From {author}, {when}").format(
            author=escape(clip(one.author, _NAME)) or "—", when=moment(one.created_at)
        ),
    ]
    states = {
        NoteState.SENT: _("🟡 Waits for the class teacher."), NoteState.ACCEPTED: _("✅ Accepted."),
        NoteState.REFUSED: _("❗ Not accepted."), NoteState.WITHDRAWN: _("⚪️ Withdrawn."),
    }  # fmt: skip
    answer = f"\n💬 {escape(one.answer)}" if one.answer else ""
    return "\n".join(lines) + files_line(len(one.files)) + f"\n\n{states[one.state]}{answer}"


def ask_refusal() -> str:
    """Ask why it is not accepted."""
    return _("Write to the parents why it is not accepted. To stop: /cancel")
