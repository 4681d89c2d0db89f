"""Questions that are closed, opened again, or wait too long."""

from dataclasses import dataclass
from datetime import datetime

from domain.facts import QuestionWaiting
from domain.people import Reader
from domain.questions import PATIENCE, State, school_days
from domain.school_clock import SchoolClock
from storage import due_times, facts, threads
from storage.database import Database
from usecases.questions import office, thread_in_view


@dataclass(frozen=True, slots=True)
class CloseThread:
    """Nothing more is to be said, or there is after all."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, thread_id: int, *, closed: bool) -> None:
        """Either side may; raises ``NotFound``."""
        async with self.db.begin() as session:
            await thread_in_view(session, self.clock, reader, thread_id)
            row = await threads.row(session, thread_id)
            reopened = State.OPEN if row.waiting_since else State.ANSWERED
            state = State.CLOSED if closed else reopened
            await threads.change(session, thread_id, state=state.value, updated_at=self.clock.now())


@dataclass(frozen=True, slots=True)
class RemindOfQuestions:
    """Tell the school of questions that have waited for two school days, once each."""

    db: Database
    clock: SchoolClock
    job = "questions"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return how many; none where another worker was first."""
        now, zone = self.clock.now(), self.clock.zone
        async with self.db.begin() as session:
            if not await due_times.take(session, self.job, due_at, following):
                return 0
            free = await threads.holidays(session)
            made = []
            for row in await threads.waiting(session):
                since = row.waiting_since.astimezone(zone).date()
                if school_days(since, self.clock.today(), free) < PATIENCE:
                    continue
                made.append(
                    QuestionWaiting(thread=row.id, subject=row.subject, since=since, **office(row))
                )
                await threads.change(session, row.id, reminded_at=now)
            await facts.add(session, made, happened_at=now, ready_at=now)
        return len(made)
