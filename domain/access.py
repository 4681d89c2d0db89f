"""Who sees a student, as the people who may know it see it."""

from dataclasses import dataclass
from datetime import datetime

from domain.people import Access, Role


@dataclass(frozen=True, slots=True)
class Holder:
    """One chat's living grant to a student."""

    grant_id: int
    role: Role
    name: str
    chat_id: int
    since: datetime
    until: datetime | None
    """UTC; empty where the grant has no end."""


@dataclass(frozen=True, slots=True)
class People:
    """Who sees the student, for one of them."""

    access: Access
    holders: tuple[Holder, ...]
    """Empty for a trusted person, who is not told."""
    reader_id: int

    def holder(self, grant_id: int) -> Holder | None:
        """Return the holder of this grant; nothing where it is not of this student."""
        return next((one for one in self.holders if one.grant_id == grant_id), None)

    def may_drop(self, holder: Holder) -> bool:
        """Tell whether the reader may end this grant: a guardian, that of a trusted person."""
        return self.access.role is Role.GUARDIAN and holder.role is Role.TRUSTED
