"""Imports a bundle in one line, and reads back what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from domain.clock import Clock
from domain.facts import Fact, load
from domain.school_clock import SchoolClock
from sources.port import Finding
from storage import tables as t
from storage.database import Database
from tests.notifications.house import MOSCOW
from tests.sources.bundles import Files, folder
from usecases.imports import ImportJournal, ImportResult


@dataclass
class Told:
    """A report that keeps everything."""

    texts: list[str] = field(default_factory=list)
    steps: list[tuple[int, int]] = field(default_factory=list)

    def finding(self, finding: Finding) -> None:
        self.texts.append(str(finding))

    def note(self, text: str) -> None:
        self.texts.append(text)

    def progress(self, done: int, total: int) -> None:
        self.steps.append((done, total))


@dataclass
class School:
    """A database that bundles are imported into, each from a folder of its own."""

    db: Database
    clock: Clock
    path: Path
    told: Told = field(default_factory=Told)
    _count: int = 0

    async def take(self, content: Files, **options: Any) -> ImportResult:
        self._count += 1
        place = folder(self.path / f"bundle{self._count}", content)
        return await ImportJournal(self.db, SchoolClock(self.clock, MOSCOW))(
            place, report=self.told, **options
        )

    async def facts(self) -> list[Fact]:
        async with self.db.read() as session:
            rows = await session.execute(sa.select(t.fact).order_by(t.fact.c.id))
            return [load(row.kind, row.payload) for row in rows]

    async def rows(self, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
        async with self.db.read() as session:
            return [tuple(row) for row in await session.execute(query)]

    async def everything(self) -> dict[str, Sequence[tuple[Any, ...]]]:
        """Return every row of every mirrored table."""
        names = [name for name, table in t.metadata.tables.items() if "content_hash" in table.c]
        tables = [t.metadata.tables[name] for name in (*names, "course_session", "class_session")]
        return {
            table.name: await self.rows(sa.select(table).order_by(*table.primary_key))
            for table in tables
        }

    async def column(self, column: sa.Column[Any], *where: Any) -> list[Any]:
        query = sa.select(column).where(*where).order_by(*column.table.primary_key)
        return [row[0] for row in await self.rows(query)]
