"""What an operator can mend about a database: each such error as one sentence.

Errors are told by their codes, never by their texts, which may quote what was to be stored.
"""

import errno
import socket
import sqlite3
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import sqlalchemy as sa

_PRIMARY = 0xFF
"""An extended code of SQLite's has the primary one in its low byte."""
_MISSING = ("no such table", "no such column", "table alembic_version")
_HOLLOW = (
    "{place}: tables that the diary needs are missing: `diary-bot check` names them;"
    " restore a backup"
)
_SQLITE: Mapping[int, str] = MappingProxyType({
    sqlite3.SQLITE_BUSY: (
        "{place} is locked: another process is writing to it;"
        " wait until it is done or stop it, then try again"
    ),
    sqlite3.SQLITE_LOCKED: (
        "{place} is locked: another process is writing to it;"
        " wait until it is done or stop it, then try again"
    ),
    sqlite3.SQLITE_FULL: "{place}: the disk is full; make room on it, then try again",
    sqlite3.SQLITE_READONLY: (
        "{place} can only be read: let the bot's user write the file and its folder"
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "{place} cannot be opened: it must be a file,"
        " and the bot's user must be able to write it and its folder"
    ),
    sqlite3.SQLITE_PERM: "{place} cannot be opened: let the bot's user read and write it",
    sqlite3.SQLITE_IOERR: (
        "{place}: the disk refuses to read or write; look whether it is full or failing"
    ),
    sqlite3.SQLITE_NOTADB: (
        "{place} is no database: name the diary's in DATABASE_URL,"
        " or restore a backup with `diary-bot restore FILE --force`"
    ),
    sqlite3.SQLITE_CORRUPT: (
        "{place} is damaged: restore a backup with `diary-bot restore FILE --force`"
    ),
})  # fmt: skip
_POSTGRES: Mapping[str, str] = MappingProxyType({
    "28P01": "{place} refuses the password: correct user and password in DATABASE_URL",
    "28000": "{place} does not let this user in: correct the user in DATABASE_URL or pg_hba.conf",
    "3D000": "{place} has no such database: create it (`createdb`), or correct DATABASE_URL",
    "42501": "{place} does not allow this to the user: grant it the rights on its database",
    "25006": "{place} can only be read: name the primary server in DATABASE_URL",
    "53100": "{place}: the server's disk is full; make room on it, then try again",
    "53300": "{place} has no free connection: raise max_connections, or run fewer workers",
    "55P03": "{place} is locked by another process; wait until it is done, then try again",
    "57P01": "{place} was shut down: start it, then try again",
    "57P03": "{place} is starting or stopping: try again in a minute",
    "42P01": _HOLLOW,
    "42703": _HOLLOW,
})  # fmt: skip
_UNREACHED = (None, errno.EHOSTUNREACH, errno.ENETUNREACH)
"""Beside the errors that have classes; asyncio numbers none where several addresses failed."""
_SILENT = "{place} does not answer: is the server running, and is DATABASE_URL right?"


def sentence(error: BaseException, url: str) -> str | None:
    """Return what is wrong with the database and what to do; nothing for anything else."""
    parsed = sa.make_url(url)
    place = place_of(url)
    for one in _chain(error):
        said = of_sqlite(one, place) or _of_postgres(one, place)
        if said is None and parsed.get_backend_name() == "postgresql" and _is_silence(one):
            said = _SILENT.format(place=place)
        if said is not None:
            return said
    return None


def of_sqlite(error: BaseException, place: str) -> str | None:
    """Return the sentence for an error of SQLite's at this file."""
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR and str(error).startswith(_MISSING):
        return _HOLLOW.format(place=place)
    said = _SQLITE.get(code & _PRIMARY) if code is not None else None
    return said.format(place=place) if said else None


def place_of(url: str) -> str:
    """Return where a database is, without its password."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.database or "the database"
    return f"PostgreSQL at {parsed.host or 'localhost'}:{parsed.port or 5432}"


def _of_postgres(error: BaseException, place: str) -> str | None:
    state = getattr(error, "sqlstate", None)
    said = _POSTGRES.get(state) if isinstance(state, str) else None
    return said.format(place=place) if said else None


def _is_silence(error: BaseException) -> bool:
    """Tell whether the server did not answer: a file has a name, a connection has none."""
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror):
        return True
    if isinstance(error, OSError) and error.filename is None and error.errno in _UNREACHED:
        return True
    state = getattr(error, "sqlstate", None)
    return isinstance(state, str) and state.startswith("08")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what caused it; the driver's own is inside SQLAlchemy's."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [getattr(one, "orig", None), one.__cause__]
        waiting += [] if one.__suppress_context__ else [one.__context__]
