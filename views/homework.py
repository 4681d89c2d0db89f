"""Homework in words."""

from domain.diary import Homework
from domain.homework import HomeworkDay, OpenHomeworkPage, Task
from views import format, lessons
from views.format import escape
from views.pages import pick
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
    return f"{top}\n\n{escape(text)}"


def parts(item: Homework) -> list[str]:
    """Return the text in parts that fit a message."""
    return format.split(item.text, PART_ROOM)


def is_clipped(item: Homework) -> bool:
    """Tell whether a list shows less than the whole text."""
    return len(item.text) > TEXT_ROOM


def block(item: Homework) -> str:
    """One homework in a list."""
    return f"<b>{escape(format.clip(item.subject, NAME_ROOM))}</b>\n{escape(format.clip(item.text, TEXT_ROOM))}"
