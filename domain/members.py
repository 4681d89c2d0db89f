"""Members of a school's staff, as its administrator sees them."""

from dataclasses import dataclass
from datetime import datetime

from domain.changes import SchoolTitle
from domain.people import Name, Role

MEMBERS_ON_PAGE = 12
SCHOOLS_ON_PAGE = 20


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who teaches a class or a course of the school today, or holds a post there."""

    id: int
    name: Name
    chats: int
    """How many are linked by a staff code."""
    unused: int
    """Staff codes that could still be used."""
    is_beyond: bool = False
    """Whether they hold a post at a school that is not the reader's: a code would open that too."""
    posts: frozenset[Role] = frozenset()
    classes: tuple[str, ...] = ()
    """Titles of the homeroom classes they lead here."""
    courses: int = 0
    """How many they teach here."""

    @property
    def is_linked(self) -> bool:
        """Whether a chat of theirs is."""
        return self.chats > 0


@dataclass(frozen=True, slots=True)
class Staff:
    """A school's whole staff by family name, and how the reader stands to schools."""

    school: SchoolTitle
    members: tuple[Member, ...]
    is_only: bool
    """Whether the reader is administrator of no other school."""
    is_every: bool
    """Whether the reader is so of every school, by an administrator's code."""

    @property
    def linked(self) -> int:
        """Return how many are."""
        return sum(one.is_linked for one in self.members)

    @property
    def missing(self) -> tuple[Member, ...]:
        """Return those who are not linked, and for whom the reader may make codes."""
        return tuple(one for one in self.members if not one.is_linked and not one.is_beyond)


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A page of a school's staff."""

    staff: Staff
    members: tuple[Member, ...]
    page: int
    total: int
    """Of all pages: everybody, only those not linked, or those found."""
    unlinked: bool = False
    """Whether those who are linked are left out."""
    wanted: str = ""
    """The name that was typed; what it finds is one page."""

    @property
    def has_more(self) -> bool:
        """Whether a page comes after this one."""
        return (self.page + 1) * MEMBERS_ON_PAGE < self.total


@dataclass(frozen=True, slots=True)
class SchoolList:
    """A page of the schools whose administrator one is."""

    schools: tuple[SchoolTitle, ...]
    page: int
    total: int
    is_every: bool

    @property
    def has_more(self) -> bool:
        """Whether a page comes after this one."""
        return (self.page + 1) * SCHOOLS_ON_PAGE < self.total


@dataclass(frozen=True, slots=True)
class MemberChat:
    """A chat that a staff code linked."""

    grant_id: int
    chat_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One member of staff, their chats, and until when unused codes are good."""

    school: SchoolTitle
    member: Member
    chats: tuple[MemberChat, ...]
    """The oldest first."""
    codes: tuple[datetime, ...]
    """When each unused one expires."""
    reader_id: int = 0

    def chat(self, grant_id: int) -> MemberChat | None:
        """Return the chat of this grant; nothing where it is not of this member."""
        return next((one for one in self.chats if one.grant_id == grant_id), None)

    def is_own(self, chat: MemberChat) -> bool:
        """Tell whether it is the chat that is asking."""
        return chat.chat_id == self.reader_id
