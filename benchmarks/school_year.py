"""Writes a OneRoster bundle of any size: `python -m benchmarks.school_year FOLDER`."""

import argparse
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random

from sandbox.school.tables import ROSTER, Row, write_manifest, write_roster
from sandbox.school.terms import SchoolYear, Term, sessions, year_around

SCHOOL = "school"
CLASS_SIZE = 25
SUBJECTS = (
    "Русский язык", "Литература", "Алгебра", "Геометрия", "Английский язык", "История",
    "География", "Биология", "Физика", "Физкультура",
)  # fmt: skip
_WITHOUT = {"scoreScales", "lineItemScoreScales", "resultScoreScales"}
_CHUNK = 20_000  # lines of results held in memory at once


def write_year(folder: Path, students: int = 1000, marks: int = 1_000_000) -> None:
    """Write exactly so many students and marks, the same bytes each time.

    25 students a class, 10 courses a class, one line item for up to 25 marks: a million marks of
    a thousand students have 40,000 line items. Memory does not grow with the size.
    """
    year = year_around(date(2026, 11, 23))
    classes = -(-students // CLASS_SIZE)
    works = -(-marks // (students * len(SUBJECTS)))
    org = {"sourcedId": SCHOOL, "name": "Большая школа", "type": "school"}
    write_manifest(folder, "Benchmark", ROSTER.keys() - _WITHOUT, code="benchmark")
    write_roster(folder, "orgs", [org])
    write_roster(folder, "academicSessions", sessions(year))
    write_roster(folder, "categories", [{"sourcedId": "work", "title": "Работа", "weight": "1"}])
    write_roster(folder, "users", _users(students, classes))
    write_roster(folder, "roles", _roles(students, classes))
    write_roster(folder, "courses", _courses())
    write_roster(folder, "classes", _classes(classes, year))
    write_roster(folder, "enrollments", _enrollments(students, classes))
    write_roster(folder, "lineItems", _line_items(classes, works, year))
    _write_results(folder / "results.csv", _results(students, classes, works, year), marks)


def _users(students: int, classes: int) -> Iterator[Row]:
    for n in range(students):
        name = {"givenName": f"Имя{n}", "familyName": f"Фамилия{n}", "middleName": f"Отчество{n}"}
        yield _user(f"s{n}") | name | {"grades": f"{_grade(n // CLASS_SIZE):02}"}
    for c in range(classes):
        yield _user(f"t{c}") | {"givenName": f"Учитель{c}", "familyName": f"Школьный{c}"}


def _user(sourced_id: str) -> dict[str, str]:
    return {"sourcedId": sourced_id, "username": sourced_id, "enabledUser": "true"}


def _roles(students: int, classes: int) -> Iterator[Row]:
    people = [(f"s{n}", "student") for n in range(students)]
    people += [(f"t{c}", "teacher") for c in range(classes)]
    for person, role in people:
        one = {"sourcedId": f"{person}.role", "userSourcedId": person, "roleType": "primary"}
        yield one | {"role": role, "orgSourcedId": SCHOOL}


def _courses() -> Iterator[Row]:
    for n, title in enumerate(("Класс", *SUBJECTS)):
        yield {"sourcedId": f"co{n}", "title": title, "orgSourcedId": SCHOOL}


def _classes(classes: int, year: SchoolYear) -> Iterator[Row]:
    terms = ",".join(term.id for term in year.quarters)
    for c in range(classes):
        common = {"schoolSourcedId": SCHOOL, "termSourcedIds": terms, "grades": f"{_grade(c):02}"}
        title = f"{_grade(c)}-{c // 7 + 1}"
        home = {"sourcedId": f"h{c}", "title": title, "courseSourcedId": "co0"}
        yield common | home | {"classType": "homeroom"}
        for n, subject in enumerate(SUBJECTS, 1):
            one = {"sourcedId": f"c{c}.{n}", "title": f"{subject} {title}", "subjects": subject}
            yield common | one | {"courseSourcedId": f"co{n}", "classType": "scheduled"}


def _enrollments(students: int, classes: int) -> Iterator[Row]:
    for c in range(classes):
        for where in (f"h{c}", *(f"c{c}.{n}" for n in range(1, len(SUBJECTS) + 1))):
            yield _enrolled(where, f"t{c}", "teacher")
            for student in _members(c, students):
                yield _enrolled(where, f"s{student}", "student")


def _enrolled(where: str, person: str, role: str) -> Row:
    one = {"sourcedId": f"{where}.{person}", "classSourcedId": where, "userSourcedId": person}
    return one | {"role": role, "schoolSourcedId": SCHOOL, "primary": "false"}


def _line_items(classes: int, works: int, year: SchoolYear) -> Iterator[Row]:
    for c in range(classes):
        for n in range(1, len(SUBJECTS) + 1):
            for w, (term, day) in enumerate(_days(works, year)):
                one = {"sourcedId": f"w{c}.{n}.{w}", "title": f"Работа {w + 1}"}
                one |= {"assignDate": day, "dueDate": day, "academicSessionSourcedId": term.id}
                one |= {"classSourcedId": f"c{c}.{n}", "categorySourcedId": "work"}
                one |= {"resultValueMin": "1", "resultValueMax": "5", "schoolSourcedId": SCHOOL}
                yield one


def _results(students: int, classes: int, works: int, year: SchoolYear) -> Iterator[str]:
    """Yield lines of results.csv: nothing in them needs quotes, so no writer slows them down."""
    rng, days = Random("marks of the year"), [day for _, day in _days(works, year)]
    for c in range(classes):
        members = _members(c, students)
        for where, n in ((f"{c}.{n}", n) for n in range(1, len(SUBJECTS) + 1)):
            for w, day in enumerate(days):
                scores = rng.choices("2345", (4, 23, 45, 28), k=len(members))
                for s, score in zip(members, scores, strict=True):
                    yield (
                        f"r{s}.{n}.{w},,,w{where}.{w},s{s},fully graded,{score},{day},,,"
                        f"c{where},,,,\n"
                    )


def _write_results(path: Path, lines: Iterator[str], marks: int) -> None:
    wanted = islice(lines, marks)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(ROSTER["results"].split()) + "\n")
        while chunk := "".join(islice(wanted, _CHUNK)):
            file.write(chunk)


def _days(works: int, year: SchoolYear) -> list[tuple[Term, str]]:
    """Return a term and a day for each work of a course, spread evenly over the year."""
    days = year.teaching_days(year.begins, year.ends)
    chosen = [days[w * len(days) // works] for w in range(works)]
    return [(next(q for q in year.quarters if day in q), day.isoformat()) for day in chosen]


def _members(index: int, students: int) -> range:
    return range(index * CLASS_SIZE, min((index + 1) * CLASS_SIZE, students))


def _grade(index: int) -> int:
    return 5 + index % 7


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--marks", type=int, default=1_000_000)
    write_year(**vars(parser.parse_args()))
