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


Day = Annotated[date, BeforeValidator(_read), PlainSerializer(_write)]
"""A date as eight digits: callback data may not hold dates, nor their colons."""
MaybeDay = Annotated[
    date | None,
    BeforeValidator(lambda value: _read(value) if value else None),
    PlainSerializer(lambda value: _write(value) if value else ""),
]
"""The same, or nothing."""
