"""Final marks of a school year, subject by subject."""

from dataclasses import dataclass, field
from datetime import date

from domain.marks import Mark
from domain.people import Access


@dataclass(frozen=True, slots=True)
class FinalMark:
    """A subject's mark for one session."""

    subject: str
    course_id: int
    session: str
    kind: str
    begins: date
    value: str
    lessons_missed: int | None = None


@dataclass(slots=True)
class FinalSubject:
    """All final marks of a subject, its marks of the year, and the lessons missed."""

    subject: str
    finals: list[FinalMark] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def missed(self) -> int | None:
        """Lessons missed over the year's parts; nothing where no source says.

        A year's own number holds its parts', so the larger of the two counts.
        """
        of_year = [f.lessons_missed for f in self.finals if f.kind == "schoolYear"]
        of_parts = [f.lessons_missed for f in self.finals if f.kind != "schoolYear"]
        sums = [
            sum(number for number in given if number is not None)
            for given in (of_year, of_parts)
            if any(number is not None for number in given)
        ]
        return max(sums, default=None)


@dataclass(frozen=True, slots=True)
class FinalMarks:
    """One student's final marks of one school year, which begins in August of ``year``."""

    access: Access
    year: int
    this_year: int
    subjects: tuple[FinalSubject, ...]


def by_subject(finals: list[FinalMark], marks: list[Mark]) -> tuple[FinalSubject, ...]:
    """Join final marks and marks of the year by subject, in the subjects' order."""
    found: dict[str, FinalSubject] = {}
    for final in sorted(finals, key=lambda one: (one.begins, one.kind == "schoolYear")):
        found.setdefault(final.subject, FinalSubject(final.subject)).finals.append(final)
    for mark in marks:
        found.setdefault(mark.subject, FinalSubject(mark.subject)).marks.append(mark)
    return tuple(found[name] for name in sorted(found))
