"""Dates, times, numbers and long lists, as a reader of the current language expects them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from html import escape as _escape
from html import unescape

from babel import Locale, dates, numbers

from views.words import current, ngettext

MESSAGE_LIMIT = 4096
"""Characters of one message after entities are parsed: Bot API, sendMessage."""
ROOM_FOR_TEXT = 3500
"""What a screen's list may fill, so that its heading and the line on what is left out fit too."""
_DAYS = 4096
"""Days in words that are kept: a school year's, in every form and language; Babel is slow."""


def escape(value: str) -> str:
    """Return text from outside as Telegram's HTML shows it letter by letter."""
    return _escape(value, quote=False)


@lru_cache(maxsize=_DAYS)
def _day(skeleton: str, day: date, language: str) -> str:
    """Return a day by the parts that are wanted, in the language's own order."""
    return str(dates.format_skeleton(skeleton, day, locale=Locale.parse(language)))


@lru_cache(maxsize=_DAYS)
def _date(pattern: str, day: date, language: str) -> str:
    return str(dates.format_date(day, pattern, locale=Locale.parse(language)))


def short_day(day: date) -> str:
    """Return the day without its year: "ср, 16 сент.", "Wed, Sep 16"."""
    return _day("MMMEd", day, current().language)


def tiny_day(day: date, beside: date | None = None) -> str:
    """Return the day for a button: "ср, 16"; with its month where that is another than beside."""
    if beside and (day.year, day.month) != (beside.year, beside.month):
        return short_day(day)
    return _day("Ed", day, current().language)


def long_day(day: date) -> str:
    """Return the day with its weekday in full: "среда, 16 сентября"."""
    # Babel's skeletons fall back to the short form where a locale lists none of this length.
    language = current().language
    return _date("EEEE, MMMM d" if language == "en" else "EEEE, d MMMM", day, language)


def month_day(day: date) -> str:
    """Return the day without its weekday: "16 сентября", "September 16"."""
    return _day("MMMMd", day, current().language)


def full_day(day: date) -> str:
    """Return the day with its year: "16 сент. 2026 г.", "Sep 16, 2026"."""
    return _day("yMMMMd", day, current().language)


def headline(text: str) -> str:
    """Return the text with its first letter large, for languages that write days small."""
    return text[:1].upper() + text[1:]


def numeric_day(day: date) -> str:
    """Return the day in figures: "16.09", "9/16"."""
    return _day("MMdd", day, current().language)


def month(day: date) -> str:
    """Return the month that holds the day: "сентябрь 2026 г."."""
    return _day("yMMMM", day, current().language)


def day_range(first: date, last: date) -> str:
    """Return two days as one span: "14–18 сентября"."""
    return str(dates.format_interval(first, last, "MMMd", locale=current().locale))


def clock_time(value: time) -> str:
    """Return a time of day of the school: "08:30"."""
    return f"{value:%H:%M}"


def moment(value: datetime) -> str:
    """Return a UTC moment as the school's clocks and calendar showed it."""
    local = value.astimezone(current().zone)
    return f"{short_day(local.date())}, {local:%H:%M}"


def local_day(value: datetime) -> date:
    """Return the school's date at a UTC moment."""
    return value.astimezone(current().zone).date()


def local_time(value: datetime) -> time:
    """Return what the school's clocks showed at a UTC moment."""
    return value.astimezone(current().zone).time()


def decimal(value: float) -> str:
    """Return a number with at most two decimals: "4,25"."""
    return str(numbers.format_decimal(value, format="0.##", locale=current().locale))


def weekday_names() -> list[str]:
    """Return the narrowest names of Monday to Sunday: Пн … Вс."""
    names = dates.get_day_names("short", "stand-alone", locale=current().locale)
    return [str(names[number]).capitalize() for number in range(7)]


_TAG = re.compile(r"<[^<>]+>")


def plain(markup: str) -> str:
    """Return Telegram's HTML as the reader sees it, without formatting."""
    return unescape(_TAG.sub("", markup))


def says_title(title: str, markup: str) -> bool:
    """Tell whether a formatted text begins with its own title, as what people type does."""
    return bool(title) and plain(markup).lstrip().startswith(title.removesuffix("…").strip())


@dataclass(frozen=True, slots=True)
class Shortened:
    """As many whole entries as fit, and how many do not."""

    text: str
    left_out: int


def shorten(entries: Sequence[str], *, room: int = ROOM_FOR_TEXT, between: str = "\n") -> Shortened:
    """Join entries until the room is full; an entry is never cut, so no tag is broken.

    A first entry that alone is too long is kept: callers bound single values with :func:`clip`.
    """
    kept: list[str] = []
    used = 0
    for entry in entries:
        used += len(entry) + len(between)
        if kept and used > room:
            break
        kept.append(entry)
    left_out = len(entries) - len(kept)
    text = between.join(kept)
    if left_out:
        text += "\n" + ngettext("… {n} more", "… {n} more", left_out).format(n=left_out)
    return Shortened(text, left_out)


def clip(value: str, length: int) -> str:
    """Shorten plain text (never markup) at a word; the result is no longer than ``length``."""
    if len(value) <= length:
        return value
    head = value[: length - 1]
    return (head.rsplit(None, 1)[0] if " " in head[length // 2 :] else head).rstrip() + "…"


def split(value: str, length: int) -> list[str]:
    """Return plain text in parts of at most ``length``, broken at lines, sentences or words."""
    parts, rest = [], value.strip()
    while len(rest) > length:
        cut = max(rest.rfind(mark, length // 2, length) for mark in ("\n", ". ", " "))
        cut = length if cut <= 0 else cut + 1
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest]
