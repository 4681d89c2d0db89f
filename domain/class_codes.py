"""Codes for a whole class, and the cut-outs that a school hands out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.classes import FreshCode
from domain.people import Role, Student

CODES_ON_PAGE = 8
"""Living codes on one screen, each with a button to withdraw it."""


class Wanted(StrEnum):
    """For whom a class needs codes."""

    PARENTS = "p"
    """One a student without a linked guardian."""
    STUDENTS = "s"
    """One a student whose own chat is not linked."""
    ALL = "a"
    """One for a parent and one for the student, of everybody."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return what such codes give."""
        every = {Wanted.PARENTS: (Role.GUARDIAN,), Wanted.STUDENTS: (Role.STUDENT,)}
        return every.get(self, (Role.GUARDIAN, Role.STUDENT))


@dataclass(frozen=True, slots=True)
class ClassHead:
    """A class as its papers name it."""

    id: int
    title: str
    school: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who needs a code."""

    student: Student
    role: Role


@dataclass(frozen=True, slots=True)
class CodePlan:
    """What would be issued, before anybody says yes."""

    head: ClassHead
    counts: dict[Wanted, int]
    unused: dict[Wanted, int]
    """Codes issued before, neither used nor expired."""


@dataclass(frozen=True, slots=True)
class IssuedCodes:
    """Codes at the only moment that anybody sees them."""

    head: ClassHead
    codes: tuple[FreshCode, ...]
    until: datetime
    revoked: int = 0
    """How many unused ones were withdrawn in the same step."""


@dataclass(frozen=True, slots=True)
class LivingCode:
    """A code that could still be used; the code itself nobody has."""

    id: int
    role: Role
    student: Student
    issued_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class LivingCodes:
    """A page of a class's."""

    head: ClassHead
    codes: tuple[LivingCode, ...]
    page: int
    total: int


@dataclass(frozen=True, slots=True)
class CutOut:
    """What one person gets on paper, in their language; all of it plain text."""

    school: str
    """School and class."""
    name: str
    role: str
    code: str
    link: str
    steps: tuple[str, ...]
    until: str
