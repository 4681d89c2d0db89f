"""Bringing a school's data in."""

import asyncio
import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from domain.errors import ImportRefused
from domain.school_clock import SchoolClock
from sources import files
from sources.files import Bundle
from sources.oneroster import manifest as manifests
from sources.oneroster.manifest import Manifest
from sources.port import Finding, Log, Reading
from sources.reader import read
from sources.text import Unreadable, lines
from storage import imports, imports_known, staging
from storage.database import Database, Session
from storage.imports import Change, Plan
from usecases.timetable import Ahead, make_ahead

WORDS = {
    "school": "orgs",
    "academic_session": "academicSessions",
    "person": "users",
    "person_role": "roles",
    "guardianship": "guardians",
    "subject": "courses",
    "school_class": "classes",
    "course": "classes",
    "class_member": "enrollments",
    "course_member": "enrollments",
    "category": "categories",
    "score_scale": "scoreScales",
    "assessment": "lineItems",
    "mark": "marks",
    "bell": "bells",
    "timetable_entry": "timetable",
    "holiday": "holidays",
    "lesson": "lessons",
    "homework": "homework",
    "attendance": "attendance",
    "final_mark": "final_marks",
    "announcement": "announcements",
}
"""Our table → the word for it that an operator knows from the files."""
_FILE_WORDS = {"results": "marks"}
_ORGS_LOOKED_AT = 500


class Report(Protocol):
    """Where an import tells of itself; called from another thread while files are read."""

    def finding(self, finding: Finding) -> None:
        """Tell of one finding."""
        ...

    def note(self, text: str) -> None:
        """Say something that is no fault."""
        ...

    def progress(self, done: int, total: int) -> None:
        """Show how many bytes of how many are read; ``total`` may be 0."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to one table."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How an import ended."""

    imported: bool
    """False where it was refused or only tried."""
    source: str
    lines: dict[str, Line] = field(default_factory=dict)
    errors: int = 0
    warnings: int = 0
    facts: int = 0
    """What families will hear of."""
    ahead: Ahead = field(default_factory=Ahead)
    """Lessons that the timetable made."""

    @property
    def refused(self) -> bool:
        """Whether faults stopped it."""
        return not self.imported and not self.lines


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator asked for."""

    dry_run: bool = False
    skip_bad_rows: bool = False
    announce: bool = False
    source: str | None = None


class _OnlyTried(Exception):
    """Rolls a dry run back."""


@dataclass(frozen=True, slots=True)
class ImportJournal:
    """Import a bundle: everything or nothing."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self,
        path: Path,
        *,
        report: Report,
        dry_run: bool = False,
        skip_bad_rows: bool = False,
        announce: bool = False,
        source: str | None = None,
    ) -> ImportResult:
        """Return what happened; findings were told to the report by then.

        Raises ``ImportRefused`` where the bundle cannot be read as one.
        """
        options = Options(dry_run, skip_bad_rows, announce, source)
        with files.opened(path) as bundle:
            for name in bundle.ignored:
                report.note(f"{name}: left alone")
            return await _Import(self.db, bundle, report, options, self.clock).run()


@dataclass(slots=True)
class _Import:
    """One run."""

    db: Database
    bundle: Bundle
    report: Report
    options: Options
    clock: SchoolClock

    async def run(self) -> ImportResult:
        log = Log(self.report.finding, self.report.note)
        manifest = await asyncio.to_thread(_manifest, self.bundle, log)
        if log.broken or (log.errors and not self.options.skip_bad_rows and manifest is None):
            log.finish()
            return ImportResult(False, "", errors=log.errors, warnings=log.warnings)
        source = await self._source(manifest)
        async with self.db.survey() as session:
            known = await imports_known.of_source(session, source)
        reading = read(self.bundle, manifest, known, log)
        async with self.db.workbench() as bench:
            async with bench.prepare() as session:
                await staging.create(session)
                await self._stage(session, reading)
                await staging.analyze(session)
            if log.broken or (log.errors and not self.options.skip_bad_rows):
                return ImportResult(False, source, errors=log.errors, warnings=log.warnings)
            whole, now = frozenset(reading.whole), self.clock.now()
            hour = now.astimezone(self.clock.zone).time()
            plan = Plan(source, whole, now, self.clock.today(), self.options.announce, hour)
            try:
                async with bench.begin() as session:
                    return await self._apply(session, plan, log)
            except _OnlyTried as tried:
                result: ImportResult = tried.args[0]
                return result

    async def _stage(self, session: Session, reading: Reading) -> None:
        """Read in a thread, so that a bot in this process goes on; after a fault only read."""
        meter, log = self.bundle.meter, reading.log
        while batch := await asyncio.to_thread(next, reading.batches, None):
            self.report.progress(min(meter.done, meter.total), meter.total)
            if not log.errors or self.options.skip_bad_rows:
                await staging.put(session, batch)

    async def _apply(self, session: Session, plan: Plan, log: Log) -> ImportResult:
        changes, told = await imports.apply(session, plan)
        ahead = await make_ahead(session, self.clock)
        result = ImportResult(
            not self.options.dry_run, plan.source, _lines(changes, log), log.errors, log.warnings,
            told, ahead,
        )  # fmt: skip
        if self.options.dry_run:
            raise _OnlyTried(result)
        detail: dict[str, object] = {
            "source": plan.source, "facts": told, "rejected": log.rejected.total(),
            "tables": {name: [c.added, c.changed, c.removed] for name, c in changes.items()},
        }  # fmt: skip
        await imports.audit(session, plan.now, "imported", detail)
        return result

    async def _source(self, manifest: Manifest | None) -> str:
        """Return the source's name: as asked, as known by its orgs, as it says itself."""
        if self.options.source:
            return self.options.source
        async with self.db.survey() as session:
            if manifest is None:
                return _only(await imports_known.sources(session))
            orgs = await asyncio.to_thread(_orgs, self.bundle)
            known = await imports_known.sources_of_orgs(session, orgs)
        if len(known) == 1:
            return known[0]
        return manifest.system or "oneroster"


def _manifest(bundle: Bundle, log: Log) -> Manifest | None:
    return manifests.read(bundle, log) if bundle.roster else None


def _only(sources: list[str]) -> str:
    if len(sources) == 1:
        return sources[0]
    if sources:
        message = f"several sources are known ({', '.join(sources)}): name one with --source"
    else:
        message = (
            "journal files refer to a roster, and none is here: import a OneRoster bundle first"
        )
    raise ImportRefused(message)


def _orgs(bundle: Bundle) -> list[str]:
    """Return the first ids of orgs.csv; a file that cannot be read is told of later."""
    if "orgs" not in bundle.roster:
        return []
    try:
        found = csv.DictReader(lines(bundle.roster["orgs"]))
        return [row["sourcedId"] for row, _ in zip(found, range(_ORGS_LOOKED_AT), strict=False)]
    except (Unreadable, csv.Error, KeyError):
        return []


def _lines(changes: dict[str, Change], log: Log) -> dict[str, Line]:
    """Return word → counts: two tables of one file are one line."""
    found: dict[str, Line] = {}
    for name, change in changes.items():
        word = WORDS[name]
        before = found.get(word, Line())
        found[word] = Line(
            before.added + change.added, before.changed + change.changed,
            before.unchanged + change.unchanged, before.removed + change.removed,
        )  # fmt: skip
    for noun, count in log.rejected.items():
        word = _FILE_WORDS.get(noun, noun)
        line = found.get(word, Line())
        found[word] = Line(line.added, line.changed, line.unchanged, line.removed, count)
    return found
