"""Days as people type them: "25.11", "25.11.2026", "25 ноября"."""

import re
from datetime import date

_DIGITS = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?")
_WORDS = re.compile(r"(\d{1,2})\s+([а-яё]+)(?:\s+(\d{4}))?")
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
    "октября", "ноября", "декабря",
)  # fmt: skip


def day_of(text: str, today: date) -> date | None:
    """Return the day that is meant; nothing for another text.

    A day without a year is the one nearest to today, within half a year to either side.
    """
    word = text.strip().lower()
    if found := _DIGITS.fullmatch(word):
        day, month, year = found.groups()
        return _day(int(day), int(month), year, today)
    found = _WORDS.fullmatch(word)
    if found is None or found.group(2) not in _MONTHS:
        return None
    day, name, year = found.groups()
    return _day(int(day), _MONTHS.index(name) + 1, year, today)


def _day(day: int, month: int, year: str | None, today: date) -> date | None:
    years = [int(year)] if year else [today.year - 1, today.year, today.year + 1]
    found = []
    for one in years:
        try:
            found.append(date(one, month, day))
        except ValueError:
            continue
    return min(found, key=lambda one: abs(one - today), default=None)


def days_of(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of "25.11-28.11", "25-28.11" or of a single day."""
    parts = re.split(r"\s*[-–—]\s*", text.strip(), maxsplit=1)
    if len(parts) == 1:
        one = day_of(parts[0], today)
        return (one, one) if one else None
    first_text, last_text = parts
    last = day_of(last_text, today)
    if last is None:
        return None
    if first_text.isdigit():
        first_text = f"{first_text}.{last.month}.{last.year}"
    first = day_of(first_text, today)
    return (first, last) if first else None
