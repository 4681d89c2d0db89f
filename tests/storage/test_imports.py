"""What an import does to the tables, on both databases."""

from datetime import date, time
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.mirror import Known
from storage import imports_known
from storage import tables as t
from storage.database import Database
from storage.staging import BY_NAME
from tests.sources.bundles import delta, header, manifest_text, rows, small
from tests.storage.importing import School
from usecases.imports import WORDS

TENTH = date(2026, 9, 10)


@pytest.fixture
def school(any_db: Database, clock: FixedClock, tmp_path: Path) -> School:
    return School(any_db, clock, tmp_path)


LESSONS = (
    "sourcedId,classSourcedId,date,number,startTime,endTime,topic,room,teacherSourcedId,status\n"
    "l1,7b-alg,2026-09-10,1,08:30,09:15,Дроби,204,teacher,held\n"
)


async def test_everything_of_a_bundle_arrives(school: School) -> None:
    await school.take(small() | {"lessons.csv": LESSONS})

    people = sa.select(t.person.c.given_name, t.person.c.middle_name, t.person.c.grade)
    marks = sa.select(
        t.mark.c.value, t.mark.c.score, t.mark.c.scale, t.mark.c.day, t.mark.c.comment
    )
    lesson = sa.select(
        t.lesson.c.starts_at, t.lesson.c.ends_at, t.lesson.c.topic, t.lesson.c.status
    )
    assert await school.rows(people.order_by(t.person.c.id)) == [
        ("Анна", "Сергеевна", "07"), ("Борис", "", "07"), ("Ольга", "", ""), ("Мария", "", ""),
    ]  # fmt: skip
    assert await school.rows(marks.order_by(t.mark.c.id)) == [
        ("4", 4.0, "five", TENTH, ""),
        ("3", 3.0, "five", TENTH, ""),
        ("5", 5.0, "five", date(2026, 9, 14), "Молодец!"),
    ]
    assert await school.rows(lesson) == [(time(8, 30), time(9, 15), "Дроби", "held")]
    assert await school.column(t.course.c.school_class_id) == [1]
    assert await school.column(t.person_role.c.role) == ["student", "student", "guardian", "staff"]
    assert await school.rows(
        sa.select(t.guardianship.c.student_id, t.guardianship.c.guardian_id)
    ) == [(1, 3)]
    assert sorted(await school.column(t.course_session.c.academic_session_id)) == [1, 2]
    assert sorted(await school.column(t.class_session.c.academic_session_id)) == [1, 2]


async def test_same_data_twice_touch_no_row(school: School) -> None:
    await school.take(small() | {"lessons.csv": LESSONS})
    before = await school.everything()

    result = await school.take(small() | {"lessons.csv": LESSONS})

    assert await school.everything() == before
    assert await school.facts() == []
    assert all(line.added == line.changed == line.removed == 0 for line in result.lines.values())
    assert result.lines["marks"].unchanged == 3


async def test_passwords_and_contacts_are_nowhere(school: School) -> None:
    await school.take(small())

    assert "secret-word" not in repr(await school.everything())


async def test_what_a_bulk_file_lacks_goes_or_becomes_inactive(school: School) -> None:
    await school.take(small())
    users = rows("users").replace("boris,,,true,boris,Борис,Петров,,,07,,s\n", "")
    roles = rows("roles").replace("r2,,,boris,primary,student,,,s\n", "")
    members = "".join(line for line in rows("enrollments").splitlines(True) if "boris" not in line)
    results = rows("results").replace("m2,,,w1,boris,fully graded,3,2026-09-10,,\n", "")

    result = await school.take(
        small(users=users, roles=roles, enrollments=members, results=results)
    )

    assert await school.column(t.person.c.given_name, ~t.person.c.active) == ["Борис"]
    assert await school.column(t.mark.c.sourced_id) == ["m1", "m3"]
    assert len(await school.column(t.class_member.c.id)) == 2
    assert result.lines["users"].removed == 1
    assert result.lines["enrollments"].removed == 2


async def test_who_comes_back_is_the_same_person(school: School) -> None:
    await school.take(small())
    without = {
        noun: "".join(line for line in rows(noun).splitlines(True) if "teacher" not in line)
        for noun in ("users", "roles", "enrollments")
    }
    await school.take(small(**without))

    result = await school.take(small())

    assert await school.column(t.person.c.active) == [True] * 4
    assert (result.lines["users"].added, result.lines["users"].changed) == (0, 1)


async def test_absent_file_removes_nothing(school: School) -> None:
    await school.take(small())

    await school.take(small(results=""))

    assert len(await school.column(t.mark.c.id)) == 3


async def test_journal_file_removes_nothing(school: School) -> None:
    await school.take(small() | {"lessons.csv": LESSONS})

    other = LESSONS.replace("l1,", "l2,").replace("-10,1,", "-11,1,")
    result = await school.take({"lessons.csv": other})

    assert await school.column(t.lesson.c.sourced_id) == ["l1", "l2"]
    assert result.source == "test"


async def test_delta_adds_changes_and_takes_back(school: School) -> None:
    await school.take(small())

    result = await school.take(
        delta(
            results=(
                "m1,active,2026-09-20T10:00:00Z,w1,anna,fully graded,5,2026-09-10,,\n"
                "m2,tobedeleted,2026-09-20T10:00:00Z,,,,,,,\n"
                "m4,active,2026-09-20T10:00:00Z,w2,boris,fully graded,2,2026-09-14,,\n"
            )
        )
    )

    line = result.lines["marks"]
    assert (line.added, line.changed, line.unchanged, line.removed) == (1, 1, 0, 1)
    assert await school.column(t.mark.c.value) == ["5", "5", "2"]
    assert school.told.texts == []


async def test_delta_of_people_keeps_and_drops_guardians_by_their_row(school: School) -> None:
    await school.take(small())
    moment = ",active,2026-09-20T10:00:00Z,true,"

    await school.take(delta(users=f"mother{moment}m,Ольга,Смирнова,,anna,,,s\n"))
    kept = await school.column(t.guardianship.c.sourced_id)
    await school.take(delta(users=f"anna{moment}anna,Анна,Иванова,,,07,,s\n"))
    dropped = await school.column(t.guardianship.c.sourced_id)

    assert kept == ["agent:anna:mother"]
    assert dropped == []
    assert await school.column(t.person.c.family_name, t.person.c.id == 3) == ["Смирнова"]


async def test_two_results_of_one_work_are_counted(school: School) -> None:
    again = "m4,,,w1,anna,fully graded,5,2026-09-12,,\n"

    await school.take(small(results=rows("results") + again))
    await school.take(
        delta(results="m5,active,2026-09-20T10:00:00Z,w1,anna,fully graded,3,2026-09-20,,\n")
    )

    query = sa.select(t.mark.c.sourced_id, t.mark.c.ordinal).order_by(t.mark.c.id)
    assert await school.rows(query) == [("m1", 1), ("m2", 1), ("m3", 1), ("m4", 2), ("m5", 3)]


async def test_category_that_goes_leaves_its_works(school: School) -> None:
    await school.take(small())

    await school.take({**delta(categories="work,tobedeleted,2026-09-20T10:00:00Z,,\n")})

    assert await school.column(t.assessment.c.category_id) == [None, None]
    assert len(await school.column(t.mark.c.id)) == 3


async def test_school_without_homerooms_gets_one_a_grade(school: School) -> None:
    classes = rows("classes").replace("7b,,,7Б,07,alg,homeroom,,s,q1\n", "")
    members = "".join(line for line in rows("enrollments").splitlines(True) if ",7b," not in line)
    users = rows("users").replace("Петров,,,07", "Петров,,,08")
    content = small(classes=classes, enrollments=members, users=users)

    await school.take(content)
    before = await school.everything()
    await school.take(content)

    assert await school.column(t.school_class.c.title) == ["07", "08"]
    query = sa.select(t.class_member.c.school_class_id, t.class_member.c.person_id)
    assert await school.rows(query.order_by(t.class_member.c.id)) == [(1, 1), (2, 2)]
    assert await school.column(t.course.c.school_class_id) == [None]
    assert await school.everything() == before


async def test_homerooms_by_grade_go_when_the_school_names_its_own(school: School) -> None:
    classes = rows("classes").replace("7b,,,7Б,07,alg,homeroom,,s,q1\n", "")
    members = "".join(line for line in rows("enrollments").splitlines(True) if ",7b," not in line)
    await school.take(small(classes=classes, enrollments=members))

    await school.take(small())

    assert await school.column(t.school_class.c.title, t.school_class.c.active) == ["7Б"]
    assert len(await school.column(t.class_member.c.id)) == 3


async def test_class_gets_other_terms(school: School) -> None:
    await school.take(small())
    sessions = rows("academicSessions") + "q2,,,2 четверть,term,2026-11-02,2026-12-30,y,2027\n"
    classes = rows("classes").replace("scheduled,204,s,q1", "scheduled,204,s,q2")

    await school.take(small(academicSessions=sessions, classes=classes))

    assert sorted(await school.column(t.course_session.c.academic_session_id)) == [1, 3]
    assert sorted(await school.column(t.class_session.c.academic_session_id)) == [1, 2]


async def test_result_that_is_no_mark_yet_is_none(school: School) -> None:
    results = header("results") + (
        "m1,,,w1,anna,not submitted,0,2026-09-10,,\n"
        "m2,,,w1,boris,exempt,,2026-09-10,,осв.\n"
        "m3,,,w2,boris,exempt,,2026-09-10,,\n"
    )

    await school.take(small(results=results))

    assert await school.rows(sa.select(t.mark.c.value, t.mark.c.score)) == [("осв.", None)]
    assert school.told.texts == [
        "results.csv: 2 rows are no marks (submitted, not submitted, exempt)"
    ]


async def test_scales_decide_what_counts(school: School) -> None:
    base = "sourcedId,status,dateLastModified,"
    scales = f"{base}title,type,orgSourcedId,courseSourcedId,classSourcedId,scoreScaleValue\n"
    scales += 'z,,,Зачёт,passfail,s,,7b-alg,"{зачёт:1},{незачёт:0}"\n'
    links = f"{base}lineItemSourcedId,scoreScaleSourcedId\nx1,,,w1,z\n"
    results = header("results") + "m1,,,w1,anna,fully graded,1,2026-09-10,,зачёт\n"

    await school.take(small(scoreScales=scales, lineItemScoreScales=links, results=results))

    query = sa.select(t.mark.c.value, t.mark.c.score, t.mark.c.scale)
    assert await school.rows(query) == [("зачёт", None, "pass_fail")]
    assert await school.rows(sa.select(t.score_scale.c.scale, t.score_scale.c["values"])) == [
        ("pass_fail", [["зачёт", None, None], ["незачёт", None, None]])
    ]


SCALES = (
    "sourcedId,status,dateLastModified,title,type,orgSourcedId,classSourcedId,scoreScaleValue\n"
    'z,,,Буквы,letters,s,7b-alg,"{90-100:A},{80-89.5:B}"\n'
)


async def test_one_result_may_have_a_scale_of_its_own(school: School) -> None:
    links = "sourcedId,status,dateLastModified,resultSourcedId,scoreScaleSourcedId\nx,,,m2,z\n"
    results = rows("results").replace(
        "boris,fully graded,3,2026-09-10,,", "boris,fully graded,85,2026-09-10,,B"
    )

    await school.take(small(scoreScales=SCALES, resultScoreScales=links, results=results))

    query = sa.select(t.mark.c.value, t.mark.c.score, t.mark.c.scale).order_by(t.mark.c.id)
    assert (await school.rows(query))[1] == ("B", None, "letters")
    assert await school.column(t.score_scale.c["values"]) == [[["A", 90, 100], ["B", 80, 89.5]]]


async def test_links_to_nothing_are_refused(school: School) -> None:
    base = "sourcedId,status,dateLastModified,"
    works = f"{base}lineItemSourcedId,scoreScaleSourcedId\na,,,w9,z\nb,,,w1,y\n"
    links = f"{base}resultSourcedId,scoreScaleSourcedId\nc,,,m9,z\n"

    await school.take(small(scoreScales=SCALES, lineItemScoreScales=works, resultScoreScales=links))

    assert school.told.texts == [
        "lineItemScoreScales.csv:3:5: scoreScaleSourcedId 'y' is not in scoreScales.csv",
        "lineItemScoreScales.csv:2:4: lineItemSourcedId 'w9' is not in lineItems.csv",
        "resultScoreScales.csv:2:4: resultSourcedId 'm9' is not in results.csv",
    ]


async def test_other_spelling_of_the_same_is_no_change(school: School) -> None:
    await school.take(small())
    users = rows("users").replace(",true,", ",TRUE,").replace("\n", "\r\n")
    results = rows("results").replace("4.00", "4.0").replace(",5,", ",5.000,")
    classes = rows("classes").replace("scheduled", "Scheduled").replace("q1", '"q1 "')

    result = await school.take(small(users=users, results=results, classes=classes))

    assert all(line.added == line.changed == line.removed == 0 for line in result.lines.values())
    assert result.errors == 0


async def test_one_point_one_arrives_too(school: School) -> None:
    base = "sourcedId,status,dateLastModified,"
    users = f"{base}enabledUser,orgSourcedIds,role,username,givenName,familyName,"
    users += "agentSourcedIds,grades\n"
    users += "anna,,,true,s,student,anna,Анна,Иванова,mother,07\n"
    users += "boris,,,true,s,student,boris,Борис,Петров,,07\n"
    users += "mother,,,true,s,parent,m,Ольга,Иванова,,\n"
    users += "teacher,,,true,s,teacher,t,Мария,Сидорова,,\n"
    users += "head,,,true,s,administrator,h,Пётр,Кузнецов,,\n"
    works = rows("lineItems").replace("academicSessionSourcedId", "gradingPeriodSourcedId")
    works = works.replace(",schoolSourcedId", "").replace(",5,s\n", ",5\n")
    results = rows("results").replace(",textScore", "").replace(",,\n", ",\n").replace("!,", "!")
    content = small(users=users, roles="", lineItems=works, results=results)
    content["categories.csv"] = f"{base}title\nwork,,,Контрольная\n"
    modes = {name.removesuffix(".csv"): "bulk" for name in content if name != "manifest.csv"}
    content["manifest.csv"] = manifest_text("1.1", **modes)

    await school.take(content)
    before = await school.everything()
    await school.take(content)

    assert school.told.texts == []
    assert await school.column(t.mark.c.value) == ["4", "3", "5"]
    assert await school.column(t.person_role.c.role) == [
        "student", "student", "guardian", "staff", "school_admin",
    ]  # fmt: skip
    assert len(before["guardianship"]) == 1
    assert await school.everything() == before


async def test_known_rows_are_what_a_delta_may_point_to(school: School) -> None:
    await school.take(small())

    async with school.db.read() as session:
        known = await imports_known.of_source(session, "test")
        nothing = await imports_known.of_source(session, "other")

    assert known.ids["person"] == {"anna": 1, "boris": 2, "mother": 3, "teacher": 4}
    assert known.works["w1"] == ("7b-alg", 2.0, 5.0, "five")
    assert known.sessions == {"y": ("schoolYear", ""), "q1": ("term", "y")}
    assert known.roles["mother"] == {"guardian"}
    assert known.with_homeroom == {"s"}
    assert (nothing.works, nothing.agents) == (Known().works, Known().agents)


def test_every_table_has_a_word() -> None:
    assert set(WORDS) == set(BY_NAME)


async def test_import_leaves_counts_in_the_audit_log(school: School, clock: FixedClock) -> None:
    await school.take(small())

    rows_ = await school.rows(sa.select(t.audit_entry))

    assert rows_[0][1:5] == (clock.now(), None, "import", "imported")
    assert rows_[0][5]["tables"]["mark"] == [3, 0, 0]
    assert "Анна" not in repr(rows_)


async def test_connection_is_left_clean(school: School) -> None:
    for _ in range(3):
        await school.take(small())

    names = sa.text(
        "SELECT count(*) FROM sqlite_temp_master"
        if school.db.is_sqlite
        else "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relname LIKE 'stage%'"
    )
    async with school.db.read() as session:
        assert await session.scalar(names) == 0
