"""Photos and documents that people send along; Telegram keeps them, we keep their numbers."""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 50 * 1024 * 1024
"""Of one file: the Bot API lets a bot send 50 MB, and what we take we must be able to pass on."""
MOST_FILES = 10
"""Of one message: Bot API, sendMediaGroup."""


class FileKind(StrEnum):
    """How Telegram sends it; stored, so never rename a value."""

    PHOTO = "photo"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file."""

    kind: FileKind
    file_id: str
    """Telegram's, good for this bot for ever: Bot API, sending files."""
    file_unique_id: str = ""
    """Telegram's too: the same for the same file whoever sends it."""
    name: str = ""
    media_type: str = ""
    size: int | None = None
    """Bytes."""
    album: str = ""
    """Telegram's media_group_id: files of one album come as one message each."""
