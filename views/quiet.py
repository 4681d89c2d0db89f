"""Quiet hours in words."""

from functools import cache
from itertools import groupby
from typing import Literal

from babel import Locale, dates

from domain.quiet import NONE, QuietHours, QuietWeek
from domain.settings import WEEK, Quiet
from views.format import clock_time, escape, headline
from views.people import child
from views.words import current
from views.words import gettext as _


def quiet(shown: Quiet) -> str:
    """Say which hours hold, what they do and what they do not hold back."""
    own = [
        _("{name} has other hours: {hours}").format(
            name=escape(one.child.student.name.short), hours=week(one.week)
        )
        for one in shown.differing
        if one.child and not shown.child
    ]
    parts = [
        _heading(shown),
        "\n".join(own),
        _("Messages of these hours are not lost: they come when the hours end."),
        _(
            "❗ What is urgent comes all the same: a child missing from the first lesson, urgent news. You can change that with 🔔 in the settings."
        ),
    ]
    return "\n\n".join(part for part in parts if part)


def days(shown: Quiet) -> str:
    """Ask for a day."""
    ask = _("Choose a day. Hours that begin in the evening last until the next morning.")
    return f"{_heading(shown)}\n\n{ask}"


def day(shown: Quiet, weekday: int) -> str:
    """Say which hours begin on that day."""
    name = _day_names("wide")[weekday]
    line = f"<b>{name}</b>: {hours(shown.week.days[weekday] or NONE)}"
    of_whom = child(shown.child.student) if shown.child else ""
    title = "<b>" + _("🌙 Quiet hours") + "</b>" + (f": {of_whom}" if of_whom else "")
    return f"{title}\n\n{line}"


def start() -> str:
    """Ask for the beginning."""
    return _("<b>🌙 Quiet hours</b>") + "\n\n" + _("From what hour shall I be quiet?")


def end(begins: int) -> str:
    """Ask for the end."""
    ask = _("Quiet from {begins}. Until what hour?").format(begins=f"{begins:02}:00")
    return _("<b>🌙 Quiet hours</b>") + "\n\n" + ask


def of_day(shown: Quiet, weekday: int) -> str:
    """Return a day and its hours, for a button."""
    name = _day_names("abbreviated")[weekday]
    return f"{name} {hours(shown.week.days[weekday] or NONE)}"


def in_force(shown: Quiet) -> str:
    """Return the hours that hold, and whose they are where they were not chosen here."""
    held = week(shown.week)
    if shown.is_own:
        return held
    if shown.child:
        return _("{hours} (as for everyone)").format(hours=held)
    return _("{hours} (as at school)").format(hours=held)


def week(shown: QuietWeek) -> str:
    """Return the hours of a week, neighbouring days with the same hours together."""
    spans = [
        (list(group), hours(held or NONE))
        for held, group in groupby(WEEK, key=shown.days.__getitem__)
    ]
    if len(spans) == 1:
        return spans[0][1]
    return ", ".join(f"{day_span(group[0], group[-1])} {held}" for group, held in spans)


def day_span(first: int, last: int) -> str:
    """Return weekdays as one span: "Пн–Пт"."""
    names = _day_names("abbreviated")
    return names[first] if first == last else f"{names[first]}–{names[last]}"


def hours(held: QuietHours) -> str:
    """Return a beginning and an end, or that there are none."""
    if held.begins == held.ends:
        return _("none")
    return f"{clock_time(held.begins)}–{clock_time(held.ends)}"


def _heading(shown: Quiet) -> str:
    if shown.child is None:
        return _("<b>🌙 Quiet hours</b>: {hours}").format(hours=in_force(shown))
    title = _("🌙 Quiet hours")
    return f"<b>{title}</b>: {child(shown.child.student)}\n\n{in_force(shown)}"


def _day_names(width: Literal["abbreviated", "wide"]) -> tuple[str, ...]:
    return _day_names_in(current().language, width)


@cache
def _day_names_in(language: str, width: Literal["abbreviated", "wide"]) -> tuple[str, ...]:
    """Return Monday to Sunday, each with its first letter large."""
    names = dates.get_day_names(width, "stand-alone", locale=Locale.parse(language))
    return tuple(headline(str(names[number])) for number in WEEK)
