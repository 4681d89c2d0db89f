"""What somebody composes out of several messages: words, photos, documents."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from domain.errors import NothingWritten, TextTooLong, TooManyFiles
from domain.files import MOST_FILES, Attachment, FileKind

MOST_TEXT = 3000
"""Characters that still fit one message with a heading around them."""


@dataclass(frozen=True, slots=True)
class Composed:
    """Words and files so far."""

    text: str = ""
    """As typed, without formatting."""
    html: str = ""
    """The same in Telegram's HTML."""
    files: tuple[Attachment, ...] = ()

    def with_words(self, text: str, html: str) -> "Composed":
        """Return it with other words in place of those before; raises ``TextTooLong``."""
        if len(text) > MOST_TEXT:
            raise TextTooLong(MOST_TEXT)
        return replace(self, text=text.strip(), html=html.strip())

    def with_file(self, file: Attachment) -> "Composed":
        """Return it with one file more; raises ``TooManyFiles``."""
        if any(one.file_unique_id == file.file_unique_id for one in self.files):
            return self
        if len(self.files) >= MOST_FILES:
            raise TooManyFiles(MOST_FILES)
        return replace(self, files=(*self.files, file))

    def checked(self) -> "Composed":
        """Return it; raises ``NothingWritten`` where there is neither a word nor a file."""
        if not self.text and not self.files:
            raise NothingWritten
        return self


def dump(composed: Composed) -> dict[str, Any]:
    """Return it as JSON."""
    return asdict(composed)


def load(stored: Mapping[str, Any] | None) -> Composed:
    """Return what :func:`dump` gave; empty where there is nothing."""
    if not stored:
        return Composed()
    files = (
        Attachment(**{**one, "kind": FileKind(one["kind"])}) for one in stored.get("files", ())
    )  # fmt: skip
    return Composed(stored.get("text", ""), stored.get("html", ""), tuple(files))
