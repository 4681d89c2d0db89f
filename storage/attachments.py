"""Files of homework, news, posts, hand-ins and absence notes, in the order they were sent."""

from collections.abc import Collection, Sequence
from enum import StrEnum

import sqlalchemy as sa

from domain.files import Attachment, FileKind
from storage.database import Session
from storage.tables import attachment


class Owner(StrEnum):
    """What a file belongs to; the value names its column."""

    HOMEWORK = "homework_id"
    NEWS = "announcement_id"
    POST = "post_id"
    SUBMISSION = "submission_id"
    ABSENCE_NOTE = "absence_note_id"


async def add(session: Session, owner: Owner, owner_id: int, files: Sequence[Attachment]) -> None:
    """Write files after those that are there."""
    if not files:
        return
    rows = [
        {
            owner.value: owner_id, "kind": one.kind, "file_id": one.file_id,
            "file_unique_id": one.file_unique_id, "name": one.name,
            "media_type": one.media_type, "size": one.size, "album": one.album,
        }
        for one in files
    ]  # fmt: skip
    await session.execute(sa.insert(attachment), rows)


async def of(
    session: Session, owner: Owner, ids: Collection[int]
) -> dict[int, tuple[Attachment, ...]]:
    """Return the files of each owner that has any."""
    column = attachment.c[owner.value]
    rows = await session.execute(
        sa.select(attachment, column.label("of")).where(column.in_(ids)).order_by(attachment.c.id)
    )
    found: dict[int, list[Attachment]] = {}
    for row in rows:
        one = Attachment(
            FileKind(row.kind), row.file_id, row.file_unique_id, row.name, row.media_type,
            row.size, row.album,
        )  # fmt: skip
        found.setdefault(row.of, []).append(one)
    return {number: tuple(files) for number, files in found.items()}


async def drop(session: Session, owner: Owner, owner_id: int) -> None:
    """Forget all files of an owner."""
    await session.execute(sa.delete(attachment).where(attachment.c[owner.value] == owner_id))


async def count(session: Session, owner: Owner, owner_id: int) -> int:
    """Return how many files an owner has."""
    column = attachment.c[owner.value]
    found = await session.execute(sa.select(sa.func.count()).where(column == owner_id))
    return int(found.scalar_one())
