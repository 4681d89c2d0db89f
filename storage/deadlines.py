"""Homework that is to be handed in on a day, and who has done so."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from domain.facts import DueTask
from storage.database import Session
from storage.tables import course, homework, subject, submission


@dataclass(frozen=True, slots=True)
class Deadline:
    """One homework as the reminder names it."""

    homework_id: int
    task: DueTask


async def of_courses(session: Session, day: date) -> Mapping[int, list[Deadline]]:
    """Return course → what is to be handed in on that day."""
    rows = await session.execute(
        sa.select(homework.c.course_id, homework.c.id, subject.c.title, homework.c.text)
        .join(course, course.c.id == homework.c.course_id)
        .join(subject, subject.c.id == course.c.subject_id)
        .where(homework.c.due_on == day, homework.c.hand_in, course.c.active)
        .order_by(subject.c.title, homework.c.id)
    )
    found: defaultdict[int, list[Deadline]] = defaultdict(list)
    for course_id, homework_id, title, text in rows:
        found[course_id].append(Deadline(homework_id, DueTask(subject=title, text=text)))
    return found


async def handed_in(
    session: Session, students: Collection[int], day: date
) -> Collection[tuple[int, int]]:
    """Return (student, homework) of what these students have handed in for that day."""
    rows = await session.execute(
        sa.select(submission.c.student_id, submission.c.homework_id)
        .join(homework, homework.c.id == submission.c.homework_id)
        # What was given back is to be done again, so it counts as not handed in.
        .where(
            submission.c.student_id.in_(students),
            submission.c.state != "returned",
            homework.c.due_on == day,
        )
    )
    return {(student_id, homework_id) for student_id, homework_id in rows}
