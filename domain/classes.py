"""A class as the people in charge of it see it."""

from dataclasses import dataclass

from domain.access import Holder
from domain.people import Name, Role, Student

PUPILS_ON_PAGE = 30
CLASSES_ON_PAGE = 60


@dataclass(frozen=True, slots=True)
class ClassTitle:
    """One of the classes somebody is in charge of."""

    id: int
    title: str
    reads: bool = False
    """Whether they may read its journal: an administrator may not."""
    leads: bool = False
    """Whether they are its class teacher."""


@dataclass(frozen=True, slots=True)
class ClassList:
    """A page of them."""

    classes: tuple[ClassTitle, ...]
    page: int
    total: int


@dataclass(frozen=True, slots=True)
class Pupil:
    """A line of the class."""

    id: int
    name: Name
    guardians: int
    """How many guardians' chats are linked."""
    linked: bool
    """Whether the student's own chat is."""


@dataclass(frozen=True, slots=True)
class ClassRoll:
    """A page of a class's students, by family name."""

    id: int
    title: str
    pupils: tuple[Pupil, ...]
    page: int
    total: int
    with_guardian: int
    """Of all pages: how many have a guardian linked."""
    linked: int
    """Of all pages: how many are linked themselves."""
    only: bool = False
    """Whether the reader is in charge of no other class."""
    reads: bool = False
    """Whether the reader may read the class's journal."""
    leads: bool = False
    """Whether the reader is its class teacher, who may bind its Telegram group."""
    without_guardian: bool = False
    """Whether the page leaves out those who have a guardian linked."""


@dataclass(frozen=True, slots=True)
class PupilCard:
    """A student of the class and who sees their diary."""

    student: Student
    holders: tuple[Holder, ...]

    def holder(self, grant_id: int) -> Holder | None:
        """Return the holder of this grant; nothing where it is not of this student."""
        return next((one for one in self.holders if one.grant_id == grant_id), None)


@dataclass(frozen=True, slots=True)
class FreshCode:
    """A code at the only moment that anybody sees it."""

    student: Student
    role: Role
    code: str
    days: int
