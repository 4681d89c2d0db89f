"""Temporary tables that hold an import before it takes the write lock.

They are named after their targets. ``stage_*`` has the rows as they were read, ``diff_*`` says
which of them are new, changed or known, ``gone_*`` which rows of the target go, and ``import_key``
gives the row id of each key number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Table

from domain import mirror
from domain.mirror import Batch, GoneRow
from storage import tables as t
from storage.database import Session
from storage.types import Utc

metadata = sa.MetaData()
key = Table(
    "import_key",
    metadata,
    Column("no", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("id", sa.BigInteger, nullable=False),
    prefixes=["TEMPORARY"],
)
taken_back = Table(
    "import_taken_back",
    metadata,
    Column("noun", sa.Text, nullable=False),
    Column("sourced_id", sa.Text, nullable=False),
    prefixes=["TEMPORARY"],
)
_META = ("no", "sourced_id", "content_hash")
ADDED, CHANGED, SAME = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Stage:
    """One target table, the rows that come to it, and its temporary tables."""

    target: Table
    row: type
    stage: Table
    diff: Table
    gone: Table

    @property
    def names(self) -> tuple[str, ...]:
        """The target's columns that a row brings."""
        return tuple(name for name in _fields(self.row) if name not in _META)

    @property
    def keyed(self) -> bool:
        """Whether other rows point to rows of this table."""
        return self.target.name in _KEYED

    @property
    def stays(self) -> bool:
        """Whether a row that is gone is only made inactive."""
        return "active" in self.target.c


_KEYED = {
    "school", "academic_session", "person", "subject", "school_class", "course", "category",
    "score_scale", "assessment",
}  # fmt: skip


def _fields(row: type) -> tuple[str, ...]:
    names: tuple[str, ...] = getattr(row, "_fields")  # noqa: B009  (a named tuple's)
    return names


def _stage_type(column: Column[Any]) -> Any:
    """Return the type in which a value waits: numbers as they are, all else as text."""
    if isinstance(column.type, sa.Float):
        return sa.Float(53)
    if isinstance(column.type, (sa.Integer, sa.Boolean)):
        return sa.BigInteger()
    return sa.LargeBinary() if isinstance(column.type, sa.LargeBinary) else sa.Text()


def _stage(target: Table, row: type) -> Stage:
    columns: list[Column[Any]] = []
    for name in _fields(row):
        if name == "no":
            columns.append(Column("no", sa.Integer, primary_key=True, autoincrement=False))
        else:
            columns.append(Column(name, _stage_type(target.c[name])))
    temporary = ["TEMPORARY"]
    diff = (
        Column("no", sa.Integer, primary_key=True, autoincrement=False),
        Column("id", sa.BigInteger),
        Column("state", sa.Integer, nullable=False),
    )
    gone = Column("id", sa.BigInteger, nullable=False)
    return Stage(
        target,
        row,
        Table(f"stage_{target.name}", metadata, *columns, prefixes=temporary),
        Table(f"diff_{target.name}", metadata, *diff, prefixes=temporary),
        Table(f"gone_{target.name}", metadata, gone, prefixes=temporary),
    )


MIRRORED = tuple(
    _stage(target, row)
    for target, row in (
        (t.school, mirror.SchoolRow),
        (t.academic_session, mirror.SessionRow),
        (t.person, mirror.PersonRow),
        (t.subject, mirror.SubjectRow),
        (t.school_class, mirror.SchoolClassRow),
        (t.course, mirror.CourseRow),
        (t.person_role, mirror.PersonRoleRow),
        (t.guardianship, mirror.GuardianshipRow),
        (t.class_member, mirror.ClassMemberRow),
        (t.course_member, mirror.CourseMemberRow),
        (t.category, mirror.CategoryRow),
        (t.score_scale, mirror.ScoreScaleRow),
        (t.assessment, mirror.AssessmentRow),
        (t.mark, mirror.MarkRow),
        (t.bell, mirror.BellRow),
        (t.timetable_entry, mirror.TimetableRow),
        (t.holiday, mirror.HolidayRow),
        (t.lesson, mirror.LessonRow),
        (t.homework, mirror.HomeworkRow),
        (t.attendance, mirror.AttendanceRow),
        (t.final_mark, mirror.FinalMarkRow),
        (t.announcement, mirror.AnnouncementRow),
    )
)
"""Every target in the order in which rows depend on each other."""
BY_NAME = {one.target.name: one for one in MIRRORED}
SESSIONS = tuple(
    _stage(target, row)
    for target, row in (
        (t.class_session, mirror.ClassSessionRow),
        (t.course_session, mirror.CourseSessionRow),
    )
)
_BY_ROW: dict[type, Table] = {one.row: one.stage for one in (*MIRRORED, *SESSIONS)}
_BY_ROW[GoneRow] = taken_back


async def create(session: Session) -> None:
    """Make the temporary tables on this connection."""
    await session.run_sync(lambda connection: metadata.create_all(connection, checkfirst=False))


async def put(session: Session, batch: Batch) -> None:
    """Write rows of one type as fast as the driver can, past SQLAlchemy's per-row work."""
    table = _BY_ROW[type(batch[0])]
    columns = [column.name for column in table.columns]
    driver = (await session.get_raw_connection()).driver_connection
    assert driver is not None, "an open connection has a driver's connection"
    if session.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        await driver.executemany(f"INSERT INTO {table.name} VALUES ({marks})", batch)  # noqa: S608
    else:
        await driver.copy_records_to_table(table.name, records=batch, columns=columns)


async def analyze(session: Session) -> None:
    """Let PostgreSQL count, since it plans for nearly empty temporary tables; SQLite needs none."""
    if session.dialect.name == "postgresql":
        for table in metadata.tables.values():
            await session.execute(sa.text(f"ANALYZE {table.name}"))


def typed(session: Session, stage: Stage, name: str) -> sa.ColumnElement[Any]:
    """Return a staged value as the target's type; SQLite keeps it as the text it already is."""
    column, target = stage.stage.c[name], stage.target.c[name]
    if session.dialect.name == "sqlite" or isinstance(target.type, sa.Text):
        return column
    if isinstance(target.type, Utc):
        return sa.cast(column + "+00", sa.DateTime(timezone=True))
    if isinstance(target.type, sa.Boolean):
        return sa.cast(sa.cast(column, sa.Integer), sa.Boolean)
    return sa.cast(column, target.type)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Staged rows with their pointers resolved: columns by the target's names, and what to join."""

    columns: dict[str, sa.ColumnElement[Any]]
    joined: sa.FromClause


def resolved(session: Session, stage: Stage, start: sa.FromClause) -> Resolved:
    """Return the staged rows as the target needs them; ``start`` already has the stage in it."""
    columns: dict[str, sa.ColumnElement[Any]] = {}
    names: Sequence[str] = [name for name in _fields(stage.row) if name not in _META]
    for name in names:
        if not stage.target.c[name].foreign_keys:
            columns[name] = typed(session, stage, name)
            continue
        pointer, number = stage.stage.c[name], key.alias(f"key_{name}")
        start = start.outerjoin(number, number.c.no == pointer)
        columns[name] = sa.case((pointer < 0, -pointer), else_=number.c.id)
    return Resolved(columns, start)
