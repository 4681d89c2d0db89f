"""Who is at the school: students of each class, their guardians, the staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from domain.people import Name
from sandbox.school import names
from sandbox.school.curriculum import OFFICE, PLANS, STAFF, ClassPlan
from sandbox.school.tables import Row

SCHOOL = "school-1234"
ANNA, PYOTR, MOTHER = "s-7b-01", "s-3a-01", "g-7b-01-1"
CLASSMATE, CLASSMATE_MOTHER = "s-7b-02", "g-7b-02-1"

_FAMILIES = {
    ANNA: (
        Name("Анна", "Иванова", "Дмитриевна"),
        (Name("Елена", "Иванова", "Викторовна"), Name("Дмитрий", "Иванов", "Олегович")),
    ),
    "s-9v-01": (
        Name("Тимур", "Гаджиев", "Русланович"),
        (Name("Патимат", "Гаджиева", "Магомедовна"), Name("Руслан", "Гаджиев", "Исаевич")),
    ),
}
_SIBLINGS = {
    PYOTR: (Name("Пётр", "Иванов", "Дмитриевич"), ANNA),
    "s-5b-01": (Name("Амина", "Гаджиева", "Руслановна"), "s-9v-01"),
}


@dataclass(frozen=True, slots=True)
class Student:
    """A student; the ability is the mean of the marks they tend to get."""

    id: str
    name: Name
    grade: int
    guardians: tuple[str, ...]
    ability: float


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, by sourcedId or by the code of a class."""

    students: dict[str, tuple[Student, ...]]
    guardians: dict[str, Name]

    def everyone(self) -> Iterator[Student]:
        """All students, class by class."""
        for members in self.students.values():
            yield from members


def people() -> People:
    """Return the same people on any day."""
    rng = Random("people of school 1234")
    spare = names.surnames(rng)
    guardians = {
        f"g-{student[2:]}-{number}": name
        for student, (_, parents) in _FAMILIES.items()
        for number, name in enumerate(parents, 1)
    }
    students = {plan.code: _members(rng, plan, spare, guardians) for plan in PLANS}
    return People(students, guardians)


def users(people: People) -> Iterator[Row]:
    """Rows of users.csv."""
    for student in people.everyone():
        agents = ",".join(student.guardians)
        row = _user(student.id, student.name)
        yield row | {"agentSourcedIds": agents, "grades": f"{student.grade:02}"}
    for sourced_id, name in people.guardians.items():
        yield _user(sourced_id, name)
    for sourced_id, name in STAFF.items():
        yield _user(sourced_id, name)
    for sourced_id, (name, _) in OFFICE.items():
        yield _user(sourced_id, name)


def roles(people: People) -> Iterator[Row]:
    """Rows of roles.csv."""
    everyone = [(student.id, "student") for student in people.everyone()]
    everyone += [(guardian, "parent") for guardian in people.guardians]
    everyone += [(teacher, "teacher") for teacher in STAFF]
    everyone += [(person, role) for person, (_, role) in OFFICE.items()]
    for person, role in everyone:
        yield {
            "sourcedId": f"{person}.{role}",
            "userSourcedId": person,
            "roleType": "primary",
            "role": role,
            "orgSourcedId": SCHOOL,
        }


def _members(
    rng: Random, plan: ClassPlan, spare: list[str], guardians: dict[str, Name]
) -> tuple[Student, ...]:
    return tuple(
        _student(rng, f"s-{plan.code}-{number:02}", plan.grade, spare, guardians)
        for number in range(1, plan.size + 1)
    )


def _student(
    rng: Random, sourced_id: str, grade: int, spare: list[str], guardians: dict[str, Name]
) -> Student:
    ability = min(4.9, max(2.8, rng.gauss(4.0, 0.5)))
    if sourced_id in _FAMILIES:
        return Student(sourced_id, _FAMILIES[sourced_id][0], grade, _agents(sourced_id), 4.5)
    if sourced_id in _SIBLINGS:
        name, sibling = _SIBLINGS[sourced_id]
        return Student(sourced_id, name, grade, _agents(sibling), 4.2)
    surname = spare.pop()
    father = names.father(rng, surname)
    name = names.child(rng, surname, father.given, girl=rng.random() < 0.5)
    agents = _agents(sourced_id)[: 1 if rng.random() < 0.3 else 2]
    guardians |= dict(zip(agents, (names.mother(rng, surname), father), strict=False))
    return Student(sourced_id, name, grade, agents, ability)


def _agents(student: str) -> tuple[str, str]:
    return f"g-{student[2:]}-1", f"g-{student[2:]}-2"


def _user(sourced_id: str, name: Name) -> dict[str, str]:
    return {
        "sourcedId": sourced_id,
        "enabledUser": "true",
        "username": sourced_id,
        "givenName": name.given,
        "familyName": name.family,
        "middleName": name.middle,
        "identifier": sourced_id,
        "primaryOrgSourcedId": SCHOOL,
    }
