"""News as a chat sees it."""

from dataclasses import dataclass
from datetime import datetime

PAGE = 6
"""Announcements on one screen."""


@dataclass(frozen=True, slots=True)
class News:
    """One announcement; ``audience`` is the name of its school, class or course."""

    id: int
    title: str
    body: str
    posted_at: datetime
    audience: str
    formatted: bool = False
    """Whether the body is Telegram's HTML, else plain text."""
    must_confirm: bool = False
    files: int = 0
    """How many photos and documents go with it."""
    confirmed_at: datetime | None = None
    """When this chat said that it has read it."""


@dataclass(frozen=True, slots=True)
class NewsPage:
    """One page of the news, the newest first."""

    items: tuple[News, ...]
    page: int
    has_more: bool
