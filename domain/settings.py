"""What a person chooses for themself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol

from domain.people import Access, Role
from domain.quiet import NONE, QuietHours, QuietWeek, in_force
from domain.timing import DIGEST_HOUR, Mode

WEEK = range(7)
"""As Python counts: Monday 0."""
EVERYONE = 0
"""In place of a student: for all children that have no choice of their own."""
_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The quiet hours of a chat, looked at for all its children or for one of them."""

    of_school: QuietHours | None
    weeks: Mapping[int, QuietWeek]
    """What was chosen, by student; :data:`EVERYONE` for all others."""
    children: tuple[Access, ...]
    child: Access | None = None
    """Empty: for all of them."""

    @property
    def student_id(self) -> int:
        """Whom a choice made here is for."""
        return self.child.student.id if self.child else EVERYONE

    @property
    def chosen(self) -> QuietWeek:
        """What was chosen for exactly these; open where nothing was."""
        return self.weeks.get(self.student_id, QuietWeek())

    @property
    def is_own(self) -> bool:
        """Whether anything was chosen for exactly these."""
        return self.chosen != QuietWeek()

    @property
    def week(self) -> QuietWeek:
        """The hours in force; a day without any has :data:`~domain.quiet.NONE`."""
        nearest = self.weeks.get(self.student_id) if self.child else None
        found = in_force(nearest, self.weeks.get(EVERYONE), self.of_school)
        return found.over(QuietWeek.daily(NONE))

    @property
    def differing(self) -> "tuple[Quiet, ...]":
        """The children who have hours of their own."""
        alone = (replace(self, child=access) for access in self.children)
        return tuple(quiet for quiet in alone if quiet.is_own)

    @property
    def leaves_room(self) -> bool:
        """Whether each child has an hour in which messages may come."""
        return all(one.week.leaves_room for one in (self, *self.differing))

    def put(self, weekday: int | None, hours: QuietHours | None) -> "Quiet":
        """Return it with other hours on that day, or on every day; nothing opens the choice."""
        week = self.chosen.put(weekday, hours)
        return replace(self, weeks={**self.weeks, self.student_id: week})


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Everything on the settings screen."""

    language: str
    """The language in force."""
    own_language: bool
    """Whether the person chose it; else it is Telegram's or the default."""
    discreet: bool
    """Whether a lock screen shows nothing of a message."""
    digest_at: time
    """Of the school's day."""
    quiet: Quiet

    @property
    def children(self) -> tuple[Access, ...]:
        """The students whose messages can be chosen."""
        return self.quiet.children

    @property
    def digest_held_on(self) -> tuple[int, ...]:
        """Weekdays on which the digest's hour lies in somebody's quiet hours."""
        weeks = [one.week for one in (self.quiet, *self.quiet.differing)]
        return tuple(n for n in WEEK if any(_holds(week, n, self.digest_at) for week in weeks))


class Kind(Protocol):
    """A kind of notification as far as the choices about it go."""

    code: str
    roles: tuple[Role, ...]
    needs_marks: bool
    alone: bool
    can_be_urgent: bool

    def title(self) -> str:
        """Return its name in the language being spoken."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """How a chat wants to hear of one kind about one student; at once, until it says otherwise."""

    kind: Kind
    mode: Mode = Mode.NOW
    breaks: bool = True
    """Whether what is urgent comes in quiet hours too."""

    @property
    def modes(self) -> tuple[Mode, ...]:
        """What can be chosen: a kind that sums up a day or a week waits for no other summary."""
        return (Mode.NOW, Mode.OFF) if self.kind.alone else tuple(Mode)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a chat hears about one student."""

    access: Access
    digest_at: time = DIGEST_HOUR
    choices: Mapping[str, Choice] = field(default_factory=dict)
    """By the code of the kind: all that this chat could ever hear."""


def _holds(week: QuietWeek, weekday: int, at: time) -> bool:
    return week.hold(datetime.combine(_MONDAY + timedelta(days=weekday), at))
