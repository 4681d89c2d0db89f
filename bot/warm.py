"""What a process does once, when what waited is served, so that no tap pays for it later."""

import gc


def warm() -> None:
    """Call it when everything is imported, set up and used once.

    What is there now stays until the end; a full collection that looks through all of it stops the
    loop for a tenth of a second.
    """
    gc.collect()
    gc.freeze()
