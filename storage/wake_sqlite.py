"""SQLite's own news: its counter of commits, read when the file system says that somebody wrote.

SQLite sends no messages between processes, but ``PRAGMA data_version`` moves with every commit of
another connection and costs a few microseconds and no disk. Linux tells of the write itself
(inotify), so that nobody need ask fifty times a second; elsewhere the counter is read ten times.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

if sys.platform == "linux":
    from inotify_simple import INotify, flags

LOOK_SECONDS = 0.1
"""How often the counter is read where the file system says nothing."""
REST_SECONDS = 1.0
"""How often it is read where the file system speaks: a network's file system may keep silent."""
AFTER_SECONDS = (0.002, 0.003, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32)
"""Pauses between looks after a write: the log is written before the commit can be seen."""


async def watch(path: str, stir: Callable[[], None]) -> None:
    """Call ``stir`` after each commit of another connection, until cancelled."""
    # The statement only looks at shared memory, so it may run in the event loop: a thread's
    # round trip would cost more than the statement itself.
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        counter = _Counter(connection, stir)
        if sys.platform == "linux":
            await _on_writes(Path(path), counter)
        else:
            await _by_the_clock(counter, LOOK_SECONDS)


class _Counter:
    def __init__(self, connection: sqlite3.Connection, stir: Callable[[], None]) -> None:
        self._connection = connection
        self._stir = stir
        self._seen: int | None = -1

    def look(self) -> None:
        """Stir whoever wants to know where it has moved."""
        now = self._version()
        if now != self._seen:
            self._seen = now
            self._stir()

    def _version(self) -> int | None:
        """Return the counter; nothing while the file is locked, which is worth a look too."""
        try:
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.OperationalError:
            return None
        return int(version)


async def _by_the_clock(counter: _Counter, seconds: float) -> None:
    while True:
        counter.look()
        await asyncio.sleep(seconds)


async def _on_writes(path: Path, counter: _Counter) -> None:
    loop, written = asyncio.get_running_loop(), asyncio.Event()
    log = f"{path.name}-wal"

    with INotify(nonblocking=True) as notify:
        # The folder, not the file: SQLite deletes its log with the last connection.
        notify.add_watch(path.parent, flags.MODIFY | flags.CREATE | flags.MOVED_TO)

        def hear() -> None:
            if any(event.name == log for event in notify.read(timeout=0)):
                written.set()

        loop.add_reader(notify.fileno(), hear)
        pauses = iter(AFTER_SECONDS)
        try:
            while True:
                counter.look()
                if await _written(written, next(pauses, REST_SECONDS)):
                    written.clear()
                    pauses = iter(AFTER_SECONDS)
        finally:
            loop.remove_reader(notify.fileno())


async def _written(written: asyncio.Event, seconds: float) -> bool:
    """Wait for a write; False where none came for so long."""
    try:
        async with asyncio.timeout(seconds):
            return await written.wait()
    except TimeoutError:
        return False
