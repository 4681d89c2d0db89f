"""Callback data: prefixes are unique, and the largest values fit Telegram's 64 bytes."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from enum import Enum
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest
from aiogram.filters.callback_data import CallbackData

import keyboards

LARGEST_ID = 2**63 - 1
LIMIT = 64


def _classes() -> list[type[CallbackData]]:
    found = []
    for module in pkgutil.iter_modules(keyboards.__path__):
        loaded = importlib.import_module(f"keyboards.{module.name}")
        found += [
            item
            for item in vars(loaded).values()
            if isinstance(item, type)
            and issubclass(item, CallbackData)
            and item.__module__ == loaded.__name__
        ]
    return found


def _largest(annotation: Any, name: str) -> Any:
    """Return the longest value that a field of this type will ever carry."""
    options = [option for option in get_args(annotation) if option is not NoneType]
    if get_origin(annotation) is Literal:
        return max(options, key=lambda option: len(str(option)))
    for option in options or [annotation]:
        if option is int:
            return 99_999 if name in ("page", "hour", "part") else LARGEST_ID
        if option is date:
            return date(2026, 12, 31)
        if option is bool:
            return True
        if isinstance(option, type) and issubclass(option, Enum):
            return max(option, key=lambda member: len(str(member.value)))
    return None


def _fields(kind: type[CallbackData]) -> Iterator[tuple[str, Any]]:
    for name, field in kind.model_fields.items():
        below = [item.lt for item in field.metadata if hasattr(item, "lt")]
        bounded = bool(below) and field.annotation is int
        yield name, int(below[0]) - 1 if bounded else _largest(field.annotation, name)


def test_no_two_classes_share_a_prefix() -> None:
    prefixes = [kind.__prefix__ for kind in _classes()]

    assert len(prefixes) > 1
    assert sorted(prefixes) == sorted(set(prefixes))


@pytest.mark.parametrize("kind", _classes(), ids=lambda kind: kind.__name__)
def test_the_largest_values_fit_a_button(kind: type[CallbackData]) -> None:
    values = {name: value for name, value in _fields(kind) if value is not None}
    textual = set(kind.model_fields) - set(values)
    lengths = {name: kind.model_fields[name].metadata for name in textual}

    for name in textual:
        bound = [item.max_length for item in lengths[name] if hasattr(item, "max_length")]
        assert bound, f"{kind.__name__}.{name}: a text in a button needs max_length"
        values[name] = "x" * bound[0]
    packed = kind(**values).pack()

    assert len(packed.encode()) <= LIMIT
    assert kind.unpack(packed).pack() == packed
