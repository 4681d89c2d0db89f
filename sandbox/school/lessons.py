"""Lessons of three weeks: held ones with topics, the next ones, a cancelled and a replaced one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sandbox.school.curriculum import STAFF
from sandbox.school.sections import Section
from sandbox.school.tables import Row
from sandbox.school.terms import SchoolYear
from sandbox.school.topics import topic

BELLS = (
    ("08:30", "09:15"), ("09:25", "10:10"), ("10:30", "11:15"), ("11:35", "12:20"),
    ("12:30", "13:15"), ("13:25", "14:10"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson of one course; a course has at most one a day."""

    section: Section
    day: date
    number: int

    @property
    def id(self) -> str:
        """The sourcedId, the same on whatever day the school is written."""
        return f"l-{self.section.id[2:]}-{self.day:%Y%m%d}-{self.number}"


@dataclass(frozen=True, slots=True)
class Changes:
    """What the timetable of the current week does not foresee."""

    cancelled: Lesson
    replaced: Lesson

    def take_place(self, section: Section, day: date) -> bool:
        """Whether the course has its lesson on that day after all."""
        return (section.id, day) != (self.cancelled.section.id, self.cancelled.day)


def changes(sections: list[Section], year: SchoolYear, today: date) -> Changes:
    """Return what is cancelled and replaced in 7Б on the last days of the week of `today`."""
    monday = today - timedelta(days=today.weekday())
    days = year.teaching_days(monday, monday + timedelta(days=6))
    whole = [s for s in sections if s.plan.code == "7b" and len(s.teaching.teachers) == 1]
    week = [Lesson(section, *lesson) for section in whole for lesson in section.lessons(days)]
    cancelled = max((x for x in week if x.day == days[-1]), key=lambda x: x.number)
    replaced = min((x for x in week if x.day == days[-2]), key=lambda x: abs(x.number - 3))
    return Changes(cancelled, replaced)


def lessons(
    sections: list[Section], year: SchoolYear, changes: Changes, today: date
) -> Iterator[Row]:
    """Rows of lessons.csv from two weeks before `today` to one week after it."""
    first, last = today - timedelta(days=14), today + timedelta(days=7)
    days = year.teaching_days(year.begins, min(last, year.ends))
    for section in sections:
        for index, (day, number) in enumerate(section.lessons(days)):
            lesson = Lesson(section, day, number)
            if day >= first:
                yield _row(lesson, index, today) | _changed(lesson, changes, sections)


def _changed(lesson: Lesson, changes: Changes, sections: list[Section]) -> dict[str, str]:
    if lesson == changes.cancelled:
        return {"status": "cancelled", "topic": ""}
    if lesson == changes.replaced:
        return {"status": "substituted", "teacherSourcedId": _stand_in(lesson, sections)}
    return {}


def _stand_in(lesson: Lesson, sections: list[Section]) -> str:
    slot = (lesson.day.weekday(), lesson.number)
    busy = {section.teacher for section in sections if slot in section.slots}
    return next(teacher for teacher in reversed(STAFF) if teacher not in busy)


def _row(lesson: Lesson, index: int, today: date) -> dict[str, str]:
    section, held = lesson.section, lesson.day <= today
    begins, ends = BELLS[lesson.number - 1]
    return {
        "sourcedId": lesson.id,
        "classSourcedId": section.id,
        "date": lesson.day.isoformat(),
        "number": str(lesson.number),
        "startTime": begins,
        "endTime": ends,
        "topic": topic(section.teaching.code, section.plan.grade, index) if held else "",
        "room": section.teaching.room,
        "teacherSourcedId": section.teacher,
        "status": "held" if held else "",
    }
