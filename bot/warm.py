"""What a process does once, when what waited is served, so that no tap pays for it later."""

import ctypes
import gc

_M_ARENA_MAX = -8
"""glibc's malloc.h; mallopt(3)."""
ARENAS = 2


def share_heaps() -> None:
    """Call it before any thread starts: glibc would give each a heap of its own.

    A database connection is a thread, and connections come and go with the load. Each of their
    heaps keeps what was freed in it, so memory rose with nothing held: docs/benchmarks.md.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return  # another C library, which has no such heaps
    mallopt(_M_ARENA_MAX, ARENAS)


def warm() -> None:
    """Call it when everything is imported, set up and used once.

    What is there now stays until the end; a full collection that looks through all of it stops the
    loop for a tenth of a second.
    """
    gc.collect()
    gc.freeze()
