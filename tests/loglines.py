"""The lines that our own log handler would write, kept for a test to read."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot import log


class Lines(logging.Handler):
    """A handler that formats as ours and keeps what it made."""

    def __init__(self, log_format: str) -> None:
        super().__init__()
        ours = log.handler(log_format)
        self.filters, self.formatter = ours.filters, ours.formatter
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(self.format(record))

    def entries(self) -> list[dict[str, Any]]:
        """Return JSON lines as objects."""
        return [json.loads(line) for line in self.lines]

    def said(self) -> str:
        """Return all of them without their times, whose digits may look like anybody's id."""
        return "\n".join(str(entry | {"at": ""}) for entry in self.entries())


@contextmanager
def everything() -> Iterator[Lines]:
    """Collect all that LOG_LEVEL=DEBUG and LOG_FORMAT=json would write."""
    root, lines = logging.getLogger(), Lines("json")
    level = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    log.hush()
    try:
        yield lines
    finally:
        root.removeHandler(lines)
        root.setLevel(level)
