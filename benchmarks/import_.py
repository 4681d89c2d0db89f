"""Import of a school year (a module cannot be named `import`).

Rows a second beside a bare ``executemany`` of the same rows into the same tables, measured in the
same run, and the peak memory of the importing process.
"""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.processes import most_resident
from benchmarks.school_year import write_year
from benchmarks.table import Row, at_least
from domain.clock import SystemClock
from domain.school_clock import SchoolClock
from sources.port import Finding
from storage import database, schema
from usecases.imports import ImportJournal

WANTED_RATIO, WANTED_MEGABYTES = 0.25, 500
_TABLES = (
    "school", "academic_session", "person", "subject", "school_class", "course", "person_role",
    "guardianship", "class_member", "course_member", "class_session", "course_session",
    "category", "score_scale", "assessment", "mark",
)  # fmt: skip


class _Quiet:
    """Shows findings only: a benchmark of refused data would be none."""

    def finding(self, finding: Finding) -> None:
        """Print a finding."""
        print(finding)

    def note(self, text: str) -> None:
        """Leave notes out."""

    def progress(self, done: int, total: int) -> None:
        """Draw nothing."""


async def _import(folder: Path, file: Path) -> dict[str, float]:
    """Import into a fresh or a filled file; seconds, rows written and peak megabytes."""
    db = database.connect(f"sqlite+aiosqlite:///{file}")
    await schema.upgrade(db)
    start = time.perf_counter()
    clock = SchoolClock(SystemClock(), ZoneInfo("Europe/Moscow"))
    result = await ImportJournal(db, clock)(folder, report=_Quiet())
    seconds = time.perf_counter() - start
    await db.close()
    assert result.imported, "the generated data are refused"
    changed = sum(line.added + line.changed + line.removed for line in result.lines.values())
    return {"seconds": seconds, "rows": changed, "megabytes": most_resident(os.getpid())}


def _in_child(folder: Path, file: Path) -> dict[str, float]:
    """Import in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.import_", str(folder), str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _bare(imported: Path, copy: Path) -> tuple[int, float]:
    """Insert the rows that the import made into equal tables; rows and seconds."""
    source = sqlite3.connect(imported)
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rootpage"
    definitions = [row[0] for row in source.execute(query)]
    target = sqlite3.connect(copy, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        target.execute(f"PRAGMA {pragma}")
    for definition in definitions:
        target.execute(definition)
    count, seconds = 0, 0.0
    target.execute("BEGIN IMMEDIATE")
    for table in _TABLES:
        rows = source.execute(f"SELECT * FROM {table}").fetchall()
        if not rows:
            continue
        marks = ", ".join("?" * len(rows[0]))
        start = time.perf_counter()
        target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        seconds += time.perf_counter() - start
        count += len(rows)
    start = time.perf_counter()
    target.execute("COMMIT")
    seconds += time.perf_counter() - start
    source.close()
    target.close()
    return count, seconds


async def rows(*, quick: bool) -> list[Row]:
    """Import a school year of a thousand students, then the same again."""
    students, marks = (200, 100_000) if quick else (1000, 1_000_000)
    return await asyncio.to_thread(measure, students, marks)


def measure(students: int, marks: int) -> list[Row]:
    """Return rows a second beside a bare insert, and the importing process's memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "bundle"
        folder.mkdir()
        write_year(folder, students, marks)
        first = _in_child(folder, Path(name) / "diary.db")
        again = _in_child(folder, Path(name) / "diary.db")
        count, bare = _bare(Path(name) / "diary.db", Path(name) / "bare.db")
    own, base = count / first["seconds"], count / bare
    peak = max(first["megabytes"], again["megabytes"])
    return [
        at_least(
            f"import of {marks:,} marks, rows/s", f"{base:,.0f}/s", f"{own:,.0f}/s", own / base,
            WANTED_RATIO,
        ),
        Row("  its peak memory", "", f"{peak:.0f} MB", "", f"≤ {WANTED_MEGABYTES} MB",
            peak <= WANTED_MEGABYTES),
        Row("  the same again", "", f"{again['seconds']:.1f} s", "",
            f"{again['rows']:.0f} rows change", again["rows"] == 0),
    ]  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_import(Path(sys.argv[1]), Path(sys.argv[2])))))
