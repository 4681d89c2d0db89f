"""What families hear of an import, read from the comparison before it is applied.

Only what a family can see makes a fact: another title of a work changes no mark. What a fact is
about is named by its row, so that a later correction finds it while nobody has heard of it yet.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeAlias

import sqlalchemy as sa

from domain.facts import (
    Absence,
    AttendanceWithdrawn,
    Fact,
    FinalMarkSet,
    HomeworkAssigned,
    Late,
    MarkAdded,
    MarkChanged,
    MarkRemoved,
    NewsPosted,
)
from domain.people import Name, Role
from storage import facts, imports_lessons
from storage import tables as t
from storage.database import Session
from storage.imports_rows import Rows, staged
from storage.staging import ADDED, BY_NAME, CHANGED, Stage

_CHUNK = 1000
_Row: TypeAlias = "sa.Row[Any]"


@dataclass(slots=True)
class Story:
    """Writes the facts of one import."""

    session: Session
    source: str
    now: datetime
    today: date
    """In the school's zone: an absence wakes nobody on a later day."""
    hour: time
    """In the school's zone: of a lesson that is over nobody is told."""
    told: int = 0

    async def before(self, stage: Stage) -> None:
        """Tell what is about to change in a table, while its old values are still there."""
        await self._tell_of(stage, CHANGED)

    async def after(self, stage: Stage) -> None:
        """Tell of what is new, now that each row has its number."""
        await self._tell_of(stage, ADDED)
        if stage.target is t.announcement:
            await self._tell(_news(stage, self.source), t.announcement.c.id, _posted)

    async def removed(self) -> None:
        """Tell of the marks that go, while they are still there."""
        await self._tell(_marks_gone(BY_NAME["mark"]), t.mark.c.id, _taken_back)
        gone = _attendance_gone(BY_NAME["attendance"])
        await self._tell(gone, t.attendance.c.id, _withdrawn)

    async def _tell_of(self, stage: Stage, state: int) -> None:
        found = _ROWS.get(stage.target.name)
        if found:
            query, make = found
            rows = Rows(self.session, stage, self.source, state, self.today, self.hour)
            await self._tell(query(rows), stage.diff.c.no, make)

    async def _tell(
        self,
        query: sa.Select[Any],
        place: sa.ColumnElement[int],
        make: Callable[[_Row], Iterator[Fact]],
    ) -> None:
        """Read and write by chunks, in the order of ``place``: a whole year may come at once."""
        query = query.add_columns(place.label("place")).order_by(place).limit(_CHUNK)
        rows: Sequence[_Row] = (await self.session.execute(query)).all()
        while rows:
            made = [fact for row in rows for fact in make(row)]
            await facts.add(self.session, made, happened_at=self.now, ready_at=self.now)
            self.told += len(made)
            rows = (await self.session.execute(query.where(place > rows[-1].place))).all()


def _marks(of: Rows) -> sa.Select[Any]:
    query, new = staged(of)
    work = t.assessment
    return query.add_columns(
        sa.select(work.c.title)
        .where(work.c.id == new["assessment_id"])
        .scalar_subquery()
        .label("work")
    )


def _about(row: _Row) -> dict[str, Any]:
    name = Name(row.given_name, row.family_name).short
    return {"student": row.student_id, "name": name}


def _given(row: _Row) -> Iterator[Fact]:
    about = _about(row) | {"course": row.course_id, "subject": row.subject, "day": row.day}
    about["thing"] = f"mark:{row.row_id}"
    work = row.work or ""
    if row.state == ADDED or row.old_student_id != row.student_id:
        yield MarkAdded(**about, value=row.value, work=work, comment=row.comment)
    elif (row.value, row.comment, row.day) != (row.old_value, row.old_comment, row.old_day):
        yield MarkChanged(
            **about, before=row.old_value, value=row.value, work=work, comment=row.comment
        )


def _marks_gone(stage: Stage) -> sa.Select[Any]:
    gone = sa.select(stage.gone.c.id)
    return (
        sa.select(
            t.mark, t.person.c.given_name, t.person.c.family_name,
            t.subject.c.title.label("subject"), t.assessment.c.title.label("work"),
        )
        .join(t.person, t.person.c.id == t.mark.c.student_id)
        .join(t.course, t.course.c.id == t.mark.c.course_id)
        .join(t.subject, t.subject.c.id == t.course.c.subject_id)
        .outerjoin(t.assessment, t.assessment.c.id == t.mark.c.assessment_id)
        .where(t.mark.c.id.in_(gone))
    )  # fmt: skip


def _taken_back(row: _Row) -> Iterator[Fact]:
    yield MarkRemoved(
        **_about(row), course=row.course_id, subject=row.subject, before=row.value, day=row.day,
        work=row.work or "", thing=f"mark:{row.id}",
    )  # fmt: skip


def _final_marks(of: Rows) -> sa.Select[Any]:
    query, new = staged(of)
    term = t.academic_session
    title = sa.select(term.c.title).where(term.c.id == new["academic_session_id"])
    return query.add_columns(title.scalar_subquery().label("session"))


def _final(row: _Row) -> Iterator[Fact]:
    if row.state == ADDED or row.value != row.old_value:
        yield FinalMarkSet(
            **_about(row), course=row.course_id, subject=row.subject, value=row.value,
            session=row.session, before=row.old_value or "", thing=f"final:{row.row_id}",
        )  # fmt: skip


def _attendance(of: Rows) -> sa.Select[Any]:
    query, new = staged(of)
    return query.add_columns(_is_first(new, of.today).label("is_first"))


def _is_first(new: dict[str, sa.ColumnElement[Any]], today: date) -> sa.ColumnElement[bool]:
    """Whether a student without excuse misses today's first lesson, or the whole day.

    Looked up for today's absences only; where no lesson of the day is known, none is the first.
    """
    lesson, member = t.lesson.c, t.course_member.c
    held = (lesson.day == new["day"], lesson.status != "cancelled")
    first = (
        sa.select(sa.func.min(lesson.number))
        .select_from(t.course_member.join(t.lesson, lesson.course_id == member.course_id))
        .where(
            member.person_id == new["student_id"],
            member.role == Role.STUDENT,
            sa.or_(member.begins_on.is_(None), member.begins_on <= today),
            sa.or_(member.ends_on.is_(None), member.ends_on >= today),
            *held,
        )
        .scalar_subquery()
    )
    own = sa.select(sa.func.min(lesson.number)).where(lesson.course_id == new["course_id"], *held)
    number, is_today = new["number"], sa.type_coerce(new["day"], sa.Date) == today
    return sa.case(
        (sa.or_(~is_today, new["category"] != "absent"), sa.false()),
        (sa.and_(number.is_(None), new["course_id"].is_(None)), sa.true()),
        else_=sa.func.coalesce(number, own.scalar_subquery()) == first,
    )


_SEEN = ("category", "day", "number", "course_id", "minutes_late")
_MISSED = ("absent", "excused", "ill")


def _came(row: _Row) -> Iterator[Fact]:
    if all(getattr(row, name) == getattr(row, f"old_{name}") for name in _SEEN):
        return
    about = _about(row) | {"day": row.day, "subject": row.subject or "", "number": row.number}
    about["thing"] = f"attendance:{row.row_id}"
    if row.category in _MISSED:
        urgent = bool(row.is_first)
        yield Absence(**about, category=row.category, reason=row.reason, urgent=urgent)
    elif row.category == "late":
        yield Late(**about, minutes=row.minutes_late, reason=row.reason)
    elif row.old_category in (*_MISSED, "late"):
        yield AttendanceWithdrawn(**about)


def _attendance_gone(stage: Stage) -> sa.Select[Any]:
    return (
        sa.select(
            t.attendance, t.person.c.given_name, t.person.c.family_name,
            t.subject.c.title.label("subject"),
        )
        .join(t.person, t.person.c.id == t.attendance.c.student_id)
        .outerjoin(t.course, t.course.c.id == t.attendance.c.course_id)
        .outerjoin(t.subject, t.subject.c.id == t.course.c.subject_id)
        .where(
            t.attendance.c.id.in_(sa.select(stage.gone.c.id)),
            t.attendance.c.category != "present",
        )
    )  # fmt: skip


def _withdrawn(row: _Row) -> Iterator[Fact]:
    yield AttendanceWithdrawn(
        **_about(row), day=row.day, subject=row.subject or "", number=row.number,
        thing=f"attendance:{row.id}",
    )  # fmt: skip


def _homework(of: Rows) -> sa.Select[Any]:
    return staged(of, student=False)[0]


def _assigned(row: _Row) -> Iterator[Fact]:
    is_new = row.state == ADDED
    if is_new or (row.text, row.due_on) != (row.old_text, row.old_due_on):
        yield HomeworkAssigned(
            course=row.course_id, subject=row.subject, text=row.text, assigned_on=row.assigned_on,
            due_on=row.due_on, changed=not is_new, thing=f"homework:{row.row_id}",
        )  # fmt: skip


def _news(stage: Stage, source: str) -> sa.Select[Any]:
    rows, diff, news = stage.stage, stage.diff, t.announcement
    return (
        sa.select(news)
        .join(rows, sa.and_(news.c.source == source, news.c.sourced_id == rows.c.sourced_id))
        .join(diff, diff.c.no == rows.c.no)
        .where(diff.c.state == ADDED)
    )


def _posted(row: _Row) -> Iterator[Fact]:
    yield NewsPosted(
        announcement=row.id, title=row.title, body=row.body, posted_at=row.posted_at,
        school=row.school_id, school_class=row.school_class_id, course=row.course_id,
        must_confirm=row.must_confirm, thing=f"news:{row.id}", urgent=row.urgent,
    )  # fmt: skip


_Query: TypeAlias = Callable[[Rows], sa.Select[Any]]
_ROWS: dict[str, tuple[_Query, Callable[[_Row], Iterator[Fact]]]] = {
    "mark": (_marks, _given),
    "final_mark": (_final_marks, _final),
    "attendance": (_attendance, _came),
    "homework": (_homework, _assigned),
    "lesson": (imports_lessons.near, imports_lessons.held),
}
