"""Signatures under marks: which guardian has seen which mark, and what they said to it."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.people import Access, Name

COMMENT_LENGTH = 500
"""Characters of a guardian's comment on a mark."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One guardian's."""

    chat_id: int
    holder: str
    """Empty where the grant knew no name."""
    at: datetime
    value: str
    """Of the mark as they saw it; empty where they only wrote."""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SignedMark:
    """A mark with what its families said."""

    id: int
    student_id: int
    day: date
    course_id: int
    lesson_id: int | None
    subject: str
    value: str
    work: str
    category: str
    comment: str
    """The teacher's."""
    signatures: tuple[Signature, ...] = ()

    def is_signed_by(self, chat_id: int) -> bool:
        """Tell whether this chat has seen the mark as it is now."""
        return any(one.chat_id == chat_id for one in self.valid)

    @property
    def valid(self) -> tuple[Signature, ...]:
        """Signatures under the mark as it is: one that was changed needs new ones."""
        return tuple(one for one in self.signatures if one.value == self.value)


@dataclass(frozen=True, slots=True)
class SignedWeek:
    """A week's marks of one student, for who signs them or looks at the signatures."""

    access: Access
    first: date
    last: date
    today: date
    marks: tuple[SignedMark, ...]
    chat_id: int
    """Whose screen it is."""
    signs: bool
    """Whether that chat may sign."""

    @property
    def waiting(self) -> tuple[SignedMark, ...]:
        """What this chat has not signed."""
        return tuple(one for one in self.marks if not one.is_signed_by(self.chat_id))


@dataclass(frozen=True, slots=True)
class ShownMark:
    """One mark on a family's screen."""

    access: Access
    mark: SignedMark
    chat_id: int
    signs: bool


@dataclass(frozen=True, slots=True)
class PupilSignatures:
    """One student's week as the class teacher sees it."""

    student_id: int
    name: Name
    marks: int
    signed: int
    """How many of them some guardian has signed as they are."""


@dataclass(frozen=True, slots=True)
class ClassSignatures:
    """A class's week."""

    class_id: int
    title: str
    first: date
    last: date
    today: date
    pupils: tuple[PupilSignatures, ...]
