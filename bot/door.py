"""What Telegram's webhook calls must be before they are taken for updates.

Whoever finds the address may send anything. Nothing of it is read before the secret is right, and
what is no update is refused in one word: logged once of each kind, without what it said.
"""

import asyncio
import hmac
import json
import logging
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NoReturn

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

logger = logging.getLogger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
BODY_LIMIT = 1024 * 1024
"""Bytes; a message has 4,096 characters, so an update with all it replies to is far less."""
HEAD_SECONDS = 75.0
"""For a request's first lines, and between two requests: longer than a proxy keeps a connection."""
BODY_SECONDS = 20.0
DEPTH = 100
"""Objects in objects; an update has ten or so, and Python's own limits begin at a few hundred."""
LARGEST = 2**63
"""What a column of the database holds; Telegram's ids have 52 bits (Bot API, User)."""

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds in which a caller must have said what they want to say."""

    head: float = HEAD_SECONDS
    body: float = BODY_SECONDS


class Refused(Exception):
    """A call that is no update, with the HTTP status that says so."""

    def __init__(self, status: int, trouble: str) -> None:
        super().__init__(trouble)
        self.status = status
        self.trouble = trouble


@dataclass(slots=True)
class Door:
    """Reads webhook calls; raises ``Refused``."""

    secret: str
    patience: Patience = field(default_factory=Patience)

    async def update(self, request: web.Request) -> Raw:
        """Return what may be an update: an object with a number."""
        if not is_same(request.headers.get(SECRET_HEADER, ""), self.secret):
            raise Refused(401, "without the secret")
        return parsed(await self._body(request))

    async def _body(self, request: web.Request) -> bytes:
        if request.headers.get("Content-Encoding", "identity") != "identity":
            raise Refused(400, "compressed, which Telegram never does")
        if (request.content_length or 0) > BODY_LIMIT:
            raise Refused(413, "too large")
        try:
            async with asyncio.timeout(self.patience.body):
                return await request.read()
        except TimeoutError as error:
            raise Refused(408, "body too slow") from error
        except web.HTTPRequestEntityTooLarge as error:
            raise Refused(413, "too large") from error
        except (web.RequestPayloadError, HttpProcessingError, OSError) as error:
            raise Refused(400, "body cut off or malformed") from error


class Told:
    """Says each kind of trouble once: who sends a million bad calls fills no disk with lines."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def say(self, trouble: str) -> None:
        """Log it, unless it has been."""
        if trouble not in self._said:
            self._said.add(trouble)
            logger.warning("a call was refused: %s (said once)", trouble)

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep aiohttp from a traceback for each caller that does not speak HTTP."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, HttpProcessingError):
            return True
        self.say("not HTTP")
        return False


def is_same(given: str, wanted: str) -> bool:
    """Compare secrets in constant time, whatever bytes came in the header."""
    return hmac.compare_digest(given.encode(errors="surrogateescape"), wanted.encode())


def parsed(body: bytes) -> Raw:
    """Return the JSON object of a body; raises ``Refused`` where it could be no update."""
    try:
        found = _DECODER.decode(body.decode())
    except UnicodeDecodeError as error:
        raise Refused(400, "not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Refused(400, "not JSON, or too deep") from error
    if not isinstance(found, dict):
        raise Refused(400, "not an object")
    number = found.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise Refused(400, "without an update's number")
    # Each level opens with a bracket, so that most updates need no closer look.
    if body.count(b"{") + body.count(b"[") > DEPTH and _is_deep(found):
        raise Refused(400, "not JSON, or too deep")
    if b"\\u" in body and not _is_text(found):
        raise Refused(400, "text that no database holds")
    return found


def _is_deep(found: Raw) -> bool:
    """Tell whether objects lie in objects beyond ``DEPTH``; level by level, not by recursion."""
    level: list[Any] = [found]
    for _level in range(DEPTH):
        inside = [one.values() if isinstance(one, dict) else one for one in level]
        level = [one for many in inside for one in many if isinstance(one, dict | list)]
        if not level:
            return False
    return True


def _is_text(found: Raw) -> bool:
    """Tell whether all strings are characters: halves of a pair and zeros are not."""
    try:
        written = json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    # Without escaped backslashes: somebody may well write about such things.
    return b"\\u0000" not in written.replace(b"\\\\", b"")


def _whole(digits: str) -> int:
    number = int(digits)
    if not -LARGEST <= number < LARGEST:
        raise ValueError
    return number


def _fraction(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError
    return number


def _constant(_name: str) -> NoReturn:
    """Refuse NaN and Infinity, which are Python's and not JSON's."""
    raise ValueError


_DECODER = json.JSONDecoder(parse_int=_whole, parse_float=_fraction, parse_constant=_constant)
