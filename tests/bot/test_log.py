"""Log lines: what each belongs to, and that an exception tells where but not on what."""

import json
import logging

import pytest

from bot import log
from domain import trace
from tests.loglines import Lines


def _written(log_format: str, *, raised: BaseException | None = None) -> str:
    """Return what one warning looks like here."""
    lines = Lines(log_format)
    info = (type(raised), raised, raised.__traceback__) if raised else None
    record = logging.LogRecord("bot.x", logging.WARNING, __file__, 1, "said %d", (5,), info)
    lines.handle(record)
    return lines.lines[0]


def test_json_lines_carry_update_and_trace() -> None:
    token = log.update_id.set(17)
    with trace.follow(trace.of_facts([123])):
        entry = json.loads(_written("json"))
    log.update_id.reset(token)
    alone = json.loads(_written("json"))

    assert {name: entry[name] for name in ("level", "logger", "message", "update", "trace")} == {
        "level": "WARNING", "logger": "bot.x", "message": "said 5", "update": 17, "trace": "f123",
    }  # fmt: skip
    assert (alone["update"], alone["trace"]) == (None, None)


def test_console_lines_carry_them_too() -> None:
    token = log.update_id.set(17)
    with trace.follow("f123"):
        both = _written("console")
    log.update_id.reset(token)

    assert both.endswith("WARNING bot.x: [update 17] [f123] said 5")
    assert _written("console").endswith("WARNING bot.x: said 5")


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_an_exception_tells_its_place_and_class_but_not_its_text(log_format: str) -> None:
    def read(value: str) -> int:
        return int(value)

    try:
        try:
            read("Анна Иванова")
        except ValueError as cause:
            message = "mark 5 of Анна"
            raise LookupError(message) from cause
    except LookupError as error:
        told = _written(log_format, raised=error)

    assert "Анна" not in told
    assert "builtins.ValueError" in told
    assert "builtins.LookupError" in told
    assert "test_log.py" in told
    assert "in read" in told


def test_what_the_system_refused_is_told_in_its_own_words() -> None:
    told = _written("console", raised=OSError(28, "No space left on device", "/Анна"))

    assert told.endswith("builtins.OSError: No space left on device")


@pytest.mark.parametrize(
    ("facts", "name"), [([7], "f7"), ([7, 9], "f7+f9"), (range(1, 9), "f1+f2+f3+f4+f5+…3")]
)
def test_a_message_of_many_facts_names_the_first(facts: list[int], name: str) -> None:
    assert trace.of_facts(list(facts)) == name
