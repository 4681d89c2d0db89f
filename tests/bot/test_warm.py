"""What a process does before it serves."""

import gc
import platform
import subprocess
import sys

import pytest

from bot.warm import ARENAS, warm


def test_what_is_there_after_the_set_up_is_looked_through_no_more() -> None:
    before = gc.get_freeze_count()
    try:
        warm()

        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()


_THREADS = """
import ctypes, threading
from bot.warm import share_heaps
share_heaps()
together = threading.Barrier(8)
def work():
    kept = bytearray(100_000)
    together.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have one heap")
def test_threads_share_two_heaps_so_that_what_they_free_is_used_again() -> None:
    command = [sys.executable, "-c", _THREADS]

    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert done.stdout.count("<heap nr=") == ARENAS
