"""In whose language, and at what hour of whose day, the next text is written.

A context variable, so that two updates or two messages under way at once never
mix their languages. Strings are marked with ``_`` and ``ngettext``; msgids are English.
"""

import gettext as catalogue
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale

LANGUAGES = ("ru", "en")
"""Languages we have, the first being the most complete."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A language and the school's zone."""

    language: str
    zone: ZoneInfo

    @property
    def locale(self) -> Locale:
        """Babel's locale of the language."""
        return Locale.parse(self.language)


_ENGLISH = Speech("en", ZoneInfo("UTC"))
_current: ContextVar[Speech] = ContextVar("speech", default=_ENGLISH)


def current() -> Speech:
    """Return the speech of the text being written."""
    return _current.get()


@contextmanager
def use(language: str, zone: ZoneInfo) -> Iterator[None]:
    """Write in this language, with moments told in this zone, until the block ends."""
    token = _current.set(Speech(language, zone))
    try:
        yield
    finally:
        _current.reset(token)


def best(tag: str | None, default: str) -> str:
    """Return the language we have for an IETF tag such as ``ru-RU``, else the default."""
    language = (tag or "").split("-")[0].lower()
    return language if language in LANGUAGES else default


def speaks(language: str) -> bool:
    """Tell whether the language's catalogue is built."""
    try:
        _translations(language)
    except FileNotFoundError:
        return False
    return True


def gettext(message: str) -> str:
    """Return the text in the current language."""
    return _translations(_current.get().language).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the plural form for ``number``; the caller formats ``{number}`` in."""
    return _translations(_current.get().language).ngettext(one, many, number)


_ = gettext


@cache
def _translations(language: str) -> catalogue.NullTranslations:
    """Read the compiled catalogue; English needs none, its msgids are the text.

    Raises ``FileNotFoundError`` where ``make messages`` or the build was left out.
    """
    if language == "en":
        return catalogue.NullTranslations()
    file = files("locales").joinpath(language, "LC_MESSAGES", "messages.mo")
    with file.open("rb") as stream:
        return catalogue.GNUTranslations(stream)
