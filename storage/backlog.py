"""What waited when a process began: it is served before anything that can come later."""

from datetime import datetime

import sqlalchemy as sa

from storage import claims
from storage.database import Session
from storage.tables import waiting_update

_NOBODY = 0
"""No worker's number, so that what our own worker has under way counts too."""


async def is_left(session: Session, bot_id: int, began: datetime, now: datetime) -> bool:
    """Tell whether updates kept before the start, or messages that may go, are still to be done."""
    ahead = await claims.ahead(session, _NOBODY, now)
    moments = (at for at in (ahead.plan_at, ahead.held_until) if at is not None)
    if ahead.due or ahead.claimed or any(at <= now for at in moments):
        return True
    kept = sa.exists().where(waiting_update.c.bot_id == bot_id, waiting_update.c.at <= began)
    return bool(await session.scalar(sa.select(kept)))
