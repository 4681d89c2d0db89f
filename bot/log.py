"""How log lines look; each carries the update it belongs to, and never personal data."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

from bot.settings import Settings

update_id: ContextVar[int | None] = ContextVar("update_id", default=None)
"""Telegram's id of the update at work, empty outside of one."""


class _Context(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.update = update_id.get()
        return True


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "update": getattr(record, "update", None),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def set_up(settings: Settings) -> None:
    """Send the log to standard error in the form and from the level that the settings say."""
    handler = logging.StreamHandler()
    handler.addFilter(_Context())
    console = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    handler.setFormatter(_Json() if settings.log_format == "json" else logging.Formatter(console))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # These speak once per call or per job; our own lines say what matters of it.
    for chatty in ("aiogram.event", "alembic", "apscheduler"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))
