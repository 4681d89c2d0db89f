"""Who was not there: illness, excuses, truancy, coming late."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from sandbox.school.people import ANNA, PYOTR, Student
from sandbox.school.sections import Section
from sandbox.school.tables import Row
from sandbox.school.terms import SchoolYear

_EXCUSES = (
    "Заявление родителей", "Соревнования по плаванию", "Олимпиада", "Семейные обстоятельства",
    "Конкурс чтецов",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Absence:
    """One day of one student; of one lesson where it has a number."""

    student: str
    day: date
    category: str
    reason: str = ""
    number: int = 0
    minutes: int = 0


class Attendance:
    """Every absence of the year up to `today`; what is past does not change with `today`."""

    def __init__(self, students: list[Student], year: SchoolYear, today: date) -> None:
        days = year.teaching_days(year.begins, year.ends)
        past = [day for day in days if day <= today]
        before = [term for term in year.quarters if term.ends < today][-1]
        last_term = [day for day in past if day in before]
        self.absences = [
            absence
            for student in students
            for absence in (_told(student.id, past, last_term) or _events(student.id, days))
            if absence.day <= today
        ]
        self._away = {(a.student, a.day) for a in self.absences if not a.number}

    def away(self, student: str, day: date) -> bool:
        """Whether the student missed that whole day."""
        return (student, day) in self._away

    def rows(self, sections: list[Section]) -> Iterator[Row]:
        """Rows of attendance.csv."""
        taught = {
            (student.id, slot): section.id
            for section in sections
            for student in section.members
            for slot in section.slots
        }
        for absence in self.absences:
            slot = (absence.day.weekday(), absence.number)
            yield _row(absence, taught.get((absence.student, slot), ""))


def _told(student: str, past: list[date], last_term: list[date]) -> list[Absence]:
    """Return what the demo's children have to show, whatever chance would say."""
    if student == ANNA:
        ill = [*last_term[-12:-8], *past[-9:-6]]
        absences = [Absence(ANNA, day, "ill", "Справка от врача") for day in ill]
        return [*absences, Absence(ANNA, past[-2], "late", "Проспала", 1, 7)]
    if student == PYOTR:
        return [
            Absence(PYOTR, last_term[-3], "absent"),
            Absence(PYOTR, past[-4], "excused", "Заявление родителей: соревнования"),
            Absence(PYOTR, past[-3], "late", "", 1, 12),
        ]
    return []


def _events(student: str, days: list[date]) -> Iterator[Absence]:
    rng = Random(f"attendance {student}")
    left, spell = 0, Absence(student, days[0], "ill")
    for day in days:
        if not left and rng.random() < 0.018:
            left, spell = _spell(rng, student, day)
        if left:
            left -= 1
            yield replace(spell, day=day)
        elif rng.random() < 0.012:
            yield Absence(student, day, "late", "", 1, rng.choice((3, 5, 7, 10, 15)))
        elif rng.random() < 0.004:
            yield Absence(student, day, "absent", "", 4)


def _spell(rng: Random, student: str, day: date) -> tuple[int, Absence]:
    category = rng.choices(("ill", "excused", "absent"), (5, 4, 2))[0]
    if category == "ill":
        return rng.randint(2, 6), Absence(student, day, "ill", rng.choice(("", "Справка от врача")))
    reason = rng.choice(_EXCUSES) if category == "excused" else ""
    return rng.randint(1, 2), Absence(student, day, category, reason)


def _row(absence: Absence, section: str) -> Row:
    return {
        "sourcedId": f"at-{absence.student[2:]}-{absence.day:%Y%m%d}",
        "studentSourcedId": absence.student,
        "date": absence.day.isoformat(),
        "category": absence.category,
        "classSourcedId": section,
        "number": str(absence.number or ""),
        "minutesLate": str(absence.minutes or ""),
        "reason": absence.reason,
    }
