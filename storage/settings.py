"""A chat's own choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

import sqlalchemy as sa

from domain.quiet import QuietWeek
from storage.database import Session
from storage.tables import chat, quiet_choice


@dataclass(frozen=True, slots=True)
class StoredChoice:
    """What the person chose, as it is stored."""

    language: str | None
    telegram_language: str | None
    discreet: bool
    digest_at: time | None
    weeks: Mapping[int, QuietWeek]
    """Quiet hours by student; 0 for every child that has none of its own."""


async def of_chat(session: Session, chat_id: int) -> StoredChoice:
    """Return the choices of a chat; one statement."""
    found = await session.execute(
        sa.select(
            chat.c.language,
            chat.c.telegram_language,
            chat.c.discreet,
            chat.c.digest_at,
            quiet_choice.c.student_id,
            quiet_choice.c.week,
        )
        .outerjoin(quiet_choice, quiet_choice.c.chat_id == chat.c.id)
        .where(chat.c.id == chat_id)
    )
    rows = found.all()
    weeks = {row.student_id: QuietWeek.load(row.week) for row in rows if row.week is not None}
    return StoredChoice(*rows[0][:4], weeks)


async def choose_discreet(session: Session, chat_id: int, discreet: bool) -> None:
    """Hide the text of messages from a lock screen, or not."""
    await session.execute(sa.update(chat).where(chat.c.id == chat_id).values(discreet=discreet))


async def choose_digest(session: Session, chat_id: int, at: time) -> None:
    """Put the chat's digests at that hour of the school's day."""
    await session.execute(sa.update(chat).where(chat.c.id == chat_id).values(digest_at=at))
