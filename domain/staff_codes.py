"""Codes for members of staff and for administrators."""

from dataclasses import dataclass
from datetime import datetime

from domain.changes import SchoolTitle
from domain.members import Member

ADMINS_ON_PAGE = 12


@dataclass(frozen=True, slots=True)
class StaffCodePlan:
    """What would be issued for a school's staff, before anybody says yes."""

    school: SchoolTitle
    count: int
    """How many are not linked."""
    unused: int
    """Codes of theirs issued before, neither used nor expired."""
    beyond: int
    """How many are left out, because their code would open another school too."""


@dataclass(frozen=True, slots=True)
class FreshStaffCode:
    """A code at the only moment that anybody sees it."""

    member: Member
    code: str


@dataclass(frozen=True, slots=True)
class FreshStaffCodes:
    """Codes of a school's staff, one or all of them."""

    school: SchoolTitle
    codes: tuple[FreshStaffCode, ...]
    until: datetime
    revoked: int = 0
    """How many unused ones were withdrawn in the same step."""


@dataclass(frozen=True, slots=True)
class Administrator:
    """A chat that an administrator's code linked: every school is open to it."""

    grant_id: int
    chat_id: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Administrators:
    """All of them, the oldest first, and the codes that could add to them."""

    holders: tuple[Administrator, ...]
    unused: int
    reader_id: int
    page: int = 0

    @property
    def on_page(self) -> tuple[Administrator, ...]:
        """Return those whom this page shows."""
        return self.holders[self.page * ADMINS_ON_PAGE : (self.page + 1) * ADMINS_ON_PAGE]

    @property
    def has_more(self) -> bool:
        """Whether a page comes after this one."""
        return (self.page + 1) * ADMINS_ON_PAGE < len(self.holders)

    def holder(self, grant_id: int) -> Administrator | None:
        """Return the holder of this grant; nothing where there is none."""
        return next((one for one in self.holders if one.grant_id == grant_id), None)


@dataclass(frozen=True, slots=True)
class FreshAdminCode:
    """An administrator's code at the only moment that anybody sees it."""

    name: str
    code: str
    until: datetime
