"""Classes and courses: who sits where, and the week's timetable."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from domain.scales import Scale
from sandbox.school.curriculum import PLANS, ClassPlan, Teaching
from sandbox.school.people import SCHOOL, People, Student
from sandbox.school.tables import Row
from sandbox.school.terms import SchoolYear, Term

Slot = tuple[int, int]
"""Day of the week from Monday's 0, number of the lesson from 1."""


@dataclass(frozen=True, slots=True)
class Section:
    """A subject taught to a class or to one of its subgroups: OneRoster's scheduled class."""

    id: str
    title: str
    plan: ClassPlan
    teaching: Teaching
    teacher: str
    members: tuple[Student, ...]
    slots: tuple[Slot, ...]
    terms: tuple[Term, ...]

    @property
    def scale(self) -> Scale:
        """How this course is marked."""
        return self.teaching.scale

    @property
    def course(self) -> str:
        """The course this is a class of: one a subject and grade."""
        return _course(self.plan, self.teaching)

    def lessons(self, days: list[date]) -> Iterator[tuple[date, int]]:
        """Return the days among `days` on which it is taught, with the lesson's number."""
        for day in days:
            for weekday, number in self.slots:
                if day.weekday() == weekday:
                    yield day, number


def sections(people: People, year: SchoolYear) -> list[Section]:
    """Return all scheduled classes; ids do not depend on the day."""
    grid = _grid()
    return [
        section
        for plan in PLANS
        for teaching in plan.subjects
        for section in _groups(plan, teaching, people.students[plan.code], grid, year)
    ]


def homeroom(plan: ClassPlan) -> str:
    """Return the sourcedId of the homeroom class."""
    return f"h-{plan.code}"


def terms_of(plan: ClassPlan, year: SchoolYear) -> tuple[Term, ...]:
    """Return what the class is marked by: quarters, in 9В half-years."""
    return year.halves if plan.grade >= 9 else year.quarters


def courses(all_sections: list[Section], year: SchoolYear) -> Iterator[Row]:
    """Rows of courses.csv: one a subject and grade, one for each homeroom."""
    titles = {section.course: section for section in all_sections}
    for sourced_id, section in titles.items():
        subject, code = section.teaching.subject, section.teaching.code
        yield _course_row(sourced_id, subject, section.plan, year) | {
            "subjects": subject,
            "subjectCodes": code,
        }
    for plan in PLANS:
        yield _course_row(f"co-{homeroom(plan)}", f"Класс {plan.title}", plan, year)


def classes(all_sections: list[Section], year: SchoolYear) -> Iterator[Row]:
    """Rows of classes.csv: the homerooms, then the scheduled classes."""
    for plan in PLANS:
        row = _class_row(homeroom(plan), plan.title, plan, year)
        course = f"co-{homeroom(plan)}"
        yield row | {"courseSourcedId": course, "classType": "homeroom", "location": plan.room}
    for section in all_sections:
        numbers = sorted({number for _, number in section.slots})
        yield _class_row(section.id, section.title, section.plan, year) | {
            "courseSourcedId": section.course,
            "classType": "scheduled",
            "location": section.teaching.room,
            "subjects": section.teaching.subject,
            "subjectCodes": section.teaching.code,
            "periods": ",".join(map(str, numbers)),
        }


def enrollments(people: People, all_sections: list[Section], year: SchoolYear) -> Iterator[Row]:
    """Rows of enrollments.csv: teachers first, then members, class by class."""
    for plan in PLANS:
        members = people.students[plan.code]
        yield from _enrolled(homeroom(plan), plan.teacher, members, year)
    for section in all_sections:
        yield from _enrolled(section.id, section.teacher, section.members, year)


def _groups(
    plan: ClassPlan,
    teaching: Teaching,
    members: tuple[Student, ...],
    grid: dict[tuple[str, str], tuple[Slot, ...]],
    year: SchoolYear,
) -> Iterator[Section]:
    count, code = len(teaching.teachers), f"c-{plan.code}-{teaching.code}"
    slots, terms = grid[plan.code, teaching.code], terms_of(plan, year)
    for number, teacher in enumerate(teaching.teachers, 1):
        group = members[number - 1 :: count]
        sourced_id = code if count == 1 else f"{code}-{number}"
        title = f"{teaching.subject} {plan.title}"
        title = title if count == 1 else f"{title}, группа {number}"
        yield Section(sourced_id, title, plan, teaching, teacher, group, slots, terms)


@cache
def _grid() -> dict[tuple[str, str], tuple[Slot, ...]]:
    """Return a week in which no teacher stands in two rooms at once."""
    rng = Random("timetable of school 1234")
    while (grid := _attempt(rng)) is None:
        pass
    return grid


def _attempt(rng: Random) -> dict[tuple[str, str], tuple[Slot, ...]] | None:
    busy: set[tuple[str, Slot]] = set()
    grid: dict[tuple[str, str], tuple[Slot, ...]] = {}
    for plan in PLANS:
        left = {teaching: teaching.hours for teaching in plan.subjects}
        placed: dict[Teaching, list[Slot]] = {teaching: [] for teaching in plan.subjects}
        for slot in _slots(sum(left.values())):
            free = [t for t in left if left[t] and _fits(t, slot, placed[t], busy)]
            if not free:
                return None
            chosen = max(free, key=lambda t: (left[t], rng.random()))
            left[chosen] -= 1
            placed[chosen].append(slot)
            busy.update((teacher, slot) for teacher in chosen.teachers)
        grid |= {(plan.code, t.code): tuple(sorted(slots)) for t, slots in placed.items()}
    return grid


def _slots(hours: int) -> list[Slot]:
    """Return the slots of a week of five days, long days first."""
    return [(count % 5, count // 5 + 1) for count in range(hours)]


def _fits(teaching: Teaching, slot: Slot, placed: list[Slot], busy: set[tuple[str, Slot]]) -> bool:
    twice = any(weekday == slot[0] for weekday, _ in placed)
    return not twice and not any((teacher, slot) in busy for teacher in teaching.teachers)


def _course(plan: ClassPlan, teaching: Teaching) -> str:
    return f"co-{plan.grade:02}-{teaching.code}"


def _course_row(sourced_id: str, title: str, plan: ClassPlan, year: SchoolYear) -> dict[str, str]:
    return {
        "sourcedId": sourced_id,
        "schoolYearSourcedId": year.id,
        "title": title,
        "courseCode": sourced_id.removeprefix("co-"),
        "grades": f"{plan.grade:02}",
        "orgSourcedId": SCHOOL,
    }


def _class_row(sourced_id: str, title: str, plan: ClassPlan, year: SchoolYear) -> dict[str, str]:
    return {
        "sourcedId": sourced_id,
        "title": title,
        "grades": f"{plan.grade:02}",
        "classCode": sourced_id.partition("-")[2],
        "schoolSourcedId": SCHOOL,
        "termSourcedIds": ",".join(term.id for term in terms_of(plan, year)),
    }


def _enrolled(
    where: str, teacher: str, members: tuple[Student, ...], year: SchoolYear
) -> Iterator[Row]:
    everyone = [(teacher, "teacher"), *((student.id, "student") for student in members)]
    for person, role in everyone:
        yield {
            "sourcedId": f"{where}.{person}",
            "classSourcedId": where,
            "schoolSourcedId": SCHOOL,
            "userSourcedId": person,
            "role": role,
            "primary": "true" if role == "teacher" else "false",
            "beginDate": year.begins.isoformat(),
            "endDate": year.ends.isoformat(),
        }
