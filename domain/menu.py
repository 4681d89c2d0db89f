"""What the main menu is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.people import Access, Name, Role


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody of the school's staff, linked by a staff code."""

    name: Name
    roles: frozenset[Role]
    """From the roster at this moment; empty for a former member."""
    classes: tuple[tuple[int, str], ...] = ()
    """Id and title of the homeroom classes they lead."""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """The chat's students, the one in view, and its staff role."""

    seen: tuple[Access, ...]
    selected: Access | None
    member: StaffMember | None
    today: date
    """In the school's zone."""

    @classmethod
    def of(
        cls,
        seen: Sequence[Access],
        selected_id: int | None,
        member: StaffMember | None,
        today: date,
    ) -> "Menu":
        """Choose the selected student; the first one where the choice is no longer seen."""
        chosen = next((access for access in seen if access.student.id == selected_id), None)
        return cls(tuple(seen), chosen or next(iter(seen), None), member, today)
