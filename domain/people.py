"""Who talks to the bot and whom they may see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """As what a chat is linked; stored, so never rename a value."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    TRUSTED = "trusted"
    SUBJECT_TEACHER = "subject_teacher"
    CLASS_TEACHER = "class_teacher"
    DEPUTY_HEAD = "deputy_head"
    SCHOOL_ADMIN = "school_admin"
    STAFF = "staff"
    """A grant's word for anybody a staff code linked; what they are follows from the roster."""


FAMILY_ROLES = (Role.STUDENT, Role.GUARDIAN, Role.TRUSTED)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is talking: one chat as the database knows it at this update."""

    id: int
    """Our row of the chat, not Telegram's id."""
    telegram_id: int
    language: str
    """A language we have: the person's choice, else Telegram's, else the default."""
    selected_student_id: int | None = None
    """The child the menus are about, where the chat sees several."""
    state: str | None = None
    """What the person is composing, by aiogram's name of the state; usually nothing."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in the parts that OneRoster has."""

    given: str
    family: str
    middle: str = ""

    @property
    def short(self) -> str:
        """As a screen names a child: "Анна И."; empty parts are left out."""
        return f"{self.given} {self.family[:1]}.".strip(" .") + ("." if self.family else "")

    @property
    def full(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}".strip()

    @property
    def listed(self) -> str:
        """As a list by family name has it: "Сидорова Мария Петровна"."""
        return " ".join(filter(None, (self.family, self.given, self.middle)))

    @property
    def polite(self) -> str:
        """As a Russian school addresses its staff: given name and patronymic, else both names."""
        return f"{self.given} {self.middle}".strip() if self.middle else self.full


@dataclass(frozen=True, slots=True)
class Student:
    """A student as a family's screen names them."""

    id: int
    name: Name
    class_title: str
    """Empty where the student is in no class now."""
    class_id: int | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """What one chat may see of one student, at this moment."""

    student: Student
    role: Role
    sees_marks: bool
    until: datetime | None = None
    """UTC; empty where the access has no end."""
