"""orgs, academicSessions, courses and classes."""

from collections.abc import Iterator

from domain.mirror import (
    ClassSessionRow,
    CourseRow,
    CourseSessionRow,
    Row,
    SchoolClassRow,
    SchoolRow,
    SessionRow,
    SubjectRow,
)
from sources.csvfile import Line, Table
from sources.oneroster.book import Book
from sources.oneroster.settle import refuse, settle
from sources.state import meaning

_RANKS = {"schoolYear": 0, "semester": 1, "term": 1, "gradingPeriod": 2}


def orgs(book: Book) -> Iterator[Row]:
    """Yield organisations; a parent that is not there is harmless, because none is used."""
    table = book.table("orgs")
    if table is None:
        return
    parents: list[tuple[int, str]] = []
    for line, (sourced_id, title, kind, parent), _ in book.rows(table):
        book.org_kinds[sourced_id] = kind
        if parent:
            parents.append((line, parent))
        no = book.state.add("school", sourced_id)
        yield SchoolRow(no, sourced_id, meaning(sourced_id, title, kind), title, kind)
    for line, parent in parents:
        if parent not in book.state.keys("school").numbers:
            table.warn(line, "parentSourcedId", "parentSourcedId names an org that is not there")


def sessions(book: Book) -> Iterator[Row]:
    """Yield academic sessions whose parents are there, parents of parents included."""
    table = book.table("academicSessions")
    if table is None:
        return
    lines = {line.values[0]: line for line in book.rows(table)}
    known = book.state.keys("academic_session").numbers
    for sourced_id, line in lines.items():
        book.parents[sourced_id] = (line.values[2], line.values[5])
    refuse(table, lines, [key for key, line in lines.items() if not _fair(book, table, line)])
    settle(
        table,
        lines,
        known,
        lambda line: [line.values[5]] if line.values[5] else [],
        lambda line, parent: book.state.find(
            table, line.number, "parentSourcedId", parent, "academic_session"
        ),
    )
    for sourced_id, line in lines.items():
        no = book.state.add("academic_session", sourced_id)
        yield SessionRow(no, sourced_id, meaning(*line.values), *line.values[1:])


def _fair(book: Book, table: Table, line: Line) -> bool:
    """Check dates and the rank of a parent that is in this file or in the database."""
    _, _, kind, begins, ends, parent = line.values
    if ends < begins:
        table.error(line.number, "endDate", f"endDate {ends} is before startDate {begins}")
        return False
    if parent in book.parents:
        above = book.parents[parent][0]
        if _RANKS.get(above, 0) > _RANKS.get(kind, 2) or parent == line.values[0]:
            reason = f"a {kind} cannot be part of a {above}"
            table.error(line.number, "parentSourcedId", reason)
            return False
    return True


def courses(book: Book) -> Iterator[Row]:
    """Yield OneRoster courses: our subjects."""
    table = book.table("courses")
    if table is None:
        return
    state = book.state
    for line, (sourced_id, year, title, org), _ in book.rows(table):
        good = state.find(table, line, "orgSourcedId", org, "school")
        if year:
            good *= state.find(table, line, "schoolYearSourcedId", year, "academic_session")
        if not good:
            table.reject(sourced_id)
            continue
        no = state.add("subject", sourced_id)
        yield SubjectRow(no, sourced_id, meaning(sourced_id, title), title)


def classes(book: Book) -> Iterator[Row]:
    """Yield homerooms and courses, each followed by its sessions."""
    table = book.table("classes")
    if table is None:
        return
    for line in book.rows(table):
        rows = list(_class(book, table, line))
        if not rows:
            table.reject(line.values[0])
        yield from rows


def _class(book: Book, table: Table, line: Line) -> Iterator[Row]:
    sourced_id, title, grades, course, kind, room, school, terms = line.values
    state, number = book.state, line.number
    subject_no = state.find(table, number, "courseSourcedId", course, "subject")
    school_no = _school(book, table, number, school)
    term_nos = [
        state.find(table, number, "termSourcedIds", term, "academic_session") for term in terms
    ]
    if not (subject_no and school_no and all(term_nos)):
        return
    grade = ",".join(grades or ())
    family = sorted(_family(book, terms))
    if kind == "homeroom":
        no = state.add("school_class", sourced_id)
        book.with_homeroom.add(school)
        state.keys("course").numbers.pop(sourced_id, None)
        mark = meaning(sourced_id, title, grade, school)
        yield SchoolClassRow(no, sourced_id, mark, school_no, title, grade)
    else:
        no = state.add("course", sourced_id)
        state.keys("school_class").numbers.pop(sourced_id, None)
        mark = meaning(sourced_id, title, course, room, school)
        yield CourseRow(no, sourced_id, mark, school_no, subject_no, title, room)
    kin = ClassSessionRow if kind == "homeroom" else CourseSessionRow
    for term in family:
        yield kin(no, state.keys("academic_session").numbers[term])


def _school(book: Book, table: Table, line: int, school: str) -> int:
    number = book.state.find(table, line, "schoolSourcedId", school, "school")
    kind = book.org_kinds.get(school, "school")
    if number and kind != "school" and not kind.startswith("ext:"):
        table.error(line, "schoolSourcedId", f"schoolSourcedId names a {kind}, not a school")
        return 0
    return number


def _family(book: Book, terms: list[str]) -> set[str]:
    """Return the sessions, their ancestors and their descendants."""
    found, todo = set(terms), list(terms)
    while todo:
        children = [key for key, (_, parent) in book.parents.items() if parent == todo[-1]]
        todo.pop()
        todo += [child for child in children if child not in found]
        found.update(children)
    for term in terms:
        above = book.parents.get(term, ("", ""))[1]
        while above and above not in found:
            found.add(above)
            above = book.parents.get(above, ("", ""))[1]
    return found & book.state.keys("academic_session").numbers.keys()
