"""Chats: who talks to the bot, in which language, about which child."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import conversations
from storage.database import Session
from storage.once import once
from storage.tables import chat, conversation
from storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class KnownChat:
    """A chat as it is stored."""

    id: int
    language: str | None
    telegram_language: str | None
    selected_student_id: int | None
    unreachable_at: datetime | None
    state: str | None
    """What the person is composing; nothing while they only look."""


async def of_telegram(session: Session, telegram_id: int) -> KnownChat | None:
    """Return the chat that Telegram calls so."""
    given = {"telegram": telegram_id, "key": conversations.key(telegram_id)}
    row = (await session.execute(_of_telegram(), given)).one_or_none()
    return KnownChat(*row) if row else None


@once
def _of_telegram() -> sa.Select[Any]:
    """Put together once: every update begins with this statement."""
    return (
        sa.select(
            chat.c.id,
            chat.c.language,
            chat.c.telegram_language,
            chat.c.selected_student_id,
            chat.c.unreachable_at,
            conversation.c.state,
        )
        .outerjoin(conversation, conversation.c.key == sa.bindparam("key", type_=sa.String))
        .where(chat.c.telegram_id == sa.bindparam("telegram", type_=sa.BigInteger))
    )


async def meet(
    session: Session, telegram_id: int, telegram_language: str | None, *, now: datetime
) -> None:
    """Store the chat, or that it can be reached again and in which language Telegram speaks."""
    values = {
        "telegram_id": telegram_id,
        "telegram_language": telegram_language,
        "created_at": now,
    }
    await session.execute(
        upsert(session, chat)
        .values(values)
        .on_conflict_do_update(
            index_elements=["telegram_id"],
            set_={"telegram_language": telegram_language, "unreachable_at": None},
        )
    )


async def select_student(session: Session, chat_id: int, student_id: int | None) -> None:
    """Remember the child that the menus are about."""
    await session.execute(
        sa.update(chat).where(chat.c.id == chat_id).values(selected_student_id=student_id)
    )


async def choose_language(session: Session, chat_id: int, language: str | None) -> None:
    """Remember the person's own choice; nothing means Telegram's language again."""
    await session.execute(sa.update(chat).where(chat.c.id == chat_id).values(language=language))


async def lose(session: Session, telegram_id: int, *, now: datetime) -> None:
    """Remember that the person blocked the bot, so that nothing more is sent there."""
    await session.execute(
        sa.update(chat)
        .where(chat.c.telegram_id == telegram_id, chat.c.unreachable_at.is_(None))
        .values(unreachable_at=now)
    )


async def regain(session: Session, telegram_id: int) -> None:
    """Remember that the chat can be reached again."""
    await session.execute(
        sa.update(chat).where(chat.c.telegram_id == telegram_id).values(unreachable_at=None)
    )
