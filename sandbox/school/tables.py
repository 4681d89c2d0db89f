"""The files of the bundle: their columns in order, and how a row reaches the disk."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = Mapping[str, str]

_COMMON = "sourcedId status dateLastModified"
ROSTER = {
    "academicSessions": f"{_COMMON} title type startDate endDate parentSourcedId schoolYear",
    "categories": f"{_COMMON} title weight",
    "classes": f"{_COMMON} title grades courseSourcedId classCode classType location "
    "schoolSourcedId termSourcedIds subjects subjectCodes periods",
    "courses": f"{_COMMON} schoolYearSourcedId title courseCode grades orgSourcedId subjects "
    "subjectCodes",
    "enrollments": f"{_COMMON} classSourcedId schoolSourcedId userSourcedId role primary "
    "beginDate endDate",
    "lineItemScoreScales": f"{_COMMON} title lineItemSourcedId scoreScaleSourcedId",
    "lineItems": f"{_COMMON} title description assignDate dueDate classSourcedId "
    "categorySourcedId academicSessionSourcedId resultValueMin resultValueMax schoolSourcedId",
    "orgs": f"{_COMMON} name type identifier parentSourcedId",
    "resultScoreScales": f"{_COMMON} title resultSourcedId scoreScaleSourcedId",
    "results": f"{_COMMON} lineItemSourcedId studentSourcedId scoreStatus score scoreDate "
    "comment textScore classSourcedId inProgress incomplete late missing",
    "roles": f"{_COMMON} userSourcedId roleType role beginDate endDate orgSourcedId "
    "userProfileSourcedId",
    "scoreScales": f"{_COMMON} title type orgSourcedId courseSourcedId classSourcedId "
    "scoreScaleValue",
    "users": f"{_COMMON} enabledUser username userIds givenName familyName middleName identifier "
    "email sms phone agentSourcedIds grades password userMasterIdentifier preferredGivenName "
    "preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns",
}
"""Columns of OneRoster 1.2 files: 1EdTech OneRoster CSV Binding 1.2.1."""

ABSENT = (
    "classResources", "courseResources", "demographics", "lineItemLearningObjectiveIds",
    "resources", "resultLearningObjectiveIds", "userProfiles", "userResources",
)  # fmt: skip

JOURNAL = {
    "bells": "sourcedId orgSourcedId number startTime endTime weekday",
    "timetable": "sourcedId classSourcedId weekday number week room teacherSourcedId beginDate "
    "endDate",
    "holidays": "sourcedId title beginDate endDate orgSourcedId classSourcedId",
    "lessons": "sourcedId classSourcedId date number startTime endTime topic room "
    "teacherSourcedId status",
    "homework": "sourcedId classSourcedId assignedDate dueDate text handIn",
    "attendance": "sourcedId studentSourcedId date category classSourcedId number minutesLate "
    "reason",
    "final_marks": "sourcedId studentSourcedId classSourcedId academicSessionSourcedId value "
    "lessonsMissed",
    "announcements": "sourcedId title body postedAt orgSourcedId classSourcedId mustConfirm urgent",
}
"""Columns of journal CSV files: the public contract."""


def write_roster(folder: Path, name: str, rows: Iterable[Row]) -> None:
    """Write one OneRoster file; a column no row names stays empty."""
    _write(folder / f"{name}.csv", ROSTER[name], rows)


def write_journal(folder: Path, name: str, rows: Iterable[Row]) -> None:
    """Write one journal file."""
    _write(folder / "journal" / f"{name}.csv", JOURNAL[name], rows)


def write_manifest(
    folder: Path,
    system: str,
    bulk: Iterable[str] = ROSTER,
    delta: Iterable[str] = (),
    code: str = "school-1234",
) -> None:
    """Write the manifest: `bulk` files are complete, `delta` ones changes, all others absent."""
    modes = dict.fromkeys(bulk, "bulk") | dict.fromkeys(delta, "delta")
    files = sorted({*ROSTER, *ABSENT})
    values = {"manifest.version": "1.0", "oneroster.version": "1.2"}
    values |= {f"file.{name}": modes.get(name, "absent") for name in files}
    values |= {"source.systemName": system, "source.systemCode": code}
    rows = ({"propertyName": name, "value": value} for name, value in values.items())
    _write(folder / "manifest.csv", "propertyName value", rows)


def _write(path: Path, columns: str, rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns.split(), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
