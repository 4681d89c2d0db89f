"""What families hear of lessons that an import changes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, TypeAlias

import sqlalchemy as sa

from domain.facts import Fact, LessonChanged
from domain.people import Name
from storage import tables as t
from storage.imports_rows import Rows, staged

_Row: TypeAlias = "sa.Row[Any]"
_NOT_AS_PLANNED = ("cancelled", "substituted")


def near(of: Rows) -> sa.Select[Any]:
    """Select the lessons of tomorrow and what is left of today; of others nobody is told."""
    query, new = staged(of, student=False)
    name = [t.person.c.given_name, t.person.c.family_name, t.person.c.middle_name]
    day, ends = (
        sa.type_coerce(new["day"], sa.Date),
        sa.type_coerce(new["ends_at"], sa.Time),
    )
    is_left = sa.and_(day == of.today, sa.or_(ends.is_(None), ends > of.hour))
    return (
        query.add_columns(*name)
        .outerjoin(t.person, t.person.c.id == new["teacher_id"])
        .where(sa.or_(is_left, day == of.today + timedelta(days=1)))
    )


def held(row: _Row) -> Iterator[Fact]:
    """Yield what families hear: cancelled, substituted, by whom, or as planned after all."""
    status = row.status if row.status in _NOT_AS_PLANNED else ""
    before = row.old_status if row.old_status in _NOT_AS_PLANNED else ""
    other = status == "substituted" and row.teacher_id != row.old_teacher_id
    if status == before and not other:
        return
    name = Name(row.given_name or "", row.family_name or "", row.middle_name or "")
    stands_in = status == "substituted"
    yield LessonChanged(
        course=row.course_id, subject=row.subject, day=row.day, number=row.number, status=status,
        before=before, teacher=name.polite if stands_in else "",
        room=row.room if stands_in else "", thing=f"lesson:{row.row_id}",
    )  # fmt: skip
