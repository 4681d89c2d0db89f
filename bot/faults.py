"""What an operator can mend, as one sentence that says what to do; all else is a bug of ours."""

import errno
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from dotenv.parser import parse_stream

from bot.settings import Settings
from domain.errors import DiaryError
from storage import faults

ENV = Path(".env")
_FULL = "the disk is full; make room on it, then try again"
_CLOSED = "the bot's user has no right to this: grant it, or name another place"
_OF_SYSTEM: Mapping[int, str] = MappingProxyType({
    errno.ENOSPC: _FULL, errno.EDQUOT: _FULL,
    errno.EFBIG: "the file may not grow so large here: raise the limit, or name another place",
    errno.EACCES: _CLOSED, errno.EPERM: _CLOSED,
    errno.EROFS: "this disk can only be read: name another place",
    errno.EADDRINUSE: "the port is in use: name another, or stop the program that has it",
    errno.ENOENT: "there is no such file or folder: correct the path",
    errno.EISDIR: "this is a folder: name a file",
    errno.ENOTDIR: "a part of this path is a file, not a folder: name another place",
    errno.EEXIST: "a part of this path is a file, not a folder: name another place",
})  # fmt: skip


def sentence(error: BaseException, settings: Settings) -> str | None:
    """Return what is wrong and what to do; nothing for what no operator can mend."""
    if isinstance(error, DiaryError):
        return str(error) or type(error).__name__
    said = faults.sentence(error, settings.database_url)
    if said is None and isinstance(error, OSError):
        return of_system(error)
    return said


def of_system(error: OSError) -> str:
    """Return a refusal of the system's as a sentence."""
    what = _OF_SYSTEM.get(error.errno or 0) or error.strerror or type(error).__name__
    return f"{error.filename}: {what}" if error.filename else what


def of_env(path: Path = ENV) -> Iterator[str]:
    """Yield what keeps ``.env`` from being read; never what stands in it, which may be a secret."""
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8") as file:
            broken = [line.original.line for line in parse_stream(file) if line.error]
    except OSError as error:
        yield of_system(error)
    except UnicodeDecodeError:
        yield f"{path} is not UTF-8: save it as UTF-8"
    else:
        for number in broken:
            yield f"{path}:{number}: this line cannot be read: a line looks like NAME=value"
