"""An update of Telegram's has its effect once, however often Telegram brings it.

The first writing transaction of an update writes the update's number too: mark and effect are one
commit. When the same update comes again, the mark is there and the transaction does not run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from domain.errors import AlreadyDone
from storage.delivery_tables import handled_update
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.database import Session


@dataclass(slots=True)
class Effect:
    """The update at work, and whether it has changed something already."""

    bot_id: int
    update_id: int
    at: datetime
    is_done: bool = False


_current: ContextVar[Effect | None] = ContextVar("effect", default=None)


@contextmanager
def of_update(effect: Effect) -> Iterator[None]:
    """Say whose effect the transactions of this block are."""
    token = _current.set(effect)
    try:
        yield
    finally:
        _current.reset(token)


async def mark(session: "Session") -> Effect | None:
    """Claim the effect of the update at work, if one is; raises ``AlreadyDone``."""
    effect = _current.get()
    if effect is None:
        return None
    if effect.is_done:
        message = "a second effect of one update: a crash between the two would lose this one"
        raise RuntimeError(message)
    row = {"bot_id": effect.bot_id, "update_id": effect.update_id, "at": effect.at}
    insert = upsert(session, handled_update).values(row)
    made = await session.execute(
        insert.on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
    )
    if made.rowcount == 0:
        raise AlreadyDone
    return effect
