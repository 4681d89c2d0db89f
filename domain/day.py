"""One day of the diary put together: each lesson with what belongs to it, and the rest."""

from dataclasses import dataclass, field
from datetime import date

from domain.diary import DayAttendance, DayLesson, DayMark, Diary, Homework


@dataclass(slots=True)
class Entry:
    """A lesson with what is due at it, its marks, and whether the student was there."""

    lesson: DayLesson
    homework: list[Homework] = field(default_factory=list)
    marks: list[DayMark] = field(default_factory=list)
    attendance: DayAttendance | None = None


@dataclass(slots=True)
class DiaryDay:
    """One day; what belongs to none of its lessons stands beside them."""

    day: date
    entries: list[Entry]
    absence: DayAttendance | None = None
    """Of the whole day."""
    attendance: list[DayAttendance] = field(default_factory=list)
    marks: list[DayMark] = field(default_factory=list)
    homework: list[Homework] = field(default_factory=list)

    @classmethod
    def of(cls, diary: Diary, day: date) -> "DiaryDay":
        """Put one of the days together."""
        made = cls(day, [Entry(lesson) for lesson in diary.on(day)])
        for item in diary.homework:
            if item.due_on == day:
                entry = made._entry(item.course_id)
                (entry.homework if entry else made.homework).append(item)
        for mark in diary.marks:
            if mark.day == day:
                entry = made._entry(mark.course_id, mark.lesson_id)
                (entry.marks if entry else made.marks).append(mark)
        for absence in diary.attendance:
            if absence.day == day:
                made._attend(absence)
        return made

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to tell of the day."""
        loose = self.absence or self.attendance or self.marks or self.homework
        return not (self.entries or loose)

    def _entry(self, course_id: int, lesson_id: int | None = None) -> Entry | None:
        """Return the named lesson, else the course's first that was not cancelled, else its first.

        Of a double lesson only the first has the course's marks and homework, so none shows twice.
        """
        found = [entry for entry in self.entries if entry.lesson.course_id == course_id]
        found.sort(key=lambda entry: (entry.lesson.id != lesson_id, entry.lesson.is_cancelled))
        return found[0] if found else None

    def _attend(self, item: DayAttendance) -> None:
        """Give an absence to every lesson it speaks of; two for one lesson keep the first."""
        if item.of_whole_day and self.absence is None:
            self.absence = item
            return
        met = [entry for entry in self.entries if item.belongs_to(entry.lesson)]
        for entry in met:
            entry.attendance = entry.attendance or item
        if not met:
            self.attendance.append(item)
