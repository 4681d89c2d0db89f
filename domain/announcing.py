"""News as its author writes it, and who has read it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.files import Attachment
from domain.people import Name
from domain.rights import Object, What

PAGE = 8
AUDIENCES = 60
"""To choose from on one screen; Telegram takes a hundred buttons."""
READERS = 25
STUDENTS = 40
"""To choose from on one screen."""
"""Families on one screen of who has read."""
TITLE = 60
REMIND_AGAIN = timedelta(hours=1)
"""No second reminder within this time."""
EDIT_SETTLES = timedelta(seconds=5)
"""A message that is on its way while its news is edited has arrived by then."""


class State(StrEnum):
    """Where a piece of news stands; stored."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"


class Hearers(StrEnum):
    """Who of the families hears; stored."""

    ALL = ""
    GUARDIANS = "guardian"
    STUDENTS = "student"


@dataclass(frozen=True, slots=True)
class Audience:
    """Somebody news can be for."""

    what: What
    id: int
    title: str
    grade: str = ""
    """Of a school: that year only."""

    @property
    def object(self) -> Object:
        """The thing that the right to post is about."""
        return Object(self.what, self.id)


@dataclass(frozen=True, slots=True)
class Announcement:
    """News as its author sees it."""

    id: int
    audience: Audience
    title: str
    body: str
    formatted: bool
    state: State
    hearers: Hearers
    must_confirm: bool
    urgent: bool
    posted_at: datetime
    publish_at: datetime | None = None
    edited_at: datetime | None = None
    files: tuple[Attachment, ...] = ()
    is_author: bool = True
    chosen: int = 0
    """Of how many students it is the families' only; 0: of all whom the audience has."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How far news has come; chats of families."""

    sent: int = 0
    opened: int = 0
    confirmed: int = 0
    waiting: int = 0
    """Chats that have it and have not confirmed."""


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One chat, or a student without any, among those whom news is for."""

    student: str
    name: str
    """The guardian, or the student; empty where nobody is linked."""
    sent: bool = False
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """Who has read, by name."""

    news: Announcement
    lines: tuple[ReaderLine, ...]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class OwnNews:
    """One page of news that one wrote or watches over."""

    items: tuple[Announcement, ...]
    page: int
    has_more: bool
    may_write: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One student of the audience."""

    id: int
    name: Name
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The students of an audience, to choose from."""

    news: Announcement
    students: tuple[Choice, ...]
    page: int
    has_more: bool


def title_of(text: str) -> str:
    """Return what news is called: its first line, or the beginning of it."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= TITLE:
        return line
    return line[: TITLE - 1].rsplit(None, 1)[0] + "…"


_MOMENT = re.compile(r"(?:(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?\s+)?(\d{1,2})[:.](\d{2})")


def moment_of(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the UTC moment that is meant by "25.11 14:30" or "14:30"; nothing for another text.

    A time without a day is today's, or tomorrow's where today's is over; a day without a year is
    the next such day.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year, hour, minute = found.groups()
    local = now.astimezone(zone)
    try:
        at = time(int(hour), int(minute))
        if day is None:
            first = datetime.combine(local.date(), at, zone)
            return first if first > now else first + timedelta(days=1)
        wanted = date(int(year or local.year), int(month), int(day))
        if year is None and wanted < local.date():
            wanted = wanted.replace(year=wanted.year + 1)
    except ValueError:
        return None
    return datetime.combine(wanted, at, zone)
