"""Field types that aiogram cannot pack by itself."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer


def _read(value: object) -> object:
    """Read eight digits; anything else is pydantic's to refuse."""
    if isinstance(value, str):
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007  (a date has no zone)
    return value


def _write(value: date) -> str:
    return f"{value:%Y%m%d}"


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _shortened(number: int) -> str:
    """Write a number in base 36."""
    sign, rest, digits = "-" if number < 0 else "", abs(number), ""
    while rest or not digits:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
    return sign + digits


Compact = Annotated[
    int,
    BeforeValidator(lambda value: int(value, 36) if isinstance(value, str) else value),
    PlainSerializer(_shortened),
]
"""A number in base 36: three of the largest ids fit a button so, with room for a page."""
Day = Annotated[date, BeforeValidator(_read), PlainSerializer(_write)]
"""A date as eight digits: callback data may not hold dates, nor their colons."""
MaybeDay = Annotated[
    date | None,
    BeforeValidator(lambda value: _read(value) if value else None),
    PlainSerializer(lambda value: _write(value) if value else ""),
]
"""The same, or nothing."""
