"""Where the deputy head begins: a day, its classes, a class's lessons."""

from dataclasses import dataclass
from datetime import date

from domain.changes import CLASSES_ON_PAGE, ChangesDay, ClassDay
from domain.errors import NotAllowed
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from storage import changes
from storage.database import Database
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowChangesDay:
    """The classes to choose from, and what is not as planned on the day."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, day: date | None = None, page: int = 0) -> ChangesDay:
        """Return a page of a day, of today where none is named; raises ``NotAllowed``."""
        today = self.clock.today()
        day = day or today
        async with self.db.read() as session:
            schools, classes = await changes.deputys(session, reader.id, now=self.clock.now())
            if not schools:
                raise NotAllowed(Action.CHANGE_TIMETABLE)
            changed = await changes.changed_on(session, [one.id for one in schools], day)
        page = max(0, min(page, (len(classes) - 1) // CLASSES_ON_PAGE))
        shown = classes[page * CLASSES_ON_PAGE : (page + 1) * CLASSES_ON_PAGE]
        has_more = len(classes) > (page + 1) * CLASSES_ON_PAGE
        return ChangesDay(
            day, today, tuple(schools), tuple(shown), tuple(changed), page, has_more
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShowClassDay:
    """A class's lessons of a day."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, class_id: int, day: date) -> ClassDay:
        """Return them; raises ``NotAllowed``."""
        what = Object(What.CLASS, class_id)
        async with self.db.read() as session:
            await allow(session, self.clock, reader, Action.CHANGE_TIMETABLE, what)
            title, lessons = await changes.of_class(session, class_id, day)
        return ClassDay(class_id, title, day, tuple(lessons))
