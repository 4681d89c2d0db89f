"""``import PATH``: a school's data from OneRoster and journal CSV files."""

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import Settings
from domain.clock import SystemClock
from domain.school_clock import SchoolClock
from sources.port import Finding
from storage import database, schema
from usecases.imports import ImportJournal, ImportResult
from usecases.timetable import Ahead

_BAR = 30


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "import",
        help="import a OneRoster bundle or journal CSV files",
        description="Import a OneRoster 1.1 or 1.2 CSV bundle, journal CSV files, or both.",
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder or a ZIP file")
    parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
    parser.add_argument(
        "--skip-bad-rows", action="store_true", help="leave bad rows out instead of refusing all"
    )
    parser.add_argument(
        "--announce", action="store_true", help="tell families even of a school's first import"
    )
    parser.add_argument(
        "--source", metavar="NAME", help="the source's name, where it does not follow from the data"
    )
    parser.set_defaults(run=run)


@dataclass(slots=True)
class Terminal:
    """Prints findings as they come; the bar goes to a terminal only."""

    shows_bar: bool = field(default_factory=sys.stderr.isatty)
    _drawn: str = ""

    def finding(self, finding: Finding) -> None:
        """Print a finding."""
        self.note(str(finding))

    def note(self, text: str) -> None:
        """Print a line, the bar out of its way."""
        self.clear()
        print(text)

    def progress(self, done: int, total: int) -> None:
        """Draw the bar anew where it changed."""
        share = min(done / total, 1.0) if total else 1.0
        bar = f"[{'#' * round(share * _BAR):<{_BAR}}] {share:4.0%}"
        if self.shows_bar and bar != self._drawn:
            sys.stderr.write(f"\r{bar}")
            sys.stderr.flush()
            self._drawn = bar

    def clear(self) -> None:
        """Wipe the bar."""
        if self._drawn:
            sys.stderr.write(f"\r{'':{len(self._drawn)}}\r")
            sys.stderr.flush()
            self._drawn = ""


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Import and print what happened; 1 where it was refused."""
    terminal = Terminal()
    db = database.connect(settings.database_url)
    try:
        await schema.upgrade(db)
        result = await ImportJournal(db, SchoolClock(SystemClock(), settings.zone))(
            args.path,
            report=terminal,
            dry_run=args.dry_run,
            skip_bad_rows=args.skip_bad_rows,
            announce=args.announce,
            source=args.source,
        )
    finally:
        terminal.clear()
        await db.close()
    for text in _summary(result):
        print(text)
    return 1 if result.refused else 0


def _summary(result: ImportResult) -> list[str]:
    if result.refused:
        errors = f"{result.errors} error{'' if result.errors == 1 else 's'}"
        warnings = f"{result.warnings} warning{'' if result.warnings == 1 else 's'}"
        return [f"refused: {errors}, {warnings}; nothing was imported"]
    lines = [
        f"{word}: {one.added} added / {one.changed} changed / {one.unchanged} unchanged"
        f" / {one.removed} removed / {one.rejected} rejected"
        for word, one in result.lines.items()
    ]
    return [*lines, *_ahead(result.ahead), _end(result)]


def _ahead(made: Ahead) -> list[str]:
    """Return what the timetable made, where there is one that made something."""
    if not made.all:
        return []
    text = (
        f"lessons of the next 4 weeks, from the timetable: {made.added} added"
        f" / {made.changed} changed / {made.removed} removed / {made.kept} touched and left alone"
    )
    return [text]


def _end(result: ImportResult) -> str:
    done = "imported" if result.imported else "only tried, nothing was written"
    hear = "hear" if result.imported else "would hear"
    told = f"{result.facts} change{'' if result.facts == 1 else 's'}" if result.facts else "nothing"
    return f"{done}: source {result.source}; families {hear} of {told}"
