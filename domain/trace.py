"""One id from a fact to its message, in every log line on the way: ``f123`` is fact 123.

The planner and the sender hold it while they work at a fact:

    with trace.follow(trace.of_facts([claimed.fact_id])):
        …

Tasks that are started inside the block carry it on, as every context variable. A message that
several facts became carries them all. ``bot.log`` adds it to each line; it is a row's number, so it
says nothing of anybody.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

NAMED = 5
"""Facts that are named one by one; a digest of a hundred would drown the line."""

_current: ContextVar[str | None] = ContextVar("trace", default=None)


def of_facts(fact_ids: Sequence[int]) -> str:
    """Return the trace of what these facts became: ``f7``, ``f7+f9``; many end in ``…3``."""
    named = [f"f{fact_id}" for fact_id in fact_ids[:NAMED]]
    left = len(fact_ids) - len(named)
    return "+".join([*named, f"…{left}"] if left else named)


def current() -> str | None:
    """Return the trace of what is at work here, or None outside of any."""
    return _current.get()


@contextmanager
def follow(trace: str) -> Iterator[None]:
    """Hold a trace for as long as the block lasts."""
    token = _current.set(trace)
    try:
        yield
    finally:
        _current.reset(token)
