"""Homework in its teacher's words."""

from domain.composing import Composed
from domain.homework import Draft, Given, GivenTasks, Work, WorkLine, Works, WorkState
from views.format import clip, escape, moment, short_day, shorten
from views.questions import files_line
from views.words import gettext as _

_TEXT = 300
_NAME = 40


def tasks(shown: GivenTasks) -> str:
    """What was given at a lesson, or in a course."""
    heading = _("<b>📝 Homework</b>") + (
        f" · {escape(clip(shown.title, 60))}" if shown.title else ""
    )
    if not shown.items:
        return f"{heading}\n\n" + _("Nothing has been set yet.")
    return f"{heading}\n\n" + shorten([_line(one) for one in shown.items], between="\n\n").text


def _line(one: Given) -> str:
    dates = _("set {given}, due <b>{due}</b>").format(
        given=short_day(one.assigned_on), due=short_day(one.due_on)
    )
    return f"{dates}{_count(one)}\n{escape(clip(one.text, _TEXT)) or '📎'}"


def _count(one: Given) -> str:
    return f" · 📥 {one.handed_in}/{one.students}" if one.hand_in else ""


def label(one: Given) -> str:
    """Return a homework as a button."""
    return f"{short_day(one.due_on)} · {clip(one.text, 24) or '📎'}"


def ask() -> str:
    """Ask for the homework."""
    return _("Write the homework. Photos and documents can go along. To stop: /cancel")


def preview(said: Composed) -> str:
    """What is about to be given."""
    return (
        _("<b>The homework:</b>") + f"\n\n{escape(said.text) or '—'}" + files_line(len(said.files))
    )


def given(shown: Draft) -> str:
    """One homework, and for when it is."""
    one = shown.given
    heading = f"📝 <b>{escape(clip(one.subject, 60))}</b>, {escape(clip(one.group, 20))}"
    dates = _("Set {given}, due <b>{due}</b>").format(
        given=short_day(one.assigned_on), due=short_day(one.due_on)
    )
    return f"{heading}\n{dates}{_count(one)}\n\n{escape(one.text) or '—'}" + files_line(one.files)


def ask_day() -> str:
    """Ask when it is due."""
    return _("For which day? For example: 25.11. To stop: /cancel")


def ask_remove(shown: Draft) -> str:
    """Ask before it is taken back."""
    sure = _("Take this homework back? What was handed in goes with it.")
    return f"{given(shown)}\n\n{sure}"


def works(shown: Works) -> str:
    """Who has handed in: the students who have are the buttons."""
    one = shown.given
    heading = (
        _("<b>📥 Handed in</b>") + f" · {escape(clip(one.subject, 40))}, {short_day(one.due_on)}"
    )
    missing = [line for line in shown.lines if line.submission_id is None]
    done = len(shown.lines) - len(missing)
    count = _("Handed in: {n} of {all}").format(n=done, all=len(shown.lines))
    if not missing:
        return f"{heading}\n{count}"
    names = [_missing(line) for line in missing]
    return f"{heading}\n{count}\n\n" + _("Not yet:") + "\n" + shorten(names).text


def _missing(line: WorkLine) -> str:
    name = escape(clip(line.name, _NAME))
    return f"· {name}" if line.linked else f"· {name} " + _("(not linked)")


def work_label(line: WorkLine) -> str:
    """Return a student's work as a button."""
    signs = {WorkState.HANDED_IN: "📥", WorkState.RETURNED: "🔁", WorkState.ACCEPTED: "✅"}
    sign = signs[line.state] if line.state else "·"
    return f"{sign} {clip(line.name, 24)}"


def work(shown: Work) -> str:
    """One student's work."""
    done = shown.submission
    lines = [
        f"📥 <b>{escape(clip(shown.name, _NAME))}</b>",
        f"{escape(clip(shown.given.subject, 40))}, {short_day(shown.given.due_on)}",
        _("Handed in {when}").format(when=moment(done.handed_in_at)),
    ]
    if done.state is WorkState.RETURNED:
        lines.append(_("🔁 Given back to be done again."))
    if done.state is WorkState.ACCEPTED:
        lines.append(_("✅ Accepted."))
    if done.comment:
        lines.append(f"💬 {escape(done.comment)}")
    text = f"\n\n{escape(clip(done.text, 2500))}" if done.text else ""
    return "\n".join(lines) + text + files_line(len(done.files))


def ask_comment() -> str:
    """Ask what is to be done better."""
    return _("What is to be done better? Write it to the student. To stop: /cancel")
