"""Writes the school: a OneRoster folder with the journal files beside it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.people import Name
from sandbox.school import marks, news, timetable
from sandbox.school.attendance import Attendance
from sandbox.school.curriculum import ADMIN, DEPUTY_HEAD, OFFICE, PLANS, STAFF
from sandbox.school.finals import final_marks
from sandbox.school.gradebook import Gradebook
from sandbox.school.homework import homework
from sandbox.school.lessons import changes, lessons
from sandbox.school.people import (
    ANNA,
    CLASSMATE,
    CLASSMATE_MOTHER,
    MOTHER,
    PYOTR,
    SCHOOL,
    People,
    people,
    roles,
    users,
)
from sandbox.school.sections import Section, classes, courses, enrollments, sections
from sandbox.school.tables import write_journal, write_manifest, write_roster
from sandbox.school.terms import SchoolYear, sessions, year_around

TITLE = "Школа № 1234"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the demo plays."""

    sourced_id: str
    name: Name


@dataclass(frozen=True, slots=True)
class School:
    """Who is who in the bundle that was written."""

    title: str
    mother: Person
    """Of Anna and Pyotr."""
    anna: Person
    """7Б."""
    pyotr: Person
    """3А."""
    class_teacher: Person
    """Of 7Б; teaches algebra and geometry there."""
    deputy_head: Person
    admin: Person
    classmate: Person
    """7Б; of another family."""
    classmate_mother: Person
    class_sourced_id: str = "h-7b"
    class_title: str = "7Б"
    course_sourced_id: str = "c-7b-alg"
    """Algebra of 7Б, which the class teacher teaches."""


def write_school(folder: Path, today: date) -> School:
    """Write all files into `folder`; the same day gives the same bytes.

    People and timetable never change. Within a period the marks of past days stay as `today`
    moves on, those of Anna and Pyotr apart: what they missed is told relative to `today`.
    """
    year, everyone = year_around(today), people()
    taught = sections(everyone, year)
    write_manifest(folder, f"{TITLE} (вымышленная)")
    _write_people(folder, year, everyone, taught)
    _write_journal(folder, year, everyone, taught, today)
    return _cast(everyone)


def _write_people(folder: Path, year: SchoolYear, everyone: People, taught: list[Section]) -> None:
    org = {"sourcedId": SCHOOL, "name": TITLE, "type": "school", "identifier": "1234"}
    write_roster(folder, "orgs", [org])
    write_roster(folder, "academicSessions", sessions(year))
    write_roster(folder, "users", users(everyone))
    write_roster(folder, "roles", roles(everyone))
    write_roster(folder, "courses", courses(taught, year))
    write_roster(folder, "classes", classes(taught, year))
    write_roster(folder, "enrollments", enrollments(everyone, taught, year))
    write_roster(folder, "scoreScales", marks.score_scales(taught))
    write_roster(folder, "categories", marks.categories())


def _write_journal(
    folder: Path, year: SchoolYear, everyone: People, taught: list[Section], today: date
) -> None:
    attendance = Attendance(list(everyone.everyone()), year, today)
    this_week = changes(taught, year, today)
    gradebook = Gradebook(taught, year, attendance, this_week, today)
    write_roster(folder, "lineItems", marks.line_items(gradebook))
    write_roster(folder, "lineItemScoreScales", marks.line_item_scales(gradebook))
    write_roster(folder, "results", marks.results(gradebook))
    write_roster(folder, "resultScoreScales", marks.result_scales(gradebook))
    write_journal(folder, "bells", timetable.bells())
    write_journal(folder, "timetable", timetable.timetable(taught))
    write_journal(folder, "holidays", timetable.holidays(year))
    write_journal(folder, "lessons", lessons(taught, year, this_week, today))
    write_journal(folder, "homework", homework(taught, year, this_week, today))
    write_journal(folder, "attendance", attendance.rows(taught))
    finals = final_marks(taught, year, gradebook, attendance, today)
    write_journal(folder, "final_marks", finals)
    write_journal(folder, "announcements", news.announcements(today))


def _cast(everyone: People) -> School:
    children = {student.id: student.name for student in everyone.everyone()}
    teacher = next(plan.teacher for plan in PLANS if plan.title == "7Б")
    return School(
        title=TITLE,
        mother=Person(MOTHER, everyone.guardians[MOTHER]),
        anna=Person(ANNA, children[ANNA]),
        pyotr=Person(PYOTR, children[PYOTR]),
        class_teacher=Person(teacher, STAFF[teacher]),
        deputy_head=Person(DEPUTY_HEAD, OFFICE[DEPUTY_HEAD][0]),
        admin=Person(ADMIN, OFFICE[ADMIN][0]),
        classmate=Person(CLASSMATE, children[CLASSMATE]),
        classmate_mother=Person(CLASSMATE_MOTHER, everyone.guardians[CLASSMATE_MOTHER]),
    )
