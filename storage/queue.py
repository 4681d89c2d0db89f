"""The delivery queue as an operator sees it: sizes, no contents."""

import sqlalchemy as sa

from storage.database import Session
from storage.tables import delivery


async def sizes(session: Session) -> list[tuple[str, str, int]]:
    """Return (kind, state, number of deliveries)."""
    rows = await session.execute(
        sa.select(delivery.c.kind, delivery.c.state, sa.func.count())
        .group_by(delivery.c.kind, delivery.c.state)
        .order_by(delivery.c.kind, delivery.c.state)
    )
    return [(kind, state, number) for kind, state, number in rows]
