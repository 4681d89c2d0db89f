"""How a chat wants to hear of each kind about each student; at once, until it says otherwise."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time

import sqlalchemy as sa

from domain.timing import Mode
from storage.database import Session
from storage.tables import chat, preference
from storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class Stored:
    """What a chat chose for one student."""

    digest_at: time | None
    kinds: Mapping[str, tuple[Mode, bool]]
    """Kind → how soon, and whether what is urgent breaks through; missing where never chosen."""


async def of_student(session: Session, chat_id: int, student_id: int) -> Stored:
    """Return what was chosen, and the hour of the chat's digest; one statement."""
    mine = sa.and_(preference.c.chat_id == chat.c.id, preference.c.student_id == student_id)
    found = await session.execute(
        sa.select(chat.c.digest_at, preference.c.kind, preference.c.mode, preference.c.breaks)
        .outerjoin(preference, mine)
        .where(chat.c.id == chat_id)
    )
    rows = found.all()
    kinds = {row.kind: (Mode(row.mode), row.breaks) for row in rows if row.kind is not None}
    return Stored(rows[0].digest_at, kinds)


async def choose_mode(
    session: Session, chat_id: int, student_id: int, kinds: Collection[str], mode: Mode
) -> None:
    """Hear of these kinds so soon; whether what is urgent breaks through stays as it was."""
    rows = [
        {"chat_id": chat_id, "student_id": student_id, "kind": kind, "mode": mode.value}
        for kind in kinds
    ]
    insert = upsert(session, preference).values(rows)
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["chat_id", "student_id", "kind"], set_={"mode": insert.excluded.mode}
        )
    )


async def choose_breaks(
    session: Session, chat_id: int, student_id: int, kind: str, breaks: bool
) -> None:
    """Hear what is urgent in quiet hours too, or not."""
    insert = upsert(session, preference).values(
        chat_id=chat_id, student_id=student_id, kind=kind, breaks=breaks
    )
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["chat_id", "student_id", "kind"],
            set_={"breaks": insert.excluded.breaks},
        )
    )
