"""What was changed at a lesson, for who may read its journal."""

from dataclasses import dataclass

from domain.history import LessonHistory
from domain.people import Reader
from domain.retention import Retention
from domain.school_clock import SchoolClock
from storage import history
from storage.database import Database
from usecases.lessons import lesson_in_view, note_lesson


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Who changed what, before and after."""

    db: Database
    clock: SchoolClock
    keeps: Retention

    async def __call__(self, reader: Reader, lesson_id: int, page: int = 0) -> LessonHistory:
        """Return a page, the newest first; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            opened = await lesson_in_view(session, self.clock, reader, lesson_id)
            found, has_more = await history.of_lesson(session, opened.lesson, page)
        await note_lesson(self.db, self.clock, reader, opened)
        return LessonHistory(opened.lesson, tuple(found), page, has_more, self.keeps.history)
