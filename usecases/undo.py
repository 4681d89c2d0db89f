"""Taking back what was just saved in the journal."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.errors import JournalMoved, NotFound
from domain.facts import Fact
from domain.journal import OpenedLesson, Saved
from domain.journal_facts import of_mark, of_presence
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import facts, journal, undo
from storage.database import Database
from storage.undo import Step
from usecases.lessons import lesson_to_keep


@dataclass(frozen=True, slots=True)
class Undo:
    """One's own last save at a lesson, whole."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(self, reader: Reader, lesson_id: int, batch: str) -> Saved:
        """Bring back what was before; families hear nothing of what they had not heard yet.

        Raises ``NotAllowed``; ``NotFound`` for what is not one's own or is undone already;
        ``JournalMoved`` where somebody changed it again since.
        """
        now = self.clock.now()
        async with self.db.begin() as session:
            opened = await lesson_to_keep(session, self.clock, reader, lesson_id)
            steps = await undo.batch(session, batch)
            if not steps or any(_is_foreign(step, reader, opened) for step in steps):
                raise NotFound
            if not await undo.is_unchanged(session, steps):
                raise JournalMoved
            await undo.bring_back(session, steps, now=now)
            told = [one for step in steps if (one := _fact(step, opened))]
            await facts.amend(session, told, now=now, ready_at=now + self.grace)
            shown = await journal.opened(session, lesson_id) or opened
        kinds = [step.change.thing for step in steps]
        return Saved(replace(shown, keeps=True), "", kinds.count("mark"), kinds.count("attendance"))


def _is_foreign(step: Step, reader: Reader, opened: OpenedLesson) -> bool:
    """Tell whether a change is another chat's, or of another lesson's course."""
    return step.chat_id != reader.id or step.course_id != opened.lesson.course_id


def _fact(step: Step, opened: OpenedLesson) -> Fact | None:
    """Return what families hear: the change the other way round."""
    change = step.change
    seat = opened.seat(change.row.get("student_id") or 0)
    if seat is None:
        return None
    if change.thing == "attendance":
        return of_presence(change.after, change.before, seat, opened.lesson)
    if change.thing == "mark":
        known = {one.id: one.category for one in seat.marks}
        work = known.get(change.row["id"], "")
        return of_mark(change.after, change.before, seat.name, opened.lesson.subject, work)
    return None
