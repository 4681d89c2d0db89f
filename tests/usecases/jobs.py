"""One job of the clock at the small school: due, taken, and what it told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from bot.schedule import Work
from domain.clock import FixedClock
from domain.facts import Fact, load
from storage import due_times
from storage import tables as t
from storage.database import Database
from tests.school import SEPTEMBER

WEEK = timedelta(days=7)


@dataclass
class Due:
    """A work at its hour."""

    db: Database
    clock: FixedClock
    work: Work
    at: datetime
    _numbers: "count[int]" = field(default_factory=count)

    async def run(self, late: timedelta = timedelta(0)) -> int:
        """Make it due, whatever was, and run it; returns its count."""
        self.clock.moment = self.at + late
        async with self.db.begin() as session:
            await session.execute(sa.delete(t.due_time))
            await due_times.begin(session, self.work.job, self.at)
        return await self.again()

    async def again(self) -> int:
        """Run it as a second worker would, that saw the same due time."""
        return await self.work(self.at, self.at + WEEK)

    async def facts(self) -> list[Fact]:
        """Return what was told so far, by key."""
        async with self.db.read() as session:
            rows = await session.execute(sa.select(t.fact).order_by(t.fact.c.unique_key))
            return [load(row.kind, row.payload) for row in rows]

    async def change(self, *statements: sa.Executable) -> None:
        """Write to the school."""
        async with self.db.begin() as session:
            for statement in statements:
                await session.execute(statement)

    async def add(self, table: sa.Table, *rows: dict[str, Any]) -> None:
        """Add rows that a school's system would have."""
        async with self.db.begin() as session:
            for row in rows:
                key = {"sourced_id": f"job-{next(self._numbers)}"} if "id" in table.c else {}
                await session.execute(sa.insert(table).values(**key, **row))

    async def enrol(self, students: int) -> None:
        """Add students to the algebra course, all of them the first mother's."""
        for number in range(100, 100 + students):
            key = {"id": number, "sourced_id": f"n{number}"}
            member = {"course_id": 1, "person_id": number, "role": "student"}
            grant = {"chat_id": 1, "role": "guardian", "student_id": number}
            await self.change(
                sa.insert(t.person).values(**key, given_name="А", family_name="Б"),
                sa.insert(t.course_member).values(**key, **member),
                sa.insert(t.access_grant).values(**grant, granted_at=SEPTEMBER),
            )
