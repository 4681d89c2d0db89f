"""What all facts have in common."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of all facts. Exactly one of the audience ids below is set by each fact."""

    code: ClassVar[str]
    thing: str = ""
    """What it is about, such as ``mark:17``: two facts about one thing may become one."""
    urgent: bool = False
    """Whether it is told in quiet hours too, to those who did not switch that off."""

    @property
    def student_id(self) -> int | None:
        """The student whose family hears, for facts about one student."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentFact(Fact):
    """A fact about one student."""

    student: int
    name: str
    """The student as a message names them: "Анна И."."""

    @property
    def student_id(self) -> int:
        """The student whose family hears."""
        return self.student


@dataclass(frozen=True, slots=True)
class File:
    """A photo or document that Telegram keeps."""

    kind: str
    """``photo`` or ``document``."""
    file_id: str
    name: str = ""
