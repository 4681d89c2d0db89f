"""Staged rows beside what they replace: what the facts of an import are read from."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

import sqlalchemy as sa

from storage import tables as t
from storage.database import Session
from storage.staging import CHANGED, Stage, resolved


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of one table a query is to select."""

    session: Session
    stage: Stage
    source: str
    state: int
    """ADDED, once they are written, or CHANGED, before they are."""
    today: date
    hour: time
    """Of the school's day."""

    @property
    def number(self) -> sa.ColumnElement[int]:
        """The row's number in the target; a new one is found by its id in the source."""
        if self.state == CHANGED:
            return self.stage.diff.c.id
        target = self.stage.target.alias("written")
        here = (
            target.c.source == self.source,
            target.c.sourced_id == self.stage.stage.c.sourced_id,
        )
        return sa.select(target.c.id).where(*here).scalar_subquery()


def staged(
    of: Rows, *, student: bool = True
) -> tuple[sa.Select[Any], dict[str, sa.ColumnElement[Any]]]:
    """Select new or changed rows with the old values, the student and the subject."""
    stage = of.stage
    rows, old = stage.stage, stage.target.alias("old")
    start = stage.diff.join(rows, rows.c.no == stage.diff.c.no)
    start = start.outerjoin(old, old.c.id == stage.diff.c.id)
    found = resolved(of.session, stage, start)
    new = found.columns
    columns: list[sa.ColumnElement[Any]] = [value.label(name) for name, value in new.items()]
    columns += [old.c[name].label(f"old_{name}") for name in new]
    columns += [
        of.number.label("row_id"), stage.diff.c.state, t.subject.c.title.label("subject"),
    ]  # fmt: skip
    joined = found.joined.outerjoin(t.course, t.course.c.id == new["course_id"])
    joined = joined.outerjoin(t.subject, t.subject.c.id == t.course.c.subject_id)
    if student:
        joined = joined.join(t.person, t.person.c.id == new["student_id"])
        columns += [t.person.c.given_name, t.person.c.family_name]
    query = sa.select(*(_typed(column, stage) for column in columns)).select_from(joined)
    return query.where(stage.diff.c.state == of.state), new


def _typed(column: sa.ColumnElement[Any], stage: Stage) -> sa.ColumnElement[Any]:
    """Let SQLAlchemy read a staged value as it reads the target's column."""
    name = getattr(column, "name", "")
    if name in stage.target.c and isinstance(stage.target.c[name].type, sa.Date):
        return sa.type_coerce(column, stage.target.c[name].type).label(name)
    return column
