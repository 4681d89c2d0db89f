"""Real data of others: Grand Bend is taken whole, the Moodle packages are refused with reasons."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.school_clock import SchoolClock
from sandbox.school import write_school
from storage import tables as t
from storage.database import Database
from tests.notifications.house import MOSCOW
from tests.storage.importing import School, Told
from usecases.imports import ImportJournal, ImportResult, Line

TODAY = date(2026, 11, 23)
DATA = Path(__file__).parents[3] / "shared" / "data"
real = pytest.mark.skipif(
    not DATA.is_dir(), reason="../shared/data with the real bundles is not beside this checkout"
)


async def take(
    db: Database, clock: FixedClock, name: str, *, skip: bool = False
) -> tuple[ImportResult, list[str]]:
    told = Told()
    importer = ImportJournal(db, SchoolClock(clock, MOSCOW))
    return await importer(DATA / name, report=told, skip_bad_rows=skip), told.texts


@real
async def test_grand_bend_arrives_whole_and_twice_changes_nothing(
    any_db: Database, clock: FixedClock, tmp_path: Path
) -> None:
    counts = {
        "orgs": 2, "academicSessions": 9, "users": 980, "courses": 32, "classes": 160,
        "roles": 980, "guardians": 637, "enrollments": 4655, "categories": 3, "lineItems": 10,
        "marks": 250, "lessons": 780, "homework": 8, "attendance": 115,
    }  # fmt: skip

    first, told = await take(any_db, clock, "grand-bend")
    again, _ = await take(any_db, clock, "grand-bend")

    assert told == ["README.md: left alone"]
    assert (first.source, first.facts, first.warnings) == ("grand-bend", 0, 0)
    assert first.lines == {word: Line(added=count) for word, count in counts.items()}
    assert again.lines == {word: Line(unchanged=count) for word, count in counts.items()}
    school = School(any_db, clock, tmp_path)
    seats = sa.select(t.course.c.school_class_id, sa.func.count()).group_by(
        t.course.c.school_class_id
    )
    assert dict(await school.rows(seats)) == {1: 42, 2: 36, 3: 36, 4: 42}
    assert Counter(await school.column(t.person_role.c.role)) == {
        "guardian": 637, "student": 321, "staff": 16, "school_admin": 4, "deputy_head": 2,
    }  # fmt: skip
    assert Counter(await school.column(t.attendance.c.category)) == {"excused": 85, "absent": 30}
    assert await school.facts() == []


_DELETED = "warning: a status in a bulk file; a row to be deleted counts as missing"
_REFUSED = "is a row of academicSessions.csv that is refused"
SESSIONS = [
    "orgs.csv:2:7: warning: parentSourcedId names an org that is not there",
    f"academicSessions.csv:2:2: {_DELETED}",
    "academicSessions.csv:4:2: status: 'inactive' is none of active, tobedeleted",
    "academicSessions.csv:5:8: a schoolYear cannot be part of a term",
    "academicSessions.csv:3:8: parentSourcedId 'as-syr-222-2023' is not in academicSessions.csv",
    "academicSessions.csv:6:8: parentSourcedId 'as-syr-222-2023' is not in academicSessions.csv",
    "classes.csv:2:8: warning: classType: Scheduled is read as scheduled",
    "classes.csv:2:6: courseSourcedId 'crs-222-2023-456-12345' is not in courses.csv",
    "classes.csv:2:10: schoolSourcedId names a department, not a school",
    f"classes.csv:2:11: termSourcedIds 'as-trm-222-1234' {_REFUSED}",
    f"classes.csv:3:2: {_DELETED}",
]
ENROLLMENTS = [
    *(f"enrollments.csv:{line}:4: classSourcedId 'cls-222-123456' is a row of classes.csv that is"
      " refused" for line in (2, 3, 4)),
    *(f"enrollments.csv:{line}:4: classSourcedId 'cls-222-123478' is not in classes.csv"
      for line in (5, 6, 7)),
]  # fmt: skip
BOOLEAN = ["users.csv:2:4: warning: enabledUser: TRUE is read as true"]
NEWER = [
    "manifest.csv:21:2: file.scoreScales is empty; it must be bulk, delta or absent",
    "manifest.csv:22:2: file.userProfiles is empty; it must be bulk, delta or absent",
    "manifest.csv:23:2: file.userResources is empty; it must be bulk, delta or absent",
    "userprofiles.csv:1:1: warning: OneRoster 1.2 has no such file; it is left alone",
]
HEADERS = [
    f"users.csv:1:{column}: the column 'preffered{part}Name' is unknown;"
    f" did you mean preferred{part}Name?"
    for column, part in ((18, "Given"), (19, "Middle"), (20, "Family"))
]
ROLES = [
    "roles.csv:1:10: warning: nameless columns at the end of the header are left out",
    "roles.csv:1:3: the column 'dataLastModified' is unknown; did you mean dateLastModified?",
    "roles.csv:4:5: warning: the user has no primary role",
]
MOODLE = {
    "moodle/Test_full_data_set.zip": SESSIONS + BOOLEAN + ENROLLMENTS,
    "moodle/v1p2_full_dataset.zip": NEWER + SESSIONS + HEADERS + BOOLEAN + ROLES + ENROLLMENTS,
}


def told_of_cells(texts: list[str]) -> list[str]:
    """Leave out what bulk files should not carry: every file of Moodle's carries it."""
    return [
        text
        for text in texts
        if not any(part in text for part in ("belongs in a delta", "ISO 8601", " more like "))
    ]


@real
@pytest.mark.parametrize("name", MOODLE)
async def test_moodle_is_refused_with_every_fault(
    db: Database, clock: FixedClock, name: str, tmp_path: Path
) -> None:
    result, texts = await take(db, clock, name)

    assert result.refused
    assert told_of_cells(texts) == MOODLE[name]
    assert result.errors == sum(": warning: " not in text for text in MOODLE[name])
    assert await School(db, clock, tmp_path).column(t.school.c.id) == []


@real
@pytest.mark.parametrize(
    ("name", "roles", "guardians"),
    [("moodle/Test_full_data_set.zip", 6, 4), ("moodle/v1p2_full_dataset.zip", 7, 3)],
)
async def test_what_remains_of_moodle_without_its_bad_rows(
    db: Database, clock: FixedClock, name: str, roles: int, guardians: int
) -> None:
    result, _ = await take(db, clock, name, skip=True)

    assert result.imported
    assert result.source == "oneroster"
    assert result.lines == {
        "orgs": Line(added=1),
        "academicSessions": Line(rejected=4),
        "users": Line(added=6),
        "classes": Line(rejected=1),
        "roles": Line(added=roles),
        "guardians": Line(added=guardians),
        "enrollments": Line(rejected=6),
    }


async def test_fictional_school_has_no_findings_and_twice_changes_nothing(
    any_db: Database, clock: FixedClock, tmp_path: Path
) -> None:
    write_school(tmp_path / "school", TODAY)
    told = Told()

    importer = ImportJournal(any_db, SchoolClock(clock, MOSCOW))

    first = await importer(tmp_path / "school", report=told)
    again = await importer(tmp_path / "school", report=told)

    assert told.texts == []
    assert first.imported
    assert all(line == Line(unchanged=line.unchanged) for line in again.lines.values())
