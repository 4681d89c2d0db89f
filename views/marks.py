"""Marks and averages in words."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from domain.marks import AllMarks, Average, Averages, LatestMarks, Mark, Span, averages
from domain.scales import Scale
from views import format
from views.format import escape
from views.students import heading
from views.words import gettext as _

NAME_ROOM = 80
NOTE_ROOM = 200
VALUE_ROOM = 40


def latest(shown: LatestMarks) -> str:
    """The newest marks, a block a day."""
    title = _("Latest marks")
    top = f"⭐ <b>{title}</b>\n{heading(shown.access)}"
    if not shown.marks:
        return f"{top}\n\n" + _("There are no marks yet.")
    return f"{top}\n\n" + format.shorten([*_days(shown.marks)]).text


def all_marks(shown: AllMarks) -> str:
    """All marks of a span: by day where it is short, by subject where it is long."""
    top = f"⭐ <b>{escape(span_title(shown))}</b>\n{heading(shown.access)}"
    if not shown.marks:
        return f"{top}\n\n" + _("There are no marks in this time.")
    if shown.span in (Span.DAY, Span.WEEK):
        return f"{top}\n\n" + format.shorten([*_days(shown.marks)]).text
    return f"{top}\n\n" + format.shorten(_by_subject(shown.marks)).text


def span_title(shown: AllMarks) -> str:
    """Return the span's name: a day, a week's dates, a month, a term's own title, a year."""
    match shown.span:
        case Span.DAY:
            return format.headline(format.long_day(shown.first))
        case Span.MONTH:
            return format.headline(format.month(shown.first))
        case Span.YEAR:
            return _("School year {first}/{last}").format(
                first=shown.first.year, last=shown.last.year
            )
    return shown.title or format.day_range(shown.first, shown.last)


def averages_of(shown: Averages) -> str:
    """A line a subject: its average, plain and weighted where they differ."""
    title, when = _("Averages"), _("This school year")
    if shown.period:
        when = escape(format.clip(shown.period.title, NAME_ROOM))
    top = f"📊 <b>{title}: {when}</b>\n{heading(shown.access)}"
    lines = [
        f"<b>{escape(format.clip(subject, NAME_ROOM))}</b>: {found}"
        for subject, _course, marks in shown.by_subject
        if (found := average_line(averages(marks)))
    ]
    if not lines:
        return f"{top}\n\n" + _("There are no marks in this time that an average counts.")
    return f"{top}\n\n" + format.shorten(lines).text


def average_line(found: Sequence[Average]) -> str:
    """The averages of one subject: "4,25 (weighted 4,4)", one for each scale."""
    return "; ".join(map(_average, found))


def _average(average: Average) -> str:
    text = f"{format.decimal(average.plain)}"
    if average.differs:
        text += " " + _("(weighted {value})").format(value=format.decimal(average.weighted))
    scale = scale_name(average.scale)
    return f"{text} {scale}".rstrip()


def scale_name(scale: Scale) -> str:
    """Name a scale where it is not the usual one of five."""
    return {
        Scale.TEN: _("of 10"),
        Scale.TWELVE: _("of 12"),
        Scale.HUNDRED: _("of 100"),
    }.get(scale, "")


def _days(marks: Sequence[Mark]) -> Iterable[str]:
    """Return an entry a mark, the first of a day under its heading, so that a long day is cut too."""
    gap = ""
    for day, found in groupby(marks, key=lambda mark: mark.day):
        first, *rest = map(line, found)
        yield f"{gap}<b>{format.headline(format.long_day(day))}</b>\n{first}"
        yield from rest
        gap = "\n"


def line(mark: Mark) -> str:
    """One mark: its subject, value, work and comment."""
    work = mark.work or mark.category
    text = f"{escape(format.clip(mark.subject, NAME_ROOM))} — <b>{escape(format.clip(mark.value, VALUE_ROOM))}</b>"
    if work:
        text += f" · {escape(format.clip(work, NAME_ROOM))}"
    return text + (f"\n💬 {escape(format.clip(mark.comment, NOTE_ROOM))}" if mark.comment else "")


def _by_subject(marks: Sequence[Mark]) -> list[str]:
    found: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda one: (one.subject, one.day)):
        found.setdefault(mark.subject, []).append(mark)
    return [_subject_line(subject, given) for subject, given in found.items()]


def _subject_line(subject: str, given: list[Mark]) -> str:
    values = format.clip(" ".join(mark.value for mark in given), 400)
    return f"<b>{escape(format.clip(subject, NAME_ROOM))}</b>: {escape(values)}"
