"""What a code offers, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.codes import StoredCode
from domain.errors import CodeTrouble
from domain.people import Name, Role, Student

NAME_SIGNS = range(2, 61)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a chat would get, before it says yes; no more of a child than name and class."""

    code_id: int
    proof: str
    """Binds the yes to this chat."""
    role: Role
    student: Student | None
    holder: Name | None
    """Who the code says is holding the phone; empty where that is asked after the yes."""


@dataclass(frozen=True, slots=True)
class NameWanted:
    """The code knows no guardian: ask how the person is called, then link."""

    code_id: int
    proof: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The chat has it."""

    role: Role
    student: Student | None
    holder: str
    first: bool
    """Whether the chat had nothing before."""


@dataclass(frozen=True, slots=True)
class Held:
    """A living grant of a chat, as far as the next code's fate depends on it."""

    role: Role
    student_id: int | None
    person_id: int | None


def conflict(code: StoredCode, held: Sequence[Held]) -> CodeTrouble | None:
    """Return why the code is for somebody else's phone; nothing if it is not.

    A student must not see the diary as the guardian of themself, and neither a guardian nor
    a member of staff answers for a student.
    """
    student_id = code.student.id if code.student else None
    same = {grant.role for grant in held if grant.student_id == student_id}
    if code.role is Role.GUARDIAN and Role.STUDENT in same:
        return CodeTrouble.FOR_GUARDIAN
    is_staff = any(grant.role in (Role.STAFF, Role.SCHOOL_ADMIN) for grant in held)
    if code.role is Role.STUDENT and (Role.GUARDIAN in same or is_staff):
        return CodeTrouble.FOR_STUDENT
    return None


def has_already(code: StoredCode, held: Sequence[Held]) -> bool:
    """Tell whether the code would give nothing new."""
    student_id = code.student.id if code.student else None
    return any(
        grant.role is code.role
        and grant.student_id == student_id
        and (student_id is not None or grant.person_id == code.person_id)
        for grant in held
    )


def tidy_name(text: str) -> str:
    """Return a typed name with single spaces; empty where it cannot be one.

    Letters of any script with spaces, hyphens, apostrophes and points between them.
    """
    name = " ".join(text.split())
    letters = sum(sign.isalpha() for sign in name)
    fits = len(name) in NAME_SIGNS and letters >= NAME_SIGNS.start
    return name if fits and all(sign.isalpha() or sign in " -'’ʼ." for sign in name) else ""
