"""A chat's own choices."""

from dataclasses import dataclass
from datetime import time

import sqlalchemy as sa

from storage.database import Session
from storage.tables import chat


@dataclass(frozen=True, slots=True)
class StoredChoice:
    """What the person chose, as it is stored."""

    language: str | None
    telegram_language: str | None
    quiet_chosen: bool
    quiet_from: time | None
    quiet_until: time | None


async def of_chat(session: Session, chat_id: int) -> StoredChoice:
    """Return the choices of a chat."""
    row = await session.execute(
        sa.select(
            chat.c.language,
            chat.c.telegram_language,
            chat.c.quiet_chosen,
            chat.c.quiet_from,
            chat.c.quiet_until,
        ).where(chat.c.id == chat_id)
    )
    return StoredChoice(*row.one())


async def choose_quiet_hours(
    session: Session, chat_id: int, *, chosen: bool, begins: time | None, ends: time | None
) -> None:
    """Store hours, that there are none, or (not chosen) that the school's hold."""
    await session.execute(
        sa.update(chat)
        .where(chat.c.id == chat_id)
        .values(quiet_chosen=chosen, quiet_from=begins, quiet_until=ends)
    )
