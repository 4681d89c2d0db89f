"""Applies staged rows to the diary: set-based statements in the one transaction that writes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from domain.mirror import DERIVED
from storage import imports_derived, imports_facts
from storage import tables as t
from storage.database import Session
from storage.staging import (
    ADDED,
    BY_NAME,
    CHANGED,
    MIRRORED,
    SAME,
    SESSIONS,
    Stage,
    key,
    resolved,
    taken_back,
)

_LOCK = 0x696D706F7274
"""PostgreSQL advisory lock, one import at a time: the letters "import"; SQLite has one writer."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the staged rows are to be applied."""

    source: str
    whole: frozenset[tuple[str, bool]]
    """Tables (and whether their derived part) that were read in full."""
    now: datetime
    today: date
    announce: bool
    """Tell families even of a first import."""
    hour: time = time(0)
    """Of the school's day."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one table."""

    added: int
    changed: int
    unchanged: int
    removed: int


async def apply(session: Session, plan: Plan) -> tuple[dict[str, Change], int]:
    """Write all that is staged; returns table → counts, and how many facts were written."""
    if session.dialect.name == "postgresql":
        await session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    tells = plan.announce or not await _is_first(session, plan.source)
    told = imports_facts.Story(session, plan.source, plan.now, plan.today, plan.hour)
    story = told if tells else None
    filled = [stage for stage in MIRRORED if await _has_work(session, stage, plan)]
    for stage in filled:
        await _compare(session, stage, plan)
        if story:
            await story.before(stage)
        await _write(session, stage, plan.source)
        if story:
            await story.after(stage)
    for stage in SESSIONS:
        await imports_derived.link_sessions(session, stage)
    await imports_derived.doom_marks(session)
    if story:
        await story.removed()
    counts = {stage.target.name: await _count(session, stage) for stage in filled}
    # Children go before their parents, or a cascade would take them untold.
    for stage in reversed(filled):
        await _remove(session, stage)
    if {"class_member", "course_member", "course"} & counts.keys():
        await imports_derived.find_homerooms(session, plan.source)
    return counts, story.told if story else 0


async def _is_first(session: Session, source: str) -> bool:
    query = sa.select(sa.exists().where(t.school.c.source == source, t.school.c.active))
    return not await session.scalar(query)


async def _has_work(session: Session, stage: Stage, plan: Plan) -> bool:
    """Return whether a table got rows, or may lose some."""
    name = stage.target.name
    if any(noun == name for noun, _ in plan.whole):
        return True
    if stage.target is t.mark and await _has_work(session, BY_NAME["assessment"], plan):
        return True  # a work that goes takes its marks along
    for query in (
        sa.exists(sa.select(stage.stage.c.no)),
        sa.exists().where(taken_back.c.noun == name),
    ):
        if await session.scalar(sa.select(query)):
            return True
    return False


async def _compare(session: Session, stage: Stage, plan: Plan) -> None:
    """Sort the staged rows into new, changed and same, and find the rows that go."""
    target, rows = stage.target, stage.stage
    same = target.c.content_hash == rows.c.content_hash
    if stage.stays:
        same = sa.and_(same, target.c.active)
    if target is t.mark:
        is_whole = ("mark", False) in plan.whole
        await imports_derived.number_marks(session, plan.source, whole=is_whole)
        same = sa.and_(same, target.c.ordinal == rows.c.ordinal)
    here = sa.and_(target.c.source == plan.source, target.c.sourced_id == rows.c.sourced_id)
    state = sa.case((target.c.id.is_(None), ADDED), (same, SAME), else_=CHANGED)
    found = sa.select(rows.c.no, target.c.id, state).select_from(rows.outerjoin(target, here))
    await session.execute(sa.insert(stage.diff).from_select(["no", "id", "state"], found))
    if session.dialect.name == "postgresql":
        await session.execute(sa.text(f"ANALYZE {stage.diff.name}"))
    await _find_gone(session, stage, plan)


async def _find_gone(session: Session, stage: Stage, plan: Plan) -> None:
    target, name = stage.target, stage.target.name
    own = [target.c.source == plan.source, *([target.c.active] if stage.stays else [])]
    named = sa.select(taken_back.c.sourced_id).where(taken_back.c.noun == name)
    absent = [
        target.c.sourced_id.like(f"{DERIVED}%") if derived
        else target.c.sourced_id.not_like(f"{DERIVED}%")
        for noun, derived in plan.whole if noun == name
    ]  # fmt: skip
    queries = [sa.select(target.c.id).where(*own, target.c.sourced_id.in_(named))]
    if absent and await session.scalar(sa.select(sa.exists().where(*own))):
        index = f"CREATE INDEX diff_{name}_id ON {stage.diff.name} (id)"
        await session.execute(sa.text(index))
        kept = sa.exists().where(stage.diff.c.id == target.c.id)
        queries.append(sa.select(target.c.id).where(*own, sa.or_(*absent), ~kept))
    for query in queries:
        await session.execute(sa.insert(stage.gone).from_select(["id"], query))


async def _write(session: Session, stage: Stage, source: str) -> None:
    """Insert the new rows, update the changed ones and learn every row's id."""
    target, rows, diff = stage.target, stage.stage, stage.diff
    start = diff.join(rows, rows.c.no == diff.c.no)
    found = resolved(session, stage, start)
    values = [rows.c.sourced_id, rows.c.content_hash, *found.columns.values()]
    names = ["sourced_id", "content_hash", *found.columns]
    new = sa.select(sa.literal(source), *values).select_from(found.joined)
    new = new.where(diff.c.state == ADDED).order_by(diff.c.no)
    await session.execute(sa.insert(target).from_select(["source", *names], new))
    fresh = (
        sa.select(
            diff.c.id.label("row_id"), *(v.label(n) for v, n in zip(values, names, strict=True))
        )
        .select_from(found.joined)
        .where(diff.c.state == CHANGED)
        .subquery("fresh")
    )
    changes: dict[str, sa.ColumnElement[Any]] = {
        name: fresh.c[name] for name in names if name != "sourced_id"
    }
    if stage.stays:
        changes["active"] = sa.true()
    await session.execute(sa.update(target).values(changes).where(target.c.id == fresh.c.row_id))
    if stage.keyed:
        here = sa.and_(target.c.source == source, target.c.sourced_id == rows.c.sourced_id)
        ids = sa.select(rows.c.no, target.c.id).select_from(rows.join(target, here))
        await session.execute(sa.insert(key).from_select(["no", "id"], ids))


async def _count(session: Session, stage: Stage) -> Change:
    query = sa.select(stage.diff.c.state, sa.func.count()).group_by(stage.diff.c.state)
    found = {row[0]: row[1] for row in await session.execute(query)}
    gone = sa.select(sa.func.count(stage.gone.c.id.distinct()))
    removed = await session.scalar(gone)
    return Change(found.get(ADDED, 0), found.get(CHANGED, 0), found.get(SAME, 0), removed or 0)


async def _remove(session: Session, stage: Stage) -> None:
    """Delete what is gone; people and the structure only become inactive."""
    target = stage.target
    is_gone = target.c.id.in_(sa.select(stage.gone.c.id))
    if stage.stays:
        await session.execute(sa.update(target).values(active=sa.false()).where(is_gone))
        return
    if target is t.category:
        # Its works stay and only lose their kind; the foreign key would take them along.
        free = sa.update(t.assessment).values(category_id=None)
        gone = sa.select(stage.gone.c.id)
        await session.execute(free.where(t.assessment.c.category_id.in_(gone)))
    await session.execute(sa.delete(target).where(is_gone))


async def audit(session: Session, now: datetime, outcome: str, detail: dict[str, object]) -> None:
    """Note in the audit log that an import was made; counts only."""
    entry = {"at": now, "action": "import", "outcome": outcome, "detail": detail}
    await session.execute(sa.insert(t.audit_entry), [entry])
