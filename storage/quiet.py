"""Quiet hours that a chat chose, for all its children or for one."""

import sqlalchemy as sa

from domain.quiet import QuietWeek
from storage.database import Session
from storage.tables import quiet_choice
from storage.upsert import upsert


async def put(session: Session, chat_id: int, student_id: int, week: QuietWeek) -> None:
    """Store a choice; a week that is open on every day is none."""
    if week == QuietWeek():
        await session.execute(
            sa.delete(quiet_choice).where(
                quiet_choice.c.chat_id == chat_id, quiet_choice.c.student_id == student_id
            )
        )
        return
    insert = upsert(session, quiet_choice).values(
        chat_id=chat_id, student_id=student_id, week=week.dump()
    )
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["chat_id", "student_id"], set_={"week": insert.excluded.week}
        )
    )
