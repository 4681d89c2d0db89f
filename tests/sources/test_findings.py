"""Every fault and every leniency at its place."""

from pathlib import Path

import pytest

from tests.sources.bundles import (
    archive,
    delta,
    findings,
    folder,
    header,
    manifest_text,
    rows,
    small,
)


def told(tmp_path: Path, **changed: str) -> list[str]:
    return findings(folder(tmp_path, small(**changed)))


def bent(noun: str, old: str, new: str) -> dict[str, str]:
    assert old in rows(noun)
    return {noun: rows(noun).replace(old, new, 1)}


CASES = [
    # manifest.csv
    ("manifest", "oneroster.version,1.2", "oneroster.version,2.0",
     "manifest.csv:3:2: oneroster.version '2.0' is none of 1.1, 1.2"),
    ("manifest", "oneroster.version,1.2\n", "",
     "manifest.csv:1:1: the line oneroster.version is missing"),
    ("manifest", "manifest.version,1.0\n", "",
     "manifest.csv:1:1: the line manifest.version is missing"),
    ("manifest", "file.users,bulk\n", "", "manifest.csv:1:1: the line file.users is missing"),
    ("manifest", "file.users,bulk", "file.users,some",
     "manifest.csv:24:2: file.users is 'some'; it must be bulk, delta or absent"),
    ("manifest", "file.users,bulk", "file.users,absent",
     "manifest.csv:24:2: file.users is absent, yet users.csv is in the bundle"),
    ("manifest", "file.scoreScales,absent", "file.scoreScales,bulk",
     "manifest.csv:21:2: file.scoreScales is bulk, yet scoreScales.csv is not in the bundle"),
    ("manifest", "propertyName,value", "name;value",
     "manifest.csv:1:1: the header is not propertyName,value"),
    # headers and cell counts
    ("users", "givenName,", "", "users.csv:1:1: the column givenName is missing"),
    ("users", "middleName", "midleName",
     "users.csv:1:8: the column 'midleName' is unknown; did you mean middleName?"),
    ("users", "middleName", "middleName,shoeSize",
     "users.csv:1:9: the column 'shoeSize' is unknown"),
    ("users", "middleName", "givenName", "users.csv:1:8: the column givenName is there twice"),
    ("orgs", "s,,,Школа № 5,school,,", "s,,,Школа № 5,school",
     "orgs.csv:2:5: 5 cells where the header has 7"),
    ("orgs", "s,,,Школа № 5,school,,", "s,,,Школа № 5,school,,,x",
     "orgs.csv:2:7: 8 cells where the header has 7"),
    # cells
    ("users", "anna,,,true,anna,Анна", "anna,,,true,anna, ", "users.csv:2:6: givenName is empty"),
    ("users", "anna,,,true", "anna,,,yes",
     "users.csv:2:4: enabledUser: 'yes' is neither true nor false"),
    ("orgs", "school,,", "kindergarten,,",
     ("orgs.csv:2:5: type: 'kindergarten' is none of school, department, district, local, state,"
     " national")),
    ("academicSessions", "2026-10-23", "23.10.2026",
     "academicSessions.csv:3:7: endDate: '23.10.2026' is no date; dates look like 2026-09-01"),
    ("academicSessions", "2026-10-23", "2026-02-30",
     "academicSessions.csv:3:7: endDate: '2026-02-30' is no date; dates look like 2026-09-01"),
    ("academicSessions", "2026-10-23", "2026-08-31",
     "academicSessions.csv:3:7: endDate 2026-08-31 is before startDate 2026-09-01"),
    ("academicSessions", "y,2027", "z,2027",
     "academicSessions.csv:3:8: parentSourcedId 'z' is not in academicSessions.csv"),
    ("academicSessions", "-28,,2027", "-28,,27",
     "academicSessions.csv:2:9: schoolYear: '27' is no year; a year looks like 2027"),
    ("results", "4.00", "4,00", "results.csv:2:10: 11 cells where the header has 10"),
    ("results", "4.00", "five",
     "results.csv:2:7: score: 'five' is no number; numbers look like 4 or 4.5"),
    ("results", "4.00", "nan",
     "results.csv:2:7: score: 'nan' is no number; numbers look like 4 or 4.5"),
    ("results", "4.00", "", "results.csv:2:7: neither score nor textScore has a value"),
    ("results", "m1,,,w1,anna,fully graded", "m1,,,w1,anna,graded",
     ("results.csv:2:6: scoreStatus: 'graded' is none of fully graded, partially graded, submitted,"
     " not submitted, exempt")),
    ("enrollments", "student,,,", "student,,2026-09-02,2026-09-01",
     "enrollments.csv:2:10: endDate 2026-09-01 is before beginDate 2026-09-02"),
    ("lineItems", "q1,2,5", "q1,5,2",
     "lineItems.csv:2:12: resultValueMax 2 is below resultValueMin 5"),
    ("classes",
     "s,q1", 's,"q1,,q2"', "classes.csv:2:10: termSourcedIds: the list has an empty item"),
    # references and repeated ids
    ("results", "w1,anna", "w9,anna",
     "results.csv:2:4: lineItemSourcedId 'w9' is not in lineItems.csv"),
    ("users", "mother,07", "granny,07",
     "users.csv:2:9: agentSourcedIds 'granny' is not in users.csv"),
    ("roles", "r1,,,anna", "r1,,,nina", "roles.csv:2:4: userSourcedId 'nina' is not in users.csv"),
    ("classes", "alg,homeroom,,s", "alg,homeroom,,t",
     "classes.csv:2:9: schoolSourcedId 't' is not in orgs.csv"),
    ("courses", "Алгебра,s", "Алгебра,t", "courses.csv:2:5: orgSourcedId 't' is not in orgs.csv"),
    ("results", "m2,", "m1,", "results.csv:3:1: the id 'm1' is there twice"),
    # leniencies
    ("users", "anna,,,true", "anna,,,TRUE",
     "users.csv:2:4: warning: enabledUser: TRUE is read as true"),
    ("users", "givenName", "GivenName",
     "users.csv:1:6: warning: the column GivenName is read as givenName"),
    ("classes", "homeroom", "Homeroom",
     "classes.csv:2:7: warning: classType: Homeroom is read as homeroom"),
    ("classes", "s,q1", 's,"q1, y"',
     "classes.csv:2:10: warning: termSourcedIds: blanks around the items of a list are left out"),
    ("users", "anna,,,true", "anna,active,,true",
     "users.csv:2:2: warning: status: belongs in a delta file; it is not used"),
    ("users", "anna,,,true", "anna,,1/05/2023,true",
     "users.csv:2:3: warning: dateLastModified: not a moment in ISO 8601; it is not used"),
    ("results", "4.00", "6",
     "results.csv:2:7: warning: score is above the line item's resultValueMax"),
    ("results", "4.00", "1",
     "results.csv:2:7: warning: score is below the line item's resultValueMin"),
    ("orgs", "school,,", "school,,district",
     "orgs.csv:2:7: warning: parentSourcedId names an org that is not there"),
    ("lineItems", "2026-09-10,2026-09-10", "2026-09-10,2026-09-09",
     "lineItems.csv:2:7: warning: dueDate is before assignDate"),
    ("roles", "anna,primary", "anna,secondary",
     "roles.csv:2:5: warning: the user has no primary role"),
    ("enrollments", "7b-alg,s,anna,student", "7b-alg,s,anna,proctor",
     "enrollments.csv:5:7: warning: the role proctor of a class is left alone"),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "old", "new", "expected"), CASES)
def test_fault_is_told_at_its_place(
    tmp_path: Path, noun: str, old: str, new: str, expected: str
) -> None:
    if noun == "manifest":
        text = small()["manifest.csv"]
        assert old in text
        changed = {"manifest": text.replace(old, new, 1)}
    else:
        changed = bent(noun, old, new)

    first = told(tmp_path, **changed)[0]

    assert first.startswith(expected)


def test_nameless_columns_at_the_end_are_left_out(tmp_path: Path) -> None:
    text = rows("orgs").replace("parentSourcedId\n", "parentSourcedId,,\n")

    assert told(tmp_path, orgs=text) == [
        "orgs.csv:1:8: warning: nameless columns at the end of the header are left out"
    ]


def test_metadata_columns_and_extensions_are_legal(tmp_path: Path) -> None:
    orgs = rows("orgs").replace("parentSourcedId\n", "parentSourcedId,metadata.x\n")
    orgs = orgs.replace("school,,", "school,,,1")
    roles = rows("roles").replace("primary,teacher", "primary,ext:clerk")

    assert told(tmp_path, orgs=orgs, roles=roles) == []


def test_all_faults_of_a_row_and_of_all_files_are_told(tmp_path: Path) -> None:
    users = rows("users").replace("true,boris,Борис", "maybe,boris,")
    results = rows("results").replace("3,2026-09-10", "x,10.09.2026")

    assert told(tmp_path, users=users, results=results) == [
        "users.csv:3:4: enabledUser: 'maybe' is neither true nor false",
        "users.csv:3:6: givenName is empty",
        "roles.csv:3:4: userSourcedId 'boris' is a row of users.csv that is refused",
        "enrollments.csv:3:6: userSourcedId 'boris' is a row of users.csv that is refused",
        "enrollments.csv:6:6: userSourcedId 'boris' is a row of users.csv that is refused",
        "results.csv:3:7: score: 'x' is no number; numbers look like 4 or 4.5",
        "results.csv:3:8: scoreDate: '10.09.2026' is no date; dates look like 2026-09-01",
    ]


def test_warnings_alike_are_told_once_and_counted(tmp_path: Path) -> None:
    assert told(tmp_path, users=rows("users").replace(",true,", ",True,")) == [
        "users.csv:2:4: warning: enabledUser: True is read as true",
        "users.csv: 3 more like users.csv:2:4: enabledUser: True is read as true",
    ]


def test_unknown_and_unused_files_are_named(tmp_path: Path) -> None:
    text = small()["manifest.csv"].replace("demographics,absent", "demographics,bulk")
    content = small(manifest=text) | {"demographics.csv": "x\n", "userprofiles.csv": "x\n"}

    assert findings(archive(tmp_path / "s.zip", content)) == [
        "demographics.csv: a diary does not need it; it is left alone",
        "userprofiles.csv:1:1: warning: OneRoster 1.2 has no such file; it is left alone",
    ]


def test_class_of_a_department_is_refused(tmp_path: Path) -> None:
    lines = told(tmp_path, orgs=rows("orgs").replace("school,,", "department,,"))

    assert lines[0] == "classes.csv:2:9: schoolSourcedId names a department, not a school"


def test_year_cannot_be_part_of_a_term(tmp_path: Path) -> None:
    text = rows("academicSessions").replace("05-28,,", "05-28,q1,")

    assert told(tmp_path, academicSessions=text)[0] == (
        "academicSessions.csv:2:8: a schoolYear cannot be part of a term"
    )


JOURNAL = {
    "bells": ("sourcedId,orgSourcedId,number,startTime,endTime,weekday\n", [
        ("b,s,1,08:30,09:15,", ""),
        ("b,s,1,08:30,09:15,7", ""),
        ("b,s,1,08:30,09:15,8",
         "2:6: weekday: '8' is no day of the week; 1 is Monday, 7 is Sunday"),
        ("b,s,1,09:15,08:30,", "2:5: endTime 08:30 is before startTime 09:15"),
        ("b,s,21,08:30,09:15,", "2:3: number 21 is more than 20, the most lessons of a day"),
        ("b,t,1,08:30,09:15,", "2:2: orgSourcedId 't' is not in orgs.csv"),
        ("b,s,1,,09:15,", "2:4: startTime is empty"),
    ]),
    "timetable": (
        ("sourcedId,classSourcedId,weekday,number,week,room,teacherSourcedId,beginDate,endDate"
        "\n"), [
        ("t,7b-alg,1,2,A,204,teacher,2026-09-01,2026-12-31", ""),
        ("t,7b-alg,0,2,,,,,", "2:3: weekday: '0' is no day of the week; 1 is Monday, 7 is Sunday"),
        ("t,7b-alg,1,2,C,,,,", "2:5: week: 'C' is none of A, B"),
        ("t,7b,1,2,,,,,", "2:2: classSourcedId '7b' is not in classes.csv"),
        ("t,7b-alg,1,2,,,nobody,,", "2:7: teacherSourcedId 'nobody' is not in users.csv"),
        ("t,7b-alg,1,2,,,,2026-10-01,2026-09-01",
         "2:9: endDate 2026-09-01 is before beginDate 2026-10-01"),
        ("t,7b-alg,1,two,,,,,", "2:4: number: 'two' is no whole number"),
    ]),
    "holidays": ("sourcedId,title,beginDate,endDate,orgSourcedId,classSourcedId\n", [
        ("h,Каникулы,2026-10-24,2026-11-01,s,", ""),
        ("h,Карантин,2026-10-24,2026-11-01,,7b", ""),
        ("h,Каникулы,2026-11-01,2026-10-24,s,",
         "2:4: endDate 2026-10-24 is before beginDate 2026-11-01"),
        ("h,Каникулы,2026-10-24,2026-11-01,,",
         "2:5: exactly one of orgSourcedId and classSourcedId says whose holiday it is"),
        ("h,Карантин,2026-10-24,2026-11-01,,7b-alg",
         "2:6: classSourcedId '7b-alg' is not in classes.csv"),
    ]),
    "lessons": ("sourcedId,classSourcedId,date,number,startTime,endTime,status\n", [
        ("l,7b-alg,2026-09-10,1,08:30,09:15,held", ""),
        ("l,7b-alg,2026-09-10,1,8:30,09:15,",
         "2:5: startTime: '8:30' is no time; times look like 08:30"),
        ("l,7b-alg,2026-09-10,one,,,", "2:4: number: 'one' is no whole number"),
        ("l,7b-alg,2026-09-10,1,09:15,08:30,", "2:6: endTime 08:30 is before startTime 09:15"),
        ("l,7b-alg,2026-09-10,1,,,done",
         "2:7: status: 'done' is none of held, cancelled, substituted"),
        ("l,7b,2026-09-10,1,,,", "2:2: classSourcedId '7b' is not in classes.csv"),
    ]),
    "homework": ("sourcedId,classSourcedId,assignedDate,dueDate,text\n", [
        ("h,7b-alg,2026-09-10,2026-09-11,№ 5", ""),
        ("h,7b-alg,2026-09-10,2026-09-11,", "2:5: text is empty"),
        ("h,7b-alg,2026-09-10,2026-09-09,x",
         "2:4: dueDate 2026-09-09 is before assignedDate 2026-09-10"),
    ]),
    "attendance": ("sourcedId,studentSourcedId,date,category,minutesLate\n", [
        ("a,anna,2026-09-10,late,5", ""),
        ("a,anna,2026-09-10,sick,",
         "2:4: category: 'sick' is none of absent, excused, ill, late, present"),
        ("a,nina,2026-09-10,ill,", "2:2: studentSourcedId 'nina' is not in users.csv"),
        ("a,anna,2026-09-10,ill,5", "2:5: warning: minutesLate of somebody who is ill is left out"),
    ]),
    "final_marks": (
        ("sourcedId,studentSourcedId,classSourcedId,academicSessionSourcedId,value,"
        "lessonsMissed\n"), [
        ("f,anna,7b-alg,q1,5,2", ""),
        ("f,anna,7b-alg,q9,5,2",
         "2:4: academicSessionSourcedId 'q9' is not in academicSessions.csv"),
        ("f,anna,7b-alg,q1,5,-2", "2:6: lessonsMissed: '-2' is no whole number"),
    ]),
    "announcements": ("sourcedId,title,body,postedAt,orgSourcedId,classSourcedId,mustConfirm\n", [
        ("n,A,B,2026-09-10T08:00:00+03:00,s,,true", ""),
        ("n,A,B,2026-09-10T08:00:00+03:00,,7b,", ""),
        ("n,A,B,2026-09-10T08:00:00,s,,", ("2:4: postedAt: '2026-09-10T08:00:00' has no zone; write"
         " 2026-09-01T08:30:00+03:00")),
        ("n,A,B,yesterday,s,,", ("2:4: postedAt: 'yesterday' is no moment; moments look like"
         " 2026-09-01T08:30:00+03:00")),
        ("n,A,B,2026-09-10T08:00:00Z,s,7b,",
         "2:5: exactly one of orgSourcedId and classSourcedId says whom it is for"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("noun", "row", "expected"),
    [(noun, row, end) for noun, (_, cases) in JOURNAL.items() for row, end in cases],
)
def test_journal_file_is_as_strict(tmp_path: Path, noun: str, row: str, expected: str) -> None:
    content = small() | {f"{noun}.csv": JOURNAL[noun][0] + row + "\n"}

    found = findings(folder(tmp_path, content))

    assert found == ([f"{noun}.csv:{expected}"] if expected else [])


def test_journal_file_takes_no_unknown_column(tmp_path: Path) -> None:
    text = "sourcedId,classSourcedId,date,number,metadata.x\n"

    assert findings(folder(tmp_path, small() | {"lessons.csv": text})) == [
        "lessons.csv:1:5: the column 'metadata.x' is unknown"
    ]


def test_one_point_one_has_roles_and_orgs_in_users(tmp_path: Path) -> None:
    users = (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,"
        "familyName,agentSourcedIds,grades\n"
        "anna,,,true,s,student,anna,Анна,Иванова,mother,07\n"
        "mother,,,true,s,principal,m,Ольга,Иванова,,\n"
    )
    modes = dict.fromkeys(("orgs", "users"), "bulk")
    content = {"orgs.csv": rows("orgs"), "users.csv": users,
               "manifest.csv": manifest_text("1.1", **modes)}  # fmt: skip

    assert findings(folder(tmp_path, content)) == [
        (
            "users.csv:3:6: role: 'principal' is none of student, teacher, administrator, aide,"
            " proctor, guardian, parent, relative"
        ),
        "users.csv:2:10: agentSourcedIds 'mother' is a row of users.csv that is refused",
    ]


def test_row_of_a_delta_says_what_became_of_it(tmp_path: Path) -> None:
    content = delta(orgs="s,,,Школа,school,,\n")
    without = header("orgs").replace("status,", "") + "s,,Школа,school,,\n"

    assert findings(folder(tmp_path / "a", content)) == ["orgs.csv:2:2: status is empty"]
    assert findings(folder(tmp_path / "b", content | {"orgs.csv": without})) == [
        "orgs.csv:1:1: the column status is missing"
    ]
