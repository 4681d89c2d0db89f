"""Checks every request against the official tables, more sternly than Telegram does."""

import json
import re
from collections.abc import Mapping
from typing import Any

from sandbox import markup
from sandbox.refusals import Json, bad_request, sandbox_says
from sandbox.tables import Field, Fields, Kind, Length, ListOf, OneOf, Scalar, Thing, tables

EMPTY = {"chat_id": "chat_id is empty", "text": "message text is empty"}
"""What Telegram says when these are missing; for all others `parameter "x" is required`."""

MEASURED_ELSEWHERE = re.compile(r"text|commands\[.*|.*\.callback_data")
"""Fields whose length has an error text of its own, given where they are read."""

TRUE = frozenset({"true", "yes", "1"})
FALSE = frozenset({"false", "no", "0"})


def checked(method: str, raw: Mapping[str, Any], *, strict: bool = True) -> Json:
    """Return the parameters in the table's types.

    Strings of a form become numbers, truth values and objects. Raises ``Refused``.
    """
    fields = tables().methods[method]
    unknown = [name for name in raw if name not in fields]
    if unknown and strict:
        raise sandbox_says(f'unknown parameter "{unknown[0]}"')
    given = {name: raw[name] for name in raw if name in fields and raw[name] is not None}
    typed = {name: _parameter(name, fields[name], value) for name, value in given.items()}
    _require(fields, typed, EMPTY)
    return {name: value for name, value in typed.items() if value is not None}


def _parameter(name: str, field: Field, value: Any) -> Any:
    if name == "reply_markup":
        value = markup.checked(value)
    value = _typed(field.kind, value, name)
    if value is not None:
        _check_field(field, value, name)
    return value


def _require(fields: Fields, given: Mapping[str, Any], special: Mapping[str, str]) -> None:
    for name, field in fields.items():
        blank = (None,) if name == "url" else (None, "")  # setWebhook takes an empty address
        if field.required and given.get(name) in blank:
            raise bad_request(special.get(name, f'parameter "{name}" is required'))


def _typed(kind: Kind, value: Any, name: str) -> Any:
    """Turn a string of a form into what the table wants; anything else stays as it is."""
    if not isinstance(value, str):
        return value
    match kind:
        case Scalar("Integer") | OneOf((Scalar("Integer"), Scalar("String"))):
            return _number(value)
        case Scalar("Float"):
            return float(value) if value.replace(".", "", 1).lstrip("-").isdigit() else value
        case Scalar("Boolean" | "True"):
            return _truth(value)
        case ListOf() | Thing() if kind != Thing("InputFile"):
            return _object(value, name)
    return value


def _number(value: str) -> int | str:
    digits = value.removeprefix("-")
    return int(value) if digits.isascii() and digits.isdigit() else value


def _truth(value: str) -> bool | str:
    if value.lower() in TRUE:
        return True
    return False if value.lower() in FALSE else value


def _object(value: str, name: str) -> Any:
    if not value:
        return None
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise sandbox_says(f'parameter "{name}" is not JSON: {error}') from error


def _check_field(field: Field, value: Any, path: str) -> None:
    if field.const is not None and value != field.const:
        raise sandbox_says(f'"{path}" must be "{field.const}"')
    check(field.kind, value, path)
    if field.length and isinstance(value, str):
        _check_length(field.length, value, path)


def _check_length(length: Length, value: str, path: str) -> None:
    if length.unit.endswith("parsing") or MEASURED_ELSEWHERE.fullmatch(path):
        return
    size = len(value.encode()) if length.unit == "bytes" else len(value)
    if not length.least <= size <= length.most:
        allowed = f"{length.least}-{length.most} {length.unit}"
        raise sandbox_says(f'"{path}" must be of {allowed}, not {size}')


def check(kind: Kind, value: Any, path: str) -> None:
    """Raise ``Refused`` unless the value is of this kind, all the way down."""
    match kind:
        case Scalar(name):
            _check_scalar(name, value, path)
        case ListOf(item):
            _check_list(item, value, path)
        case OneOf(kinds):
            _check_one_of(kinds, value, path)
        case Thing(name):
            _check_thing(name, value, path)


def _check_scalar(name: str, value: Any, path: str) -> None:
    fits = {
        "Integer": isinstance(value, int) and not isinstance(value, bool),
        "Float": isinstance(value, int | float) and not isinstance(value, bool),
        "String": isinstance(value, str),
        "Boolean": isinstance(value, bool),
        "True": value is True,
    }
    if not fits[name]:
        raise sandbox_says(f'"{path}" must be {name}, not {json.dumps(value, default=str)[:60]}')


def _check_list(item: Kind, value: Any, path: str) -> None:
    if not isinstance(value, list):
        raise sandbox_says(f'"{path}" must be an Array')
    for index, entry in enumerate(value):
        check(item, entry, f"{path}[{index}]")


def _check_one_of(kinds: tuple[Kind, ...], value: Any, path: str) -> None:
    if all(isinstance(kind, Thing) for kind in kinds) and isinstance(value, dict):
        _check_variant([kind.name for kind in kinds if isinstance(kind, Thing)], value, path)
        return
    if not any(_plain_fit(kind, value) for kind in kinds):
        raise sandbox_says(f'"{path}" fits none of its types: {json.dumps(value)[:60]}')


def _plain_fit(kind: Kind, value: Any) -> bool:
    if kind == Thing("InputFile"):
        return isinstance(value, str) and value.startswith("attach://")
    wanted = {"Integer": int, "String": str}.get(kind.name) if isinstance(kind, Scalar) else None
    return wanted is not None and isinstance(value, wanted) and not isinstance(value, bool)


def _check_thing(name: str, value: Any, path: str) -> None:
    if name == "InputFile":
        if not (isinstance(value, str) and value.startswith("attach://")):
            raise sandbox_says(f'"{path}" must be a file')
        return
    if not isinstance(value, dict):
        raise sandbox_says(f'"{path}" must be an object of type {name}')
    variants = tables().unions.get(name)
    if variants is None:
        _check_object(tables().types[name], value, path)
    else:
        _check_variant(variants, value, path)


def _check_object(fields: Fields, value: Json, path: str) -> None:
    for name, entry in value.items():
        if name not in fields:
            raise sandbox_says(f'unknown field "{path}.{name}"')
        _check_field(fields[name], entry, f"{path}.{name}")
    for name, field in fields.items():
        if field.required and name not in value:
            raise sandbox_says(f'field "{path}.{name}" is required')


def _check_variant(names: list[str], value: Json, path: str) -> None:
    fitting = [tables().types[name] for name in dict.fromkeys(names) if _may_be(name, value)]
    if not fitting:
        raise sandbox_says(f'"{path}" is none of {", ".join(dict.fromkeys(names))}')
    _check_object(fitting[0], value, path)


def _may_be(name: str, value: Json) -> bool:
    """Tell a variant by its constants, and where it has none by its required fields."""
    fields = tables().types[name]
    consts = {key: field.const for key, field in fields.items() if field.const is not None}
    if consts:
        return all(value.get(key) == const for key, const in consts.items())
    return all(key in value for key, field in fields.items() if field.required)
