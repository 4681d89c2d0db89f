"""The official tables of methods and types (Bot API 10.3), read as facts."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

SCALARS = frozenset({"Integer", "Float", "String", "Boolean", "True"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number, a string or a truth value."""

    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of a named type or union."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """An array whose every item is of one kind."""

    item: "Kind"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of several kinds."""

    kinds: tuple["Kind", ...]


Kind = Scalar | Thing | ListOf | OneOf


@dataclass(frozen=True, slots=True)
class Length:
    """How long a string may be, and in which unit the table counts it."""

    least: int
    most: int
    unit: str


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of a method or one field of a type."""

    kind: Kind
    required: bool
    length: Length | None
    const: str | None


Fields = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Tables:
    """All methods, types and unions."""

    methods: Mapping[str, Fields]
    types: Mapping[str, Fields]
    unions: Mapping[str, list[str]]
    spelling: Mapping[str, str]

    def method(self, name: str) -> str | None:
        """Return the official spelling: names are case-insensitive."""
        return self.spelling.get(name.lower())


def parse_kind(text: str) -> Kind:
    """Read a kind as the tables write it: `Array of Integer`, `InputFile or String`."""
    if text.startswith("Array of "):
        return ListOf(parse_kind(text.removeprefix("Array of ")))
    names = re.split(r", | and | or ", text)
    if len(names) > 1:
        return OneOf(tuple(map(parse_kind, names)))
    return Scalar(text) if text in SCALARS else Thing(text)


def _field(row: list[Any]) -> Field:
    kind, required, *more = row
    length = next((Length(*extra) for extra in more if isinstance(extra, list)), None)
    const = next((extra["const"] for extra in more if isinstance(extra, dict)), None)
    return Field(parse_kind(kind), required, length, const)


def _fields(rows: dict[str, list[Any]]) -> Fields:
    return {name: _field(row) for name, row in rows.items()}


@cache
def tables() -> Tables:
    """Read the tables once."""
    source = resources.files("sandbox").joinpath("bot-api-10.3.json")
    facts = json.loads(source.read_text(encoding="utf-8"))
    return Tables(
        methods={name: _fields(rows) for name, rows in facts["methods"].items()},
        types={name: _fields(rows) for name, rows in facts["types"].items()},
        unions=facts["unions"],
        spelling={name.lower(): name for name in facts["methods"]},
    )
