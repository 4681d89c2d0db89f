"""Marks of this period and the one before it: works, answers, comments, final marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from domain.scales import Scale
from sandbox.school.attendance import Attendance
from sandbox.school.lessons import Changes
from sandbox.school.people import Student
from sandbox.school.sections import Section
from sandbox.school.terms import SchoolYear, Term

WEIGHTS = {"control": 2, "test": 1, "homework": 1, "answer": 1}
"""Weights of the categories: a control work counts twice."""
_ANNOUNCED = timedelta(days=7)
"""How long ahead a control work is told of."""
_PRACTICAL = frozenset({"pe", "music", "art", "tech"})
_ADVICE = (
    "Повторите тему, перепишем в пятницу",
    "Нужно быть внимательнее к знакам",
    "Не оформлено решение",
    "Приходите на консультацию в четверг",
)
_COMMENTS = {
    5: ("Отличная работа!", "Молодец, так держать!", "Очень аккуратно оформлено"),
    4: ("Почти всё верно", "Хорошо, но можно аккуратнее", "Одна описка в вычислениях"),
    3: _ADVICE,
    2: _ADVICE,
}


@dataclass(frozen=True, slots=True)
class Work:
    """What is marked on one day in one course: OneRoster's line item."""

    id: str
    section: Section
    term: Term
    title: str
    category: str
    given: date
    day: date


@dataclass(frozen=True, slots=True)
class Mark:
    """One student's result; a mark without a score counts nowhere."""

    work: Work
    student: Student
    score: int | None
    text: str = ""
    comment: str = ""


class Gradebook:
    """Works and marks up to `today`, and the works announced for the days after it."""

    def __init__(
        self,
        sections: list[Section],
        year: SchoolYear,
        attendance: Attendance,
        changes: Changes,
        today: date,
    ) -> None:
        self._attendance, self._changes = attendance, changes
        self.works: list[Work] = []
        self.marks: list[Mark] = []
        for section in sections:
            for term in _shown(section, today):
                days = year.teaching_days(term.begins, term.ends)
                self._fill(section, term, [day for day, _ in section.lessons(days)], today)

    def _fill(self, section: Section, term: Term, lessons: list[date], today: date) -> None:
        for index, day in enumerate(lessons):
            if day > today + _ANNOUNCED or not self._changes.take_place(section, day):
                continue
            rng = Random(f"marks {section.id} {day}")
            given = lessons[max(0, index - 1)]
            for title, category in _plan(section, index, rng):
                self._add(rng, _work(section, term, title, category, given, day), today)

    def _add(self, rng: Random, work: Work, today: date) -> None:
        """Keep a work that was marked, or a control work that is to come."""
        marks = list(self._marks(rng, work)) if work.day <= today else []
        if marks or (work.day > today and work.category == "control"):
            self.works.append(work)
            self.marks += marks

    def _marks(self, rng: Random, work: Work) -> Iterator[Mark]:
        for student in _called(rng, work):
            own = Random(f"{work.id} {student.id}")
            if not self._attendance.away(student.id, work.day):
                yield _mark(own, work, student)
            elif work.category == "control" and own.random() < 0.4:
                yield Mark(work, student, None, "н/а", "Пропуск контрольной")


def _shown(section: Section, today: date) -> list[Term]:
    """Return the period of `today` and the one before it."""
    return [term for term in section.terms if term.begins <= today][-2:]


def _plan(section: Section, index: int, rng: Random) -> list[tuple[str, str]]:
    """Return titles and categories of what is marked on the lesson of that index."""
    code = section.teaching.code
    if code in _PRACTICAL:
        return [("Ответ на уроке", "answer")]
    if index % 7 == 5:
        works = ("Диктант", "Диктант: задание") if code == "rus" else ("Контрольная работа",)
        return [(title, "control") for title in works]
    if index % 4 == 2:
        return [("Самостоятельная работа", "test")]
    homework = [("Домашняя работа", "homework")] if rng.random() < 0.3 else []
    return [("Ответ на уроке", "answer"), *homework]


def _work(section: Section, term: Term, title: str, category: str, given: date, day: date) -> Work:
    given = day - timedelta(days=7) if category == "control" else given
    suffix = "-2" if title.endswith("задание") else ""
    sourced_id = f"w-{section.id[2:]}-{day:%Y%m%d}-{category}{suffix}"
    return Work(sourced_id, section, term, title, category, given, day)


def _called(rng: Random, work: Work) -> list[Student]:
    """Return who gets a mark if present: all for a written work, some for an answer."""
    members = list(work.section.members)
    if work.category in {"control", "test"}:
        return members
    return sorted(rng.sample(members, rng.randint(3, 6)), key=lambda student: student.id)


def _mark(rng: Random, work: Work, student: Student) -> Mark:
    score = min(5, max(2, round(rng.gauss(student.ability, 0.7))))
    comment = ""
    if rng.random() < 0.06:
        comment = rng.choice(_COMMENTS[score])
    if work.section.scale is Scale.PASS_FAIL:
        return Mark(work, student, None, "зачёт" if score > 2 else "незачёт", comment)
    return Mark(work, student, score, "", comment)
