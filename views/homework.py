"""Homework in words."""

from domain.composing import Composed
from domain.diary import Homework
from domain.homework import HomeworkDay, OpenHomeworkPage, Task, WorkState
from views import format, lessons
from views.format import escape
from views.pages import pick
from views.questions import files_line
from views.students import heading
from views.words import gettext as _

TEXT_ROOM = 320
"""Characters of one homework in a list, so that a page of them fits; its button shows the whole."""
NAME_ROOM = 60
PART_ROOM = 3000
"""Characters of one part of a long homework."""


def homework(shown: HomeworkDay, page: int = 0) -> str:
    """One page of what is due on a day, a block a subject."""
    title = _("Homework for {day}").format(day=format.long_day(shown.day))
    top = f"📝 <b>{title}</b>\n{heading(shown.access)}"
    if shown.items:
        return "\n\n".join([top, *map(block, shown.on_page(page))])
    why = lessons.empty(shown.why) if shown.why else _("Nothing has been set for this day.")
    return f"{top}\n\n{why}"


def all_open(shown: OpenHomeworkPage) -> str:
    """All that is not yet due, a block each, with its day."""
    title = _("All open homework")
    top = f"📝 <b>{title}</b>\n{heading(shown.access)}"
    if not shown.items:
        return f"{top}\n\n" + _("Nothing is open. Well done!")
    blocks = [f"<b>{format.short_day(item.due_on)}</b> · {block(item)}" for item in shown.items]
    return "\n\n".join([top, *blocks])


def task(shown: Task, page: int) -> str:
    """One homework whole, or one part of it."""
    item = shown.item
    given, due = format.month_day(item.assigned_on), format.month_day(item.due_on)
    dates = _("Set on {given}, due on {due}").format(given=given, due=due)
    text = pick(parts(item), page)
    top = f"📝 <b>{escape(format.clip(item.subject, NAME_ROOM))}</b>\n{heading(shown.access)}\n{dates}"
    return f"{top}\n\n{escape(text)}" + _handed_in(shown)


def _handed_in(shown: Task) -> str:
    """Say how the work stands, where something is to be handed in."""
    if not shown.item.hand_in:
        return ""
    done = shown.submission
    if done is None:
        waits = _("📤 To be handed in by the end of the day it is due.")
        return "\n\n" + (waits if shown.is_open else _("📤 Nothing was handed in."))
    when = format.moment(done.handed_in_at)
    lines = [
        {
            WorkState.HANDED_IN: _("📤 Handed in {when}, the teacher has not answered yet."),
            WorkState.RETURNED: _("🔁 To be done again (handed in {when})."),
            WorkState.ACCEPTED: _("✅ Accepted (handed in {when})."),
        }[done.state].format(when=when)
    ]
    if done.comment:
        lines.append(f"💬 {escape(done.comment)}")
    return "\n\n" + "\n".join(lines)


def task_label(item: Homework) -> str:
    """Return what the button of a homework says."""
    subject = format.clip(item.subject, 40)
    if item.hand_in:
        return _("📤 Hand in: {subject}").format(subject=subject)
    if item.files:
        return _("📎 With files: {subject}").format(subject=subject)
    return _("Read whole: {subject}").format(subject=subject)


def ask_work() -> str:
    """Ask for the work itself."""
    return _("Send your work: words, photos, documents, as many as it takes. To stop: /cancel")


def preview(said: Composed) -> str:
    """What is about to be handed in."""
    text = f"\n\n{escape(format.clip(said.text, 1500))}" if said.text else ""
    return _("<b>This is what I hand in:</b>") + text + files_line(len(said.files))


def parts(item: Homework) -> list[str]:
    """Return the text in parts that fit a message."""
    return format.split(item.text, PART_ROOM)


def is_clipped(item: Homework) -> bool:
    """Tell whether a list shows less than the whole text."""
    return len(item.text) > TEXT_ROOM


def block(item: Homework) -> str:
    """One homework in a list."""
    return f"<b>{escape(format.clip(item.subject, NAME_ROOM))}</b>\n{escape(format.clip(item.text, TEXT_ROOM))}"
