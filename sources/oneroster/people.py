"""users, roles and enrollments, and what follows from them: guardians, homerooms by grade."""

from bisect import bisect_left
from collections.abc import Iterator

from domain.mirror import (
    DERIVED,
    ClassMemberRow,
    CourseMemberRow,
    GoneRow,
    GuardianshipRow,
    PersonRoleRow,
    PersonRow,
    Row,
    SchoolClassRow,
)
from domain.people import Role
from sources.csvfile import Line, Table
from sources.oneroster.book import Book, Someone
from sources.oneroster.settle import refuse, settle
from sources.port import Scope
from sources.state import meaning

ROLES = {
    "student": Role.STUDENT,
    "guardian": Role.GUARDIAN,
    "parent": Role.GUARDIAN,
    "relative": Role.GUARDIAN,
    "principal": Role.DEPUTY_HEAD,
    "counselor": Role.DEPUTY_HEAD,
    "administrator": Role.SCHOOL_ADMIN,  # 1.1 knows no finer word
    "siteAdministrator": Role.SCHOOL_ADMIN,
    "systemAdministrator": Role.SCHOOL_ADMIN,
    "districtAdministrator": Role.SCHOOL_ADMIN,
}
"""OneRoster role → ours; any other, ``ext:`` included, is staff."""


def users(book: Book) -> Iterator[Row]:
    """Yield people; in 1.1 their roles too."""
    table = book.table("users")
    if table is None:
        return
    book.state.whole |= {Scope("guardianship")} if book.is_bulk("users") else set()
    lines = {line.values[0]: line for line in book.rows(table)}
    old = book.manifest.version == "1.1"
    refuse(table, lines, [k for k, one in lines.items() if not _orgs_there(book, table, one)])
    settle(
        table,
        lines,
        book.state.keys("person").numbers,
        lambda line: line.values[6 if old else 4] or (),
        lambda line, agent: book.state.find(table, line.number, "agentSourcedIds", agent, "person"),
    )
    for line in lines.values():
        yield from _person(book, line) if old else _newer_person(book, line)


def _orgs_there(book: Book, table: Table, line: Line) -> bool:
    old = book.manifest.version == "1.1"
    column = "orgSourcedIds" if old else "primaryOrgSourcedId"
    named = line.values[1] if old else filter(None, line.values[6:7])
    found = [book.state.find(table, line.number, column, org, "school") for org in named]
    return all(found)


def _newer_person(book: Book, line: Line) -> Iterator[Row]:
    _, given, family, middle, agents, grades, org = line.values
    yield _remember(book, line, (given, family, middle), [agents, grades], [org] if org else [])


def _person(book: Book, line: Line) -> Iterator[Row]:
    sourced_id, orgs, role, given, family, middle, agents, grades = line.values
    yield _remember(book, line, (given, family, middle), [agents, grades], orgs)
    yield from _roles_of(book, sourced_id, role, orgs)


def _remember(
    book: Book,
    line: Line,
    names: tuple[str, str, str],
    lists: list[list[str] | None],
    orgs: list[str],
) -> PersonRow:
    agents, grades = lists
    sourced_id = line.values[0]
    no = book.state.add("person", sourced_id)
    book.people[sourced_id] = Someone(no, line.number, grades or [], orgs, agents or [])
    grade = ",".join(grades or ())
    return PersonRow(no, sourced_id, meaning(sourced_id, *names, grade), *names, grade)


def _roles_of(book: Book, sourced_id: str, role: str, orgs: list[str]) -> Iterator[Row]:
    """Yield a 1.1 user's role at each of their organisations."""
    person, ours = book.people[sourced_id], ROLES.get(role, Role.STAFF)
    person.roles.add(ours)
    if book.is_bulk("users"):
        book.state.whole.add(Scope("person_role"))
    for org in orgs:
        derived = f"user:{sourced_id}:{org}"
        school = book.state.keys("school").numbers[org]
        mark = meaning(derived, ours)
        yield PersonRoleRow(book.state.next(), derived, mark, person.no, school, ours)


def roles(book: Book) -> Iterator[Row]:
    """Yield roles; whoever has none keeps what the database knows."""
    for sourced_id, person in book.people.items():
        person.roles |= set() if book.is_bulk("roles") else _known_roles(book, sourced_id)
    table = book.table("roles")
    if table is None:
        return
    ranks: dict[str, tuple[int, bool]] = {}
    for line, (sourced_id, user, rank, role, org), _ in book.rows(table):
        person_no = book.state.find(table, line, "userSourcedId", user, "person")
        school_no = book.state.find(table, line, "orgSourcedId", org, "school")
        if not (person_no and school_no):
            table.reject(sourced_id)
            continue
        ranks[user] = (line, rank == "primary" or ranks.get(user, (0, False))[1])
        ours = ROLES.get(role, Role.STAFF)
        if user in book.people:
            _place(book.people[user], ours, org)
        mark = meaning(sourced_id, user, ours, org)
        yield PersonRoleRow(book.state.next(), sourced_id, mark, person_no, school_no, ours)
    for line, primary in ranks.values() if book.is_bulk("roles") else ():
        if not primary:
            table.warn(line, "roleType", "the user has no primary role")


def _known_roles(book: Book, sourced_id: str) -> set[str]:
    return book.state.known.roles.get(sourced_id, set())


def _place(person: Someone, role: Role, org: str) -> None:
    person.roles.add(role)
    if role is Role.STUDENT and org not in person.orgs:
        person.orgs.append(org)


def guardians(book: Book) -> Iterator[Row]:
    """Yield guardianships; either the child's row or the guardian's may name the other, or both."""
    numbers = book.state.keys("person").numbers
    staged: set[str] = set()
    for sourced_id, person in book.people.items():
        for agent in person.agents:
            pair = _pair(book, sourced_id, agent)
            derived = _pair_id(book, sourced_id, agent, pair) if pair else ""
            if pair is None or derived in staged:
                continue
            staged.add(derived)
            student, guardian = (numbers[key] for key in pair)
            no = book.state.next()
            yield GuardianshipRow(no, derived, meaning(derived, *pair), student, guardian)
    if not book.is_bulk("users"):
        yield from _agents_gone(book, staged)


def _pair_id(book: Book, owner: str, agent: str, pair: tuple[str, str]) -> str:
    """Return an id that says whose row names the other: the child's wherever it does."""
    student, guardian = pair
    by_child = f"agent:{student}:{guardian}"
    child = book.people.get(student)
    names_it = guardian in child.agents if child else by_child in book.state.known.agents
    return by_child if names_it else f"agent:{owner}:{agent}"


def _pair(book: Book, owner: str, agent: str) -> tuple[str, str] | None:
    """Return student and guardian."""
    known = book.state.known.roles
    of_owner = book.people[owner].roles
    of_agent = book.people[agent].roles if agent in book.people else known.get(agent, set())
    if Role.STUDENT in of_owner:
        return None if of_agent == {Role.STUDENT} else (owner, agent)
    if Role.STUDENT in of_agent and Role.GUARDIAN in of_owner:
        return agent, owner
    return None


def _agents_gone(book: Book, staged: set[str]) -> Iterator[Row]:
    """Yield the guardianships that a person's new row does not name any more."""
    known = book.state.known.agents
    for sourced_id in book.people:
        prefix = f"agent:{sourced_id}:"
        for index in range(bisect_left(known, prefix), len(known)):
            if not known[index].startswith(prefix):
                break
            if known[index] not in staged:
                yield GoneRow("guardianship", known[index])


def homerooms_by_grade(book: Book) -> Iterator[Row]:
    """Yield a class per grade for every school whose data name no homeroom."""
    if book.is_bulk("users"):
        book.state.whole |= {Scope("school_class", True), Scope("class_member", True)}
    taken = book.with_homeroom
    made: dict[str, int] = {}
    for sourced_id, person in book.people.items():
        school = next((o for o in person.orgs if book.org_kinds.get(o) == "school"), None)
        if Role.STUDENT not in person.roles or not person.grades or school is None:
            continue
        if school in taken:
            continue
        grade = person.grades[0]
        derived = f"{DERIVED}{school}:{grade}"
        if derived not in made:
            school_no = book.state.keys("school").numbers[school]
            made[derived] = book.state.add("school_class", derived)
            mark = meaning(derived)
            yield SchoolClassRow(made[derived], derived, mark, school_no, grade, grade)
        member = f"{DERIVED}{school}:member:{sourced_id}"
        yield ClassMemberRow(
            book.state.next(), member, meaning(member, grade), made[derived], person.no,
            "student", None, None,
        )  # fmt: skip


def enrollments(book: Book) -> Iterator[Row]:
    """Yield members of homerooms and courses."""
    table = book.table("enrollments")
    if table is None:
        return
    for line in book.rows(table):
        row = _enrollment(book, table, line)
        if row is None:
            table.reject(line.values[0])
        elif row.role in ("student", "teacher"):
            yield row
        else:
            table.warn(line.number, "role", f"the role {row.role} of a class is left alone")


def _enrollment(book: Book, table: Table, line: Line) -> ClassMemberRow | CourseMemberRow | None:
    sourced_id, group, school, user, role, begins, ends = line.values
    state, number = book.state, line.number
    group_no = state.find(table, number, "classSourcedId", group, "course", "school_class")
    school_no = state.find(table, number, "schoolSourcedId", school, "school")
    person_no = state.find(table, number, "userSourcedId", user, "person")
    if begins and ends and ends < begins:
        table.error(number, "endDate", f"endDate {ends} is before beginDate {begins}")
        return None
    if not (group_no and school_no and person_no):
        return None
    person = book.people.get(user)
    if role == "student" and person and Role.STUDENT not in person.roles:
        table.warn(number, "role", "somebody who is no student is enrolled as one")
    mark = meaning(sourced_id, group, user, role, begins, ends)
    kind = ClassMemberRow if group in state.keys("school_class").numbers else CourseMemberRow
    return kind(state.next(), sourced_id, mark, group_no, person_no, role, begins, ends)
