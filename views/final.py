"""Final marks in words: a block a subject."""

from domain.final import FinalMark, FinalMarks, FinalSubject
from domain.marks import averages
from views import format
from views.format import escape
from views.marks import NAME_ROOM, average_line
from views.students import heading
from views.words import gettext as _
from views.words import ngettext


def final(shown: FinalMarks) -> str:
    """The school year, and for each subject its final marks, average and missed lessons."""
    title = _("Final marks {first}/{last}").format(first=shown.year, last=shown.year + 1)
    top = f"🏁 <b>{title}</b>\n{heading(shown.access)}"
    if not shown.subjects:
        return f"{top}\n\n" + _("There are no marks of this school year.")
    return f"{top}\n\n" + format.shorten([*map(_subject, shown.subjects)]).text


def _subject(found: FinalSubject) -> str:
    name = f"<b>{escape(format.clip(found.subject, NAME_ROOM))}</b>"
    parts = [", ".join(map(_final, found.finals))] if found.finals else []
    average = average_line(averages(found.marks))
    parts += [_("average {value}").format(value=average)] if average else []
    if found.missed:
        parts.append(
            ngettext("{n} lesson missed", "{n} lessons missed", found.missed).format(n=found.missed)
        )
    return f"{name}: {' · '.join(parts) or '—'}"


def _final(mark: FinalMark) -> str:
    session = escape(format.clip(mark.session, 30))
    return f"{session} — <b>{escape(format.clip(mark.value, 30))}</b>"
