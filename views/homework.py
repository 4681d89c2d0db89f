"""Homework in words."""

from domain.diary import Homework
from domain.homework import HomeworkDay, OpenHomeworkPage, Task
from views import day as day_view
from views import format
from views.format import escape
from views.students import heading
from views.words import gettext as _

TEXT_ROOM = 600
"""Characters of one homework in a list; its button shows the whole."""
PART_ROOM = 3000
"""Characters of one part of a long homework."""


def homework(shown: HomeworkDay) -> str:
    """What is due on a day, a block a subject."""
    day = format.long_day(shown.day)
    top = f"📝 <b>{_('Homework for {day}').format(day=day)}</b>\n{heading(shown.access)}"
    if shown.items:
        return f"{top}\n\n{format.shorten([*map(block, shown.items)], between=chr(10) * 2).text}"
    why = day_view.empty(shown.why) if shown.why else _("Nothing has been set for this day.")
    return f"{top}\n\n{why}"


def all_open(shown: OpenHomeworkPage) -> str:
    """All that is not yet due, a block each, with its day."""
    top = f"📝 <b>{_('All open homework')}</b>\n{heading(shown.access)}"
    if not shown.items:
        return f"{top}\n\n" + _("Nothing is open. Well done!")
    blocks = [f"<b>{format.short_day(item.due_on)}</b> · {block(item)}" for item in shown.items]
    return f"{top}\n\n" + format.shorten(blocks, between="\n\n").text


def task(shown: Task, page: int) -> str:
    """One homework whole, or one part of it."""
    item = shown.item
    given, due = format.short_day(item.assigned_on), format.long_day(item.due_on)
    dates = _("Set on {given}, due on {due}.").format(given=given, due=due)
    pages = parts(item)
    text = pages[min(page, len(pages) - 1)]
    top = f"📝 <b>{escape(item.subject)}</b>\n{heading(shown.access)}\n{dates}"
    return f"{top}\n\n{escape(text)}"


def parts(item: Homework) -> list[str]:
    """Return the text in parts that fit a message."""
    return format.split(item.text, PART_ROOM)


def is_clipped(item: Homework) -> bool:
    """Tell whether a list shows less than the whole text."""
    return len(item.text) > TEXT_ROOM


def block(item: Homework) -> str:
    """One homework in a list."""
    return f"<b>{escape(item.subject)}</b>\n{escape(format.clip(item.text, TEXT_ROOM))}"
