"""What a process does once before it serves, so that no tap pays for it: docs/benchmarks.md."""

import gc


def warm() -> None:
    """Call it when everything is imported and set up.

    What is there now stays until the end; a full collection that looks through all of it stops the
    loop for a tenth of a second.
    """
    gc.collect()
    gc.freeze()
