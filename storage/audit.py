"""The audit log: who did what to codes and rights; ids only, never a name or a code."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from storage.database import Session
from storage.tables import audit_entry


async def note(
    session: Session,
    action: str,
    outcome: str,
    *,
    chat_id: int | None,
    at: datetime,
    detail: Mapping[str, int | str | None] | None = None,
) -> None:
    """Write one entry; ``chat_id`` is empty for the command line."""
    kept = {name: value for name, value in (detail or {}).items() if value is not None}
    await session.execute(
        sa.insert(audit_entry).values(
            at=at, chat_id=chat_id, action=action, outcome=outcome, detail=kept
        )
    )
