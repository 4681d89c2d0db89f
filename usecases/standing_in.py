"""Who could give a lesson in place of its teacher."""

from dataclasses import dataclass

from domain.changes import TEACHERS_ON_PAGE, StandIns, matching
from domain.errors import TeacherUnknown
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from storage import changes
from storage.database import Database
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowStandIns:
    """Teachers of the school: those who are free at the hour first."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, lesson_id: int, page: int = 0, wanted: str = ""
    ) -> StandIns:
        """Return a page; of those whose name begins so, where a name is wanted.

        Raises ``NotAllowed``, ``TeacherUnknown``.
        """
        async with self.db.read() as session:
            what = Object(What.LESSON, lesson_id)
            await allow(session, self.clock, reader, Action.CHANGE_TIMETABLE, what)
            found = await changes.for_lesson(session, lesson_id)
        if wanted:
            found = matching(found, wanted)
            if not found:
                raise TeacherUnknown
        found.sort(key=lambda one: bool(one.busy_with))
        page = max(0, min(page, (len(found) - 1) // TEACHERS_ON_PAGE))
        shown = found[page * TEACHERS_ON_PAGE : (page + 1) * TEACHERS_ON_PAGE]
        # Buttons carry no name that was typed: so the first page of a search is all of it.
        has_more = not wanted and len(found) > (page + 1) * TEACHERS_ON_PAGE
        return StandIns(lesson_id, tuple(shown), page, has_more, wanted)
