"""What a process does once before it serves, so that no tap pays for it.

Both cures are measured: docs/benchmarks.md.
"""

import gc
from typing import Any

from aiogram import methods
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response

_kept: list[type[Response[Any]]] = []


def warm() -> None:
    """Call it when everything is imported and set up."""
    keep_answers()
    freeze()


def keep_answers() -> None:
    """Keep the classes of Telegram's answers.

    aiogram asks for one by every call, and pydantic forgets a generic class that nobody holds: it
    was built anew hundreds of times in a minute.
    """
    returned = {repr(method.__returning__): method.__returning__ for method in _methods()}
    _kept[:] = [Response[kind] for kind in returned.values()]  # type: ignore[valid-type]


def kept() -> list[type[Response[Any]]]:
    """Return the classes that are held."""
    return [*_kept]


def freeze() -> None:
    """Take what is there now for eternal: a full collection of it stops the loop for 0.1 s."""
    gc.collect()
    gc.freeze()


def _methods() -> list[type[TelegramMethod[Any]]]:
    named = (getattr(methods, name) for name in methods.__all__ if name != TelegramMethod.__name__)
    return [kind for kind in named if "__returning__" in vars(kind)]
