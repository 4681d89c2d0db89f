"""Field types that aiogram cannot pack by itself."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

YEARS = range(1990, 2100)
"""What a button's day may lie in, so that a forged one cannot page beyond the calendar."""


def _read(value: object) -> object:
    """Read eight digits; anything else is pydantic's to refuse."""
    if not isinstance(value, str):
        return value
    day = datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007  (a date has no zone)
    if day.year not in YEARS:
        message = "a day beyond every diary"
        raise ValueError(message)
    return day


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


_KEY = Field(ge=0, lt=2**63)
RowId = Annotated[int, _KEY]
"""A row's id as both databases have them; a larger number is no button of ours."""
Page = Annotated[int, Field(ge=0, lt=100_000)]
"""A page of a list, from 0."""
Place = Annotated[int, Field(ge=0, lt=1000)]
"""A place in a short list, such as a mark's on its pad."""
Compact = Annotated[
    int,
    _KEY,
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
