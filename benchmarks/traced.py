"""The bot with a look into its memory: `python -m benchmarks.traced FILE run`.

At SIGUSR1 it appends to FILE what there is more of than at the first one: the allocators' sums,
objects by type and, with TRACE_FRAMES above 0, the lines that made them. Tracing, which halves the
speed, begins at the first signal too: start-up is not of interest.
"""

import ctypes
import gc
import os
import signal
import sys
import tracemalloc
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.__main__ import main

MOST = 30
"""Lines of each list."""


class _Mallinfo(ctypes.Structure):
    """What glibc tells of its heap: mallinfo(3)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
            "fordblks", "keepcost",
        )
    )  # fmt: skip


@dataclass(slots=True)
class Witness:
    """Compares with what there was at the first look."""

    file: Path
    frames: int
    objects: Counter[str] | None = None
    lines: tracemalloc.Snapshot | None = None
    looks: int = 0
    _libc: ctypes.CDLL = field(default_factory=lambda: ctypes.CDLL("libc.so.6"))

    def look(self, _signal: int, _frame: object) -> None:
        """Append what grew."""
        gc.collect()
        told = [f"== look {self.looks}", self._heap(), *self._kinds(), *self._places()]
        with self.file.open("a") as file:
            file.write("\n".join(told) + "\n")
        self.looks += 1

    def _heap(self) -> str:
        self._libc.mallinfo2.restype = _Mallinfo
        heap = self._libc.mallinfo2()
        names = ("arena", "hblkhd", "uordblks", "fordblks", "keepcost")
        sums = (f"{name} {getattr(heap, name) / 2**20:.1f}" for name in names)
        return f"malloc, MB: {', '.join(sums)}; Python's blocks {sys.getallocatedblocks()}"

    def _kinds(self) -> list[str]:
        found = Counter(f"{type(one).__module__}.{type(one).__name__}" for one in gc.get_objects())
        if self.objects is None:
            self.objects = found
            return []
        more = found - self.objects
        return [f"{number:+8} {name}" for name, number in more.most_common(MOST)]

    def _places(self) -> list[str]:
        if not self.frames:
            return []
        if not tracemalloc.is_tracing():
            tracemalloc.start(self.frames)
        found = tracemalloc.take_snapshot().filter_traces(
            [tracemalloc.Filter(inclusive=False, filename_pattern=tracemalloc.__file__)]
        )
        if self.lines is None:
            self.lines = found
            return []
        grown = found.compare_to(self.lines, "traceback")[:MOST]
        return [text for one in grown for text in (str(one), *one.traceback.format()[-6:])]


def run() -> int:
    """Run the bot's command line and look whenever told."""
    witness = Witness(Path(sys.argv[1]), int(os.environ.get("TRACE_FRAMES", "0")))
    signal.signal(signal.SIGUSR1, witness.look)
    return main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(run())
