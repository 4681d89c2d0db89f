"""How a lesson is changed: the row, its history, what families hear, the audit log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from domain.changes import CANCELLED, MOVED, SUBSTITUTED, ChangeableLesson
from domain.errors import LessonOver
from domain.facts import Fact, LessonChanged, LessonDuty
from domain.people import Name, Reader
from domain.school_clock import SchoolClock
from storage import audit, changes, facts, marking
from storage.changes import Target
from storage.database import Session
from storage.marking import Change


@dataclass(frozen=True, slots=True)
class Amendment:
    """A lesson and what it is to be."""

    target: Target
    values: Mapping[str, Any]
    """New status, teacher_id, room, note; what is not named stays."""
    teacher: Name | None = None
    """Who gives it then, where that is somebody else."""

    @property
    def after(self) -> dict[str, Any]:
        """Return the whole row as it will be."""
        return {**self.target.row, **self.values}

    @property
    def changes_something(self) -> bool:
        """Whether the lesson is not like that already."""
        return self.after != dict(self.target.row)

    @property
    def lesson(self) -> ChangeableLesson:
        """Return the lesson as a screen shows it afterwards."""
        row, lesson = self.after, self.target.lesson
        return replace(
            lesson, status=row["status"], note=row["note"], room=row["room"] or lesson.room,
            teacher=self.teacher or lesson.teacher, is_changed=True,
        )  # fmt: skip

    def fact(self) -> LessonChanged:
        """Return what families hear."""
        lesson = self.lesson
        status = _state(self.after, self.target.original or self.target.row)
        return LessonChanged(
            thing=f"lesson:{lesson.id}", course=lesson.course_id, subject=lesson.subject,
            day=lesson.day, number=lesson.number, status=status,
            before=_state(self.target.row, self.target.original or self.target.row),
            teacher=self.teacher.polite if self.teacher and status == SUBSTITUTED else "",
            room=lesson.room if status in (SUBSTITUTED, MOVED) else "", note=lesson.note,
        )  # fmt: skip

    def duty(self, chat_id: int) -> LessonDuty:
        """Return what its teachers hear; ``chat_id`` is who changes it."""
        told, lesson, row = self.fact(), self.lesson, self.target.row
        gives, gave = (_stand_in(one) for one in (self.after, row))
        return LessonDuty(
            thing=f"duty:{lesson.id}", to_course=lesson.course_id, to_person=gives,
            to_former=gave, subject=f"{lesson.subject}, {lesson.group}", day=lesson.day,
            number=lesson.number, chat=chat_id, status=told.status, before=told.before,
            teacher=told.teacher, room=told.room, note=told.note,
        )  # fmt: skip


def _stand_in(row: Mapping[str, Any]) -> int | None:
    """Return who gives a lesson in place of its teacher."""
    return row["teacher_id"] if row["status"] == SUBSTITUTED else None


def _state(row: Mapping[str, Any], original: Mapping[str, Any]) -> str:
    """Return what a lesson is to a family: cancelled, substituted, moved, or as planned."""
    if row["status"] in (CANCELLED, SUBSTITUTED):
        return str(row["status"])
    return MOVED if row["room"] != original["room"] else ""


async def amend(
    session: Session,
    clock: SchoolClock,
    reader: Reader,
    amendments: Sequence[Amendment],
    grace: timedelta,
    *,
    back: bool = False,
) -> None:
    """Write changes of lessons; at most six statements, whatever their number.

    ``back``: they are as planned again. Raises ``LessonOver`` for a day that is past.
    """
    now, today = clock.now(), clock.today()
    if any(one.target.lesson.day < today for one in amendments):
        raise LessonOver
    made = [one for one in amendments if one.changes_something]
    if not made:
        return
    batch = f"{changes.BACK if back else changes.CHANGED}{uuid4().hex[:12]}"
    await changes.put(session, [one.after for one in made])
    history = [Change("lesson", one.target.row, one.after) for one in made]
    await marking.note(session, history, chat_id=reader.id, batch=batch, now=now)
    near = [one for one in made if _is_near(clock, one.target.lesson)]
    heard: list[Fact] = [one.fact() for one in near]
    heard += [one.duty(reader.id) for one in made]
    if any(one.target.is_waiting for one in made):
        await facts.amend(session, heard, now=now, ready_at=now + grace)
    else:
        await facts.add(session, heard, happened_at=now, ready_at=now + grace)
    detail = {"lesson": made[0].target.lesson.id, "lessons": len(made)}
    outcome = "restored" if back else made[0].after["status"] or MOVED
    await audit.note(session, "timetable", outcome, chat_id=reader.id, at=now, detail=detail)


def _is_near(clock: SchoolClock, lesson: ChangeableLesson) -> bool:
    """Tell whether families hear of it at once: what is of today or tomorrow, and not over yet."""
    today = clock.today()
    if lesson.day == today and lesson.ends is not None:
        return clock.now().astimezone(clock.zone).time() < lesson.ends
    return lesson.day in (today, today + timedelta(days=1))
