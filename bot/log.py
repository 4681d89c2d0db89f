"""How log lines look; each carries what it belongs to, and never personal data.

Two ids lead from line to line: ``update`` is Telegram's number of the update at work, ``trace`` the
facts at work (``domain.trace``), the same from the planner to the message. Of an exception only its
class and its place are written: its text may quote a name, a mark or a statement's parameters.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

from bot.settings import Settings
from domain import trace

update_id: ContextVar[int | None] = ContextVar("update_id", default=None)
"""Telegram's id of the update at work, empty outside of one."""

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
    def formatException(self, ei: _Raised) -> str:  # noqa: N802  (logging's own name)
        """Return the stack and the class of what was raised, with what led to it."""
        return "\n".join(_told(ei[1])) if ei[1] else ""


class _Json(_Discreet):
    def format(self, record: logging.LogRecord) -> str:
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


def hush() -> None:
    """Keep libraries quiet whose lines would bury ours, or, from DEBUG on, hold personal data."""
    for chatty in ("aiogram.event", "aiosqlite", "alembic", "apscheduler", "sqlalchemy"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))


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
