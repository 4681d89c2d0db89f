"""News for some students of a class or course: who they are."""

from dataclasses import dataclass, replace

from domain.announcing import Announcement, Choices, State
from domain.errors import NotFound
from domain.people import Reader
from domain.rights import What
from domain.school_clock import SchoolClock
from storage import chosen
from storage.database import Database, Session
from usecases.announcing import own


@dataclass(frozen=True, slots=True)
class ShowChoices:
    """The students whom a draft could be for."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, news_id: int, page: int = 0) -> Choices:
        """Return a page of them; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            found = await _draft(session, self.clock, reader, news_id)
            return await _choices(session, self.clock, found, page)


@dataclass(frozen=True, slots=True)
class ChooseStudent:
    """A draft is for this student's family, or not."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, news_id: int, student_id: int, *, on: bool, page: int = 0
    ) -> Choices:
        """Return the page as it is then; raises ``NotAllowed``, ``NotFound``."""
        today = self.clock.today()
        async with self.db.begin() as session:
            found = await _draft(session, self.clock, reader, news_id, lock=True)
            await chosen.choose(
                session, news_id, found.audience, student_id, on=on, today=today
            )  # fmt: skip
            return await _choices(session, self.clock, found, page)


@dataclass(frozen=True, slots=True)
class ChooseAll:
    """A draft is for the whole class or course again."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, news_id: int) -> Announcement:
        """Return the draft; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.begin() as session:
            found = await _draft(session, self.clock, reader, news_id, lock=True)
            await chosen.choose_all(session, news_id)
        return replace(found, chosen=0)


async def _draft(
    session: Session, clock: SchoolClock, reader: Reader, news_id: int, *, lock: bool = False
) -> Announcement:
    """Return news that has not gone out, to a class or a course."""
    found = await own(session, clock, reader, news_id, lock=lock)
    if found.state not in (State.DRAFT, State.SCHEDULED) or found.audience.what is What.SCHOOL:
        raise NotFound
    return found


async def _choices(session: Session, clock: SchoolClock, found: Announcement, page: int) -> Choices:
    students, has_more = await chosen.choices(
        session, found.id, found.audience, page, today=clock.today()
    )
    return Choices(found, tuple(students), page, has_more)
