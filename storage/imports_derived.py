"""What follows from imported rows: sessions of courses, homerooms of courses, numbers of marks."""

from datetime import date

import sqlalchemy as sa

from storage import tables as t
from storage.database import Session
from storage.staging import BY_NAME, Stage, key, resolved
from storage.upsert import upsert

_NO_END = date(9999, 12, 31)


async def link_sessions(session: Session, stage: Stage) -> None:
    """Give each class or course of this import exactly the sessions that were read for it."""
    target = stage.target
    owner, term = stage.names
    found = resolved(session, stage, stage.stage)
    columns = [column.label(name) for name, column in found.columns.items()]
    pairs = sa.select(*columns).select_from(found.joined)
    insert = upsert(session, target).from_select([owner, term], pairs.where(sa.true()))
    await session.execute(insert.on_conflict_do_nothing())
    read = pairs.subquery("read_pairs")
    # NOT IN, because SQLite makes an index for it and would scan the pairs for each NOT EXISTS.
    lost = sa.tuple_(target.c[owner], target.c[term]).not_in(sa.select(read))
    owners = sa.select(read.c[owner])
    await session.execute(sa.delete(target).where(target.c[owner].in_(owners), lost))


async def number_marks(session: Session, source: str, *, whole: bool) -> None:
    """Count the marks that one student has for one work: "3/5" is ordinal 1 and 2."""
    rows = BY_NAME["mark"].stage
    pair = (rows.c.student_id, rows.c.assessment_id)
    several = sa.select(*pair).group_by(*pair).having(sa.func.count() > 1).subquery("several")
    order = sa.func.row_number().over(partition_by=pair, order_by=(rows.c.day, rows.c.sourced_id))
    counted = (
        sa.select(rows.c.no, order.label("ordinal"))
        .join(several, sa.and_(several.c.student_id == pair[0], several.c.assessment_id == pair[1]))
        .subquery("counted")
    )
    await session.execute(
        sa.update(rows).values(ordinal=counted.c.ordinal).where(rows.c.no == counted.c.no)
    )
    if not whole:
        await _count_on(session, source, rows)


async def _count_on(session: Session, source: str, rows: sa.Table) -> None:
    """In a delta, keep the number of a mark that is there and count on from it for a new one."""
    old = t.mark.alias("old")
    known = sa.select(old.c.ordinal).where(
        old.c.source == source, old.c.sourced_id == rows.c.sourced_id
    )
    highest = sa.select(sa.func.max(old.c.ordinal)).where(
        old.c.assessment_id == _row_id(rows.c.assessment_id),
        old.c.student_id == _row_id(rows.c.student_id),
    )
    number = sa.func.coalesce(
        known.limit(1).scalar_subquery(), rows.c.ordinal + highest.scalar_subquery(), rows.c.ordinal
    )
    await session.execute(sa.update(rows).values(ordinal=number))


def _row_id(pointer: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    number = sa.select(key.c.id).where(key.c.no == pointer).scalar_subquery()
    return sa.case((pointer < 0, -pointer), else_=number)


async def doom_marks(session: Session) -> None:
    """Add the marks of assessments that go to the marks that go, so that families hear of it."""
    works, marks = BY_NAME["assessment"].gone, BY_NAME["mark"].gone
    doomed = sa.select(t.mark.c.id).where(
        t.mark.c.assessment_id.in_(sa.select(works.c.id)),
        t.mark.c.id.not_in(sa.select(marks.c.id)),
    )
    await session.execute(sa.insert(marks).from_select(["id"], doomed))


async def find_homerooms(session: Session, source: str) -> None:
    """Set the homeroom of each course whose students all sit in one; touch no other course."""
    home = t.class_member
    latest = sa.func.row_number().over(
        partition_by=home.c.person_id,
        order_by=(sa.func.coalesce(home.c.ends_on, _NO_END).desc(), home.c.id.desc()),
    )
    seats = (
        sa.select(home.c.person_id, home.c.school_class_id, latest.label("place"))
        .join(t.school_class, t.school_class.c.id == home.c.school_class_id)
        .where(home.c.role == "student", t.school_class.c.active)
        .subquery("seats")
    )
    lowest, highest = (f(seats.c.school_class_id) for f in (sa.func.min, sa.func.max))
    member = t.course_member
    shared = (
        sa.select(
            member.c.course_id,
            sa.case((lowest == highest, lowest), else_=None).label("school_class_id"),
        )
        .join(seats, sa.and_(seats.c.person_id == member.c.person_id, seats.c.place == 1))
        .where(member.c.role == "student")
        .group_by(member.c.course_id)
        .subquery("shared")
    )
    await session.execute(
        sa.update(t.course)
        .values(school_class_id=shared.c.school_class_id)
        .where(
            t.course.c.id == shared.c.course_id,
            t.course.c.source == source,
            t.course.c.school_class_id.is_distinct_from(shared.c.school_class_id),
        )
    )
