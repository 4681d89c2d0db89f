"""Final marks of every finished period, from the marks where the bundle has them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from domain.scales import Scale
from sandbox.school.attendance import Attendance
from sandbox.school.gradebook import WEIGHTS, Gradebook
from sandbox.school.people import Student
from sandbox.school.sections import Section
from sandbox.school.tables import Row
from sandbox.school.terms import SchoolYear, Term

_Cell = tuple[str, str, str]
"""Section, student, term."""


def final_marks(
    sections: list[Section],
    year: SchoolYear,
    gradebook: Gradebook,
    attendance: Attendance,
    today: date,
) -> Iterator[Row]:
    """Rows of final_marks.csv."""
    averages = _averages(gradebook)
    for section in sections:
        for term in (term for term in section.terms if term.ends < today):
            days = [day for day, _ in section.lessons(year.teaching_days(term.begins, term.ends))]
            for student in section.members:
                average = averages.get((section.id, student.id, term.id), student.ability)
                missed = sum(attendance.away(student.id, day) for day in days)
                yield _row(section, term, student, average, missed)


def _averages(gradebook: Gradebook) -> dict[_Cell, float]:
    totals: dict[_Cell, int] = defaultdict(int)
    weights: dict[_Cell, int] = defaultdict(int)
    for mark in gradebook.marks:
        if mark.score is not None:
            cell = (mark.work.section.id, mark.student.id, mark.work.term.id)
            weight = WEIGHTS[mark.work.category]
            totals[cell] += weight * mark.score
            weights[cell] += weight
    return {cell: totals[cell] / weight for cell, weight in weights.items()}


def _row(section: Section, term: Term, student: Student, average: float, missed: int) -> Row:
    value = "зачёт" if section.scale is Scale.PASS_FAIL else str(max(2, int(average + 0.5)))
    return {
        "sourcedId": f"f-{section.id[2:]}-{student.id[2:]}-{term.id}",
        "studentSourcedId": student.id,
        "classSourcedId": section.id,
        "academicSessionSourcedId": term.id,
        "value": value,
        "lessonsMissed": str(missed),
    }
