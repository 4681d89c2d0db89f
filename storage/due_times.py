"""When each scheduled job runs next; a row, so that a restart forgets nothing."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from storage.database import Session
from storage.tables import due_time
from storage.upsert import upsert


async def begin(session: Session, job: str, due_at: datetime) -> None:
    """Set a job's first time; a job that has one keeps it."""
    insert = upsert(session, due_time).values(job=job, due_at=due_at)
    await session.execute(insert.on_conflict_do_nothing(index_elements=["job"]))


async def of_all(session: Session) -> Mapping[str, datetime]:
    """Return job → when it is due."""
    rows = await session.execute(sa.select(due_time.c.job, due_time.c.due_at))
    return {row.job: row.due_at for row in rows}


async def take(session: Session, job: str, due_at: datetime, following: datetime) -> bool:
    """Move a job on to its next time; False where another worker was first.

    In the transaction that does the job's work: both happen or neither.
    """
    moved = await session.execute(
        sa.update(due_time)
        .where(due_time.c.job == job, due_time.c.due_at == due_at)
        .values(due_at=following)
    )
    return moved.rowcount == 1
