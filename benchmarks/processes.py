"""Bots under measurement, each in a process of its own."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

START_SECONDS = 60
_CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def running(
    *module: str, env: Mapping[str, str], log: IO[str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run ``python -m module …`` until the block ends, with no settings but these.

    What it writes goes into ``log``, or where we write.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *module, env={**os.environ, **env}, stdout=log, stderr=log
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def listens(
    port: int, process: asyncio.subprocess.Process, *, within: float = START_SECONDS
) -> None:
    """Wait until somebody accepts connections on the port.

    Raises ``RuntimeError`` where the process ended instead.
    """
    async with asyncio.timeout(within):
        while True:
            if process.returncode is not None:
                message = f"the bot ended with code {process.returncode} before it listened"
                raise RuntimeError(message)
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


def resident(pid: int) -> float:
    """Return the resident set in megabytes."""
    return _status(pid, "VmRSS")


def most_resident(pid: int) -> float:
    """Return the largest resident set; rusage would count that of whoever started the process."""
    return _status(pid, "VmHWM")


def anonymous(pid: int) -> float:
    """Return what of the resident set is no file's, in megabytes: what a leak would be part of."""
    return _status(pid, "RssAnon")


def threads(pid: int) -> int:
    """Return how many threads a process has."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def descriptors(pid: int) -> int:
    """Return how many files and sockets a process holds open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _status(pid: int, name: str) -> float:
    """Return a size in megabytes: proc(5), they are in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process, user and system: proc(5), fields 14 and 15."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _CLOCK_TICKS
