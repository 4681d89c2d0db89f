"""Each evening: what tomorrow brings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.facts import Fact, PlannedLesson, Tomorrow
from domain.school_clock import SchoolClock
from storage import due_times, evening, facts, linked
from storage.database import Database, Session
from storage.evening import CourseDay


@dataclass(frozen=True, slots=True)
class TellTomorrow:
    """Write a fact for each linked student who has lessons the next day; safe to run twice."""

    db: Database
    clock: SchoolClock
    job = "tomorrow"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return how many facts were written; none where another worker was first or it is late."""
        day = due_at.astimezone(self.clock.zone).date() + timedelta(days=1)
        async with self.db.begin() as session:
            mine = await due_times.take(session, self.job, due_at, following)
            # After a long stop the day may have begun: then nobody prepares for it any more.
            if not mine or self.clock.today() >= day:
                return 0
            return await self._tell(session, day)

    async def _tell(self, session: Session, day: date) -> int:
        now, told = self.clock.now(), 0
        courses = await evening.of_courses(session, day)
        async for names in linked.students(session, now=now):
            taken = await evening.courses_of(session, names, day)
            made = {
                f"tomorrow:{student}:{day}": _fact(student, name, day, lessons)
                for student, name in names.items()
                if (lessons := _lessons(courses, taken.get(student, ())))
            }
            await facts.add_once(session, made, now=now)
            told += len(made)
        return told


def _fact(student: int, name: str, day: date, lessons: list[PlannedLesson]) -> Fact:
    return Tomorrow(student=student, name=name, day=day, lessons=lessons)


def _lessons(courses: Mapping[int, CourseDay], taken: Iterable[int]) -> list[PlannedLesson]:
    """Return one student's day, by number; homework and works stand at the first lesson."""
    every = [one for course_id in taken if course_id in courses for one in _of(courses[course_id])]
    return sorted(every, key=lambda lesson: (lesson.number, lesson.starts, lesson.subject))


def _of(course: CourseDay) -> list[PlannedLesson]:
    return [
        PlannedLesson(
            number=lesson.number,
            subject=course.subject,
            starts=f"{lesson.starts_at:%H:%M}" if lesson.starts_at else "",
            room=lesson.room or course.room,
            homework=list(course.homework) if place == 0 else [],
            control=", ".join(course.works) if place == 0 else "",
            status=lesson.status,
            teacher=lesson.stand_in.polite if lesson.stand_in else "",
            note=lesson.note,
        )
        for place, lesson in enumerate(course.lessons)
    ]
