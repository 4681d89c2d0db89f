"""What the database already has of a source, as the reader of a new bundle needs it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from domain.mirror import DERIVED, Known, KnownSession, KnownWork
from storage import tables as t
from storage.database import Session

_REFERRED = (
    t.school, t.academic_session, t.person, t.subject, t.school_class, t.course, t.category,
    t.score_scale, t.assessment,
)  # fmt: skip


async def of_source(session: Session, source: str) -> Known:
    """Return every active row that a delta file may point to."""
    known = Known()
    for table in _REFERRED:
        active = [table.c.active] if "active" in table.c else []
        query = sa.select(table.c.sourced_id, table.c.id).where(table.c.source == source, *active)
        known.ids[table.name] = dict(await _pairs(session, query))
    await _structure(session, source, known)
    await _people(session, source, known)
    await _gradebook(session, source, known)
    return known


async def _structure(session: Session, source: str, known: Known) -> None:
    schools = sa.select(t.school.c.sourced_id, t.school.c.kind).where(t.school.c.source == source)
    known.org_kinds = dict(await _pairs(session, schools))
    one = t.academic_session
    rows = await session.execute(
        sa.select(one.c.sourced_id, one.c.kind, one.c.parent_sourced_id).where(
            one.c.source == source, one.c.active
        )
    )
    known.sessions = {row[0]: KnownSession(row[1], row[2]) for row in rows}
    homes = (
        sa.select(t.school.c.sourced_id)
        .join(t.school_class, t.school_class.c.school_id == t.school.c.id)
        .where(
            t.school_class.c.source == source,
            t.school_class.c.active,
            t.school_class.c.sourced_id.not_like(f"{DERIVED}%"),
        )
        .distinct()
    )
    known.with_homeroom = set(await session.scalars(homes))


async def _people(session: Session, source: str, known: Known) -> None:
    roles = (
        sa.select(t.person.c.sourced_id, t.person_role.c.role)
        .join(t.person_role, t.person_role.c.person_id == t.person.c.id)
        .where(t.person.c.source == source, t.person.c.active)
    )
    for sourced_id, role in await _pairs(session, roles):
        known.roles.setdefault(sourced_id, set()).add(role)
    agents = sa.select(t.guardianship.c.sourced_id).where(t.guardianship.c.source == source)
    known.agents = sorted(await session.scalars(agents))


async def _gradebook(session: Session, source: str, known: Known) -> None:
    scales = sa.select(t.score_scale.c.sourced_id, t.score_scale.c.scale).where(
        t.score_scale.c.source == source
    )
    known.scales = dict(await _pairs(session, scales))
    work = t.assessment
    rows = await session.execute(
        sa.select(
            work.c.sourced_id,
            t.course.c.sourced_id.label("course"),
            work.c.minimum,
            work.c.maximum,
            work.c.scale,
        )
        .join(t.course, t.course.c.id == work.c.course_id)
        .where(work.c.source == source)
    )
    known.works = {row[0]: KnownWork(*row[1:]) for row in rows}


async def _pairs(session: Session, query: sa.Select[tuple[Any, Any]]) -> Sequence[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in await session.execute(query)]


async def sources(session: Session) -> list[str]:
    """Return the names of the sources that schools came from, local rows aside."""
    query = sa.select(t.school.c.source).where(t.school.c.source != "local").distinct()
    return sorted(await session.scalars(query))


async def sources_of_orgs(session: Session, sourced_ids: Sequence[str]) -> list[str]:
    """Return the sources that already have one of these organisations."""
    query = (
        sa.select(t.school.c.source)
        .where(t.school.c.sourced_id.in_(sourced_ids), t.school.c.source != "local")
        .distinct()
    )
    return sorted(await session.scalars(query))
