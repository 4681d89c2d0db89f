"""Log lines: what each belongs to, and that an exception tells where but not on what."""

import asyncio
import gc
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from bot import log
from domain import trace
from tests.loglines import Lines

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize("log_format", ["json", "console"])
async def test_what_asyncio_says_of_a_lost_task_or_call_quotes_nobody(log_format: str) -> None:
    lines = Lines(log_format)
    loop = asyncio.get_running_loop()
    asyncio_logger = logging.getLogger("asyncio")
    asyncio_logger.addHandler(lines)

    async def fail() -> None:
        message = "mark 5 of Анна"
        raise LookupError(message)

    def call_back(name: str) -> None:
        raise LookupError(name)

    task = asyncio.create_task(fail(), name="Анна")
    loop.call_soon(call_back, "Анна")
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    asyncio_logger.removeHandler(lines)

    said = "\n".join(sorted(lines.lines))
    assert len(lines.lines) == 2
    assert "Анна" not in said
    assert "Exception in callback" in said
    assert "Task exception was never retrieved" in said
    assert said.count("builtins.LookupError") == 2
    assert "in call_back" in said
    assert "in fail" in said


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_an_exception_among_the_values_of_a_line_is_its_class(log_format: str) -> None:
    lines = Lines(log_format)
    error = ValueError("Анна")

    for message, args in (("failed: %s", (error,)), ("failed: %(why)s", ({"why": error},))):
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, message, args, None)
        record.exc_text = "another handler's: Анна"
        lines.handle(record)
    lines.handle(logging.LogRecord("x", logging.ERROR, __file__, 1, error, (), None))

    assert "Анна" not in str(lines.lines)
    assert str(lines.lines).count("failed: builtins.ValueError") == 2


def test_what_python_itself_could_tell_nobody_goes_the_same_way() -> None:
    code = """
import gc, threading
from bot import log
from bot.settings import Settings
log.set_up(Settings())
class Lost:
    def __del__(self): raise LookupError("Anna")
def end(): raise LookupError("Anna")
Lost(); gc.collect()
thread = threading.Thread(target=end); thread.start(); thread.join()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )

    assert "Anna" not in done.stderr
    assert done.stderr.count("builtins.LookupError") == 2
