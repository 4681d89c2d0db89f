"""Which kinds of notification a chat wants to hear of which student; all, until it says no."""

import sqlalchemy as sa

from storage.database import Session
from storage.tables import preference
from storage.upsert import upsert


async def of_chat(session: Session, chat_id: int) -> dict[tuple[int, str], bool]:
    """Return (student, kind) → enabled for what the chat ever chose; what is missing is enabled."""
    rows = await session.execute(
        sa.select(preference.c.student_id, preference.c.kind, preference.c.enabled).where(
            preference.c.chat_id == chat_id
        )
    )
    return {(student_id, kind): enabled for student_id, kind, enabled in rows}


async def put(session: Session, chat_id: int, student_id: int, kind: str, enabled: bool) -> None:
    """Store a choice."""
    insert = upsert(session, preference).values(
        chat_id=chat_id, student_id=student_id, kind=kind, enabled=enabled
    )
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["chat_id", "student_id", "kind"], set_={"enabled": enabled}
        )
    )
