"""Bringing back what was before a change of the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from storage.database import Session
from storage.marking import Change, kept, plain
from storage.tables import journal_change, metadata


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a batch, as history has it."""

    id: int
    chat_id: int | None
    course_id: int
    change: Change


async def batch(session: Session, name: str) -> list[Step]:
    """Return the changes that were saved together and not undone, the last first."""
    rows = await session.execute(
        sa.select(journal_change)
        .where(journal_change.c.batch == name, journal_change.c.undone_at.is_(None))
        .order_by(journal_change.c.id.desc())
        .with_for_update()
    )
    return [
        Step(
            row.id, row.chat_id, row.course_id or 0,
            Change(row.thing, _typed(row.thing, row.before), _typed(row.thing, row.after)),
        )
        for row in rows
    ]  # fmt: skip


async def is_unchanged(session: Session, steps: Sequence[Step]) -> bool:
    """Tell whether everything is still as the batch left it; a statement for each table."""
    for thing in {step.change.thing for step in steps}:
        table = metadata.tables[thing]
        after = {
            step.change.row["id"]: step.change.after for step in steps if step.change.thing == thing
        }
        rows = await session.execute(sa.select(table).where(table.c.id.in_(after)))
        there = {row["id"]: kept(thing, dict(row)) for row in rows.mappings()}
        for number, left in after.items():
            if plain(there.get(number)) != plain(left and kept(thing, left)):
                return False
    return True


async def bring_back(session: Session, steps: Sequence[Step], *, now: datetime) -> None:
    """Write what was before; at most three statements for each table."""
    for thing in sorted({step.change.thing for step in steps}):
        table = metadata.tables[thing]
        mine = [step.change for step in steps if step.change.thing == thing]
        made = [change.row["id"] for change in mine if change.before is None]
        if made:
            await session.execute(sa.delete(table).where(table.c.id.in_(made)))
        removed = [dict(change.before) for change in mine if change.before and not change.after]
        if removed:
            await session.execute(sa.insert(table), removed)
        changed = [dict(change.before) for change in mine if change.before and change.after]
        if changed:
            await _rewrite(session, table, changed)
    ids = [step.id for step in steps]
    await session.execute(
        sa.update(journal_change).where(journal_change.c.id.in_(ids)).values(undone_at=now)
    )


async def _rewrite(session: Session, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    names = [name for name in rows[0] if name != "id"]
    values = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    given = [
        {"of": row["id"]} | {f"new_{name}": row[name] for name in names} for row in rows
    ]  # fmt: skip
    await session.execute(
        sa.update(table).where(table.c.id == sa.bindparam("of")).values(values), given
    )


def _typed(thing: str, stored: Any) -> dict[str, Any] | None:
    """Return a row of history with its days and times as the table has them."""
    if stored is None:
        return None
    columns = metadata.tables[thing].c
    return {name: _read(columns[name].type, value) for name, value in stored.items()}


def _read(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    if isinstance(value, str) and isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, sa.Time):
        return time.fromisoformat(value)
    return value
