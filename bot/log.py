"""How log lines look; each carries what it belongs to, and never personal data.

Two ids lead from line to line: ``update`` is Telegram's number of the update at work, ``trace`` the
facts at work (``domain.trace``), the same from the planner to the message. Of an exception only its
class and its place are written: its text may quote a name, a mark or a statement's parameters. That
holds for every logger, Python's and the libraries' too, because it is done where lines are made.
"""

import copy
import json
import logging
import re
import sys
import threading
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

from bot.settings import Settings
from domain import trace

logger = logging.getLogger(__name__)
update_id: ContextVar[int | None] = ContextVar("update_id", default=None)
"""Telegram's id of the update at work, empty outside of one."""

_ASYNCIO = "asyncio"
_NO_VALUES = re.compile(r"[(<\n]")
"""Where asyncio's own sentence ends and what it prints of tasks and calls begins: their values."""
_CONSOLE = "%(asctime)s %(levelname)-7s %(name)s:%(context)s %(message)s"
_Raised: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class _Context(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        update, facts = update_id.get(), trace.current()
        record.update = update
        record.trace = facts
        record.context = (f" [update {update}]" if update is not None else "") + (
            f" [{facts}]" if facts else ""
        )
        return True


class _Discreet(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return the line, whatever another handler made of the record before."""
        return super().format(_without_texts(record))

    def formatException(self, ei: _Raised) -> str:  # noqa: N802  (logging's own name)
        """Return the stack and the class of what was raised, with what led to it."""
        return told(ei[1]) if ei[1] else ""


class _Json(_Discreet):
    def format(self, record: logging.LogRecord) -> str:
        """Return the line as an object."""
        record = _without_texts(record)
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "update": getattr(record, "update", None),
            "trace": getattr(record, "trace", None),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def handler(log_format: str) -> logging.Handler:
    """Return what writes to standard error as ``json`` or for a ``console``."""
    made = logging.StreamHandler()
    made.addFilter(_Context())
    made.setFormatter(_Json() if log_format == "json" else _Discreet(_CONSOLE))
    return made


def set_up(settings: Settings) -> None:
    """Send the log to standard error in the form and from the level that the settings say."""
    to = handler(settings.log_format)
    logging.basicConfig(level=settings.log_level, handlers=[to], force=True)
    hush()
    sys.unraisablehook = _unraisable
    threading.excepthook = _ended_thread


def hush() -> None:
    """Keep libraries quiet whose lines would bury ours, or, from DEBUG on, hold personal data."""
    for chatty in ("aiogram.event", "aiosqlite", "alembic", "apscheduler", "sqlalchemy"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))


def told(error: BaseException) -> str:
    """Return the stack and the class of what was raised, with what led to it."""
    return "\n".join(_told(error))


def _without_texts(record: logging.LogRecord) -> logging.LogRecord:
    """Return a copy of the record in which exceptions are but their classes."""
    made = copy.copy(record)
    made.exc_text = None
    if isinstance(made.msg, BaseException):
        made.msg = _name(made.msg)
    if isinstance(made.args, tuple):
        made.args = tuple(map(_harmless, made.args))
    elif made.args:
        made.args = {name: _harmless(value) for name, value in made.args.items()}
    if made.name == _ASYNCIO:
        made.msg, made.args = _NO_VALUES.split(made.getMessage(), maxsplit=1)[0].strip(), ()
    return made


def _harmless(value: object) -> object:
    return _name(value) if isinstance(value, BaseException) else value


def _unraisable(hook: "sys.UnraisableHookArgs") -> None:
    """Log what Python could tell nobody, as when an object is thrown away."""
    logger.error("raised where nobody could catch it", exc_info=hook.exc_value)


def _ended_thread(hook: threading.ExceptHookArgs) -> None:
    """Log what ended a thread."""
    logger.error("a thread ended", exc_info=hook.exc_value)


def _told(error: BaseException) -> list[str]:
    """Return an exception after what caused it, as Python does, but without their texts."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_told(before), "and then:"] if before else []
    stack = traceback.extract_tb(error.__traceback__)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in stack]
    return [*lines, *places, _name(error)]


def _name(error: BaseException) -> str:
    """Return the class; of what the system refused also its own words, which quote nobody."""
    known = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{known}"
