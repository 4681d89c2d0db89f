import re
import zipfile
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from domain.people import Name
from sandbox.school import write_school
from sandbox.school.tables import JOURNAL, ROSTER
from tests.sandbox.school.bundles import Bundle, day

MONDAY = date(2026, 11, 23)
SATURDAY, SUNDAY = date(2026, 11, 28), date(2026, 11, 29)
SUMMER, WINTER_HOLIDAY, AUTUMN = date(2026, 7, 15), date(2027, 1, 4), date(2026, 9, 1)
DAYS = [MONDAY, SATURDAY, SUNDAY, SUMMER, WINTER_HOLIDAY, AUTUMN, date(2027, 5, 10)]

REFERENCES = {
    "parentSourcedId": "academicSessions",
    "schoolYearSourcedId": "academicSessions",
    "academicSessionSourcedId": "academicSessions",
    "termSourcedIds": "academicSessions",
    "courseSourcedId": "courses",
    "classSourcedId": "classes",
    "orgSourcedId": "orgs",
    "primaryOrgSourcedId": "orgs",
    "schoolSourcedId": "orgs",
    "userSourcedId": "users",
    "studentSourcedId": "users",
    "teacherSourcedId": "users",
    "agentSourcedIds": "users",
    "categorySourcedId": "categories",
    "lineItemSourcedId": "lineItems",
    "resultSourcedId": "results",
    "scoreScaleSourcedId": "scoreScales",
}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    moment: date = request.param
    return moment


@pytest.fixture(scope="module")
def bundle(today: date, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("school")
    write_school(folder, today)
    return Bundle(folder)


def test_same_day_gives_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_school(tmp_path / folder, MONDAY)

    one, two = Bundle(tmp_path / "one"), Bundle(tmp_path / "two")
    assert one.bytes() == two.bytes()


def test_announced_control_works_are_the_ones_marked_later(tmp_path: Path) -> None:
    write_school(tmp_path / "monday", MONDAY)
    write_school(tmp_path / "saturday", SATURDAY)

    before, after = Bundle(tmp_path / "monday"), Bundle(tmp_path / "saturday")
    [cancelled] = [row for row in after["lessons"] if row["status"] == "cancelled"]
    kept = [row for row in before["lineItems"] if row["dueDate"] != cancelled["date"]]
    later = {row["sourcedId"]: row for row in after["lineItems"]}
    assert any(row["dueDate"] > MONDAY.isoformat() for row in kept)
    assert all(later[row["sourcedId"]] == row for row in kept)


def test_past_marks_stay_when_the_day_moves_on(tmp_path: Path) -> None:
    write_school(tmp_path / "monday", MONDAY)
    write_school(tmp_path / "next", MONDAY + timedelta(days=7))

    before, after = (
        {
            row["sourcedId"]: row
            for row in Bundle(tmp_path / name)["results"]
            if row["studentSourcedId"] not in {"s-7b-01", "s-3a-01"}
        }
        for name in ("monday", "next")
    )
    assert before.items() <= after.items()
    assert len(before) < len(after)


def test_headers_are_those_of_the_format(bundle: Bundle) -> None:
    headers = {name: bundle.header(name) for name in bundle.files if name != "manifest"}

    assert headers == {
        name: columns.replace(" ", ",") for name, columns in (ROSTER | JOURNAL).items()
    }


def test_headers_agree_with_a_bundle_somebody_else_wrote() -> None:
    grand_bend = Path("/work/shared/data/grand-bend/roster.zip")
    if not grand_bend.exists():
        pytest.skip("The sample is not here.")

    with zipfile.ZipFile(grand_bend) as archive:
        for name in set(ROSTER) & {Path(member).stem for member in archive.namelist()}:
            header = archive.read(f"{name}.csv").decode().partition("\r\n")[0]
            assert header.split(",") == ROSTER[name].split()


def test_manifest_names_every_file_that_is_there(bundle: Bundle) -> None:
    values = {row["propertyName"]: row["value"] for row in bundle["manifest"]}

    there = {name for name, value in values.items() if value == "bulk"}
    assert values["oneroster.version"] == "1.2"
    assert there == {f"file.{name}" for name in ROSTER}


def test_every_id_is_its_own(bundle: Bundle) -> None:
    for name in bundle.files:
        if name != "manifest":
            assert len(bundle.ids(name)) == len(bundle[name]), name


def test_every_reference_resolves(bundle: Bundle) -> None:
    known = {name: bundle.ids(name) for name in set(REFERENCES.values())}

    for name in bundle.files:
        for row in bundle[name]:
            for column, target in REFERENCES.items():
                for reference in filter(None, row.get(column, "").split(",")):
                    assert reference in known[target], (name, column, reference)


def test_marked_students_are_members_of_the_course(bundle: Bundle) -> None:
    members = {(row["classSourcedId"], row["userSourcedId"]) for row in bundle["enrollments"]}

    for name in ("results", "final_marks"):
        marked = {(row["classSourcedId"], row["studentSourcedId"]) for row in bundle[name]}
        assert marked <= members


def test_today_lies_inside_a_quarter_with_a_finished_one_before(
    bundle: Bundle, today: date
) -> None:
    quarters = [row for row in bundle["academicSessions"] if "четверть" in row["title"]]

    current = [r for r in quarters if day(r["startDate"]) <= today <= day(r["endDate"])]
    past = [r for r in quarters if day(r["endDate"]) < today]
    assert [len(quarters), len(current)] == [4, 1]
    assert past


def test_line_items_lie_inside_their_session(bundle: Bundle) -> None:
    sessions = {row["sourcedId"]: row for row in bundle["academicSessions"]}

    for row in bundle["lineItems"]:
        session = sessions[row["academicSessionSourcedId"]]
        assert session["startDate"] <= row["dueDate"] <= session["endDate"]
        assert row["assignDate"] <= row["dueDate"]


def test_lessons_span_three_weeks_and_are_held_until_today(bundle: Bundle, today: date) -> None:
    lessons = bundle["lessons"]

    days = {day(row["date"]) for row in lessons}
    assert min(days) >= today - timedelta(days=14)
    assert max(days) <= today + timedelta(days=7)
    assert len(days) >= 13
    assert all(each.weekday() < 5 for each in days)
    for row in lessons:
        if row["status"] in {"held", ""}:
            assert (row["status"] == "held") == bool(row["topic"]) == (day(row["date"]) <= today)


def test_one_lesson_of_this_week_is_cancelled_and_one_substituted(
    bundle: Bundle, today: date
) -> None:
    changed = {row["status"]: row for row in bundle["lessons"] if row["status"] not in {"", "held"}}

    regular = {
        row["classSourcedId"]: row["userSourcedId"]
        for row in bundle["enrollments"]
        if row["role"] == "teacher"
    }
    replaced = changed["substituted"]
    assert set(changed) == {"cancelled", "substituted"}
    assert replaced["teacherSourcedId"] != regular[replaced["classSourcedId"]]
    for row in changed.values():
        assert day(row["date"]).isocalendar()[:2] == today.isocalendar()[:2]


def test_nothing_is_marked_or_asked_on_a_cancelled_lesson(bundle: Bundle) -> None:
    [cancelled] = [row for row in bundle["lessons"] if row["status"] == "cancelled"]
    course, on = cancelled["classSourcedId"], cancelled["date"]

    works = [(row["classSourcedId"], row["dueDate"]) for row in bundle["lineItems"]]
    tasks = bundle["homework"]
    assert (course, on) not in works
    assert (course, on) not in [(row["classSourcedId"], row["dueDate"]) for row in tasks]
    assert (course, on) not in [(row["classSourcedId"], row["assignedDate"]) for row in tasks]


def test_no_teacher_and_no_student_is_in_two_places(bundle: Bundle) -> None:
    members: dict[str, list[str]] = {}
    for row in bundle["enrollments"]:
        if row["role"] == "student":
            members.setdefault(row["classSourcedId"], []).append(row["userSourcedId"])

    places = Counter(
        (person, row["date"], row["number"])
        for row in bundle["lessons"]
        for person in [row["teacherSourcedId"], *members[row["classSourcedId"]]]
    )
    assert set(places.values()) == {1}


def test_nothing_is_recorded_after_today(bundle: Bundle, today: date) -> None:
    now = datetime.fromisoformat(f"{today}T00:00:00+03:00")

    assert max(row["scoreDate"] for row in bundle["results"]) <= today.isoformat()
    assert max(row["date"] for row in bundle["attendance"]) <= today.isoformat()
    assert max(row["assignedDate"] for row in bundle["homework"]) <= today.isoformat()
    assert all(datetime.fromisoformat(r["postedAt"]) < now for r in bundle["announcements"])


def test_there_is_homework_for_the_days_ahead(bundle: Bundle, today: date) -> None:
    ahead = [row for row in bundle["homework"] if row["dueDate"] > today.isoformat()]

    classes = {row["classSourcedId"].split("-")[1] for row in ahead}
    assert classes == {"3a", "5b", "7b", "9v"}
    assert max(len(row["text"]) for row in ahead) > 400
    assert all("{" not in row["text"] for row in bundle["homework"])


def test_control_works_are_announced_to_both_children(bundle: Bundle, today: date) -> None:
    ahead = [row for row in bundle["lineItems"] if row["dueDate"] > today.isoformat()]

    assert {row["categorySourcedId"] for row in ahead} == {"control"}
    assert {row["classSourcedId"].split("-")[1] for row in ahead} >= {"7b", "3a"}
    assert max(row["assignDate"] for row in ahead) <= today.isoformat()


def test_nobody_absent_all_day_has_a_mark_of_that_day(bundle: Bundle) -> None:
    away = {
        (row["studentSourcedId"], row["date"])
        for row in bundle["attendance"]
        if row["category"] != "late" and not row["number"]
    }

    marked = {(r["studentSourcedId"], r["scoreDate"]) for r in bundle["results"] if r["score"]}
    assert away
    assert not away & marked


def test_every_kind_of_absence_occurs(bundle: Bundle) -> None:
    absences = bundle["attendance"]

    assert {row["category"] for row in absences} == {"absent", "excused", "ill", "late"}
    for row in absences:
        assert bool(row["number"]) == bool(row["classSourcedId"])
        assert bool(row["minutesLate"]) == (row["category"] == "late")


def test_words_as_marks_have_no_score(bundle: Bundle) -> None:
    results = bundle["results"]

    assert {row["textScore"] for row in results} >= {"", "н/а", "зачёт"}
    assert {row["score"] for row in results} == {"", "2", "3", "4", "5"}
    assert all(bool(row["score"]) != bool(row["textScore"]) for row in results)


def test_some_lesson_gives_a_student_two_marks(bundle: Bundle) -> None:
    marks = Counter(
        (row["studentSourcedId"], row["classSourcedId"], row["scoreDate"])
        for row in bundle["results"]
    )

    assert max(marks.values()) == 2


def test_final_marks_belong_to_finished_periods_of_the_class(bundle: Bundle, today: date) -> None:
    sessions = {row["sourcedId"]: row for row in bundle["academicSessions"]}
    terms = {row["sourcedId"]: row["termSourcedIds"].split(",") for row in bundle["classes"]}

    for row in bundle["final_marks"]:
        session = row["academicSessionSourcedId"]
        assert day(sessions[session]["endDate"]) < today
        assert session in terms[row["classSourcedId"]]
        assert row["value"] in {"2", "3", "4", "5", "зачёт"}
    assert any(row["lessonsMissed"] != "0" for row in bundle["final_marks"])


def test_names_are_cyrillic_and_belong_to_one_person(bundle: Bundle) -> None:
    users = bundle["users"]

    names = [(row["familyName"], row["givenName"], row["middleName"]) for row in users]
    assert len(set(names)) == len(names)
    for row in users:
        for part in ("familyName", "givenName", "middleName"):
            assert re.fullmatch("[А-ЯЁ][а-яё]+", row[part])
        assert row["email"] == row["phone"] == row["sms"] == row["password"] == ""


def test_nobody_bears_the_surname_of_a_famous_person(bundle: Bundle) -> None:
    famous = "Пушкин Толст Достоевск Чехов Гагарин Путин Навальн Королёв Менделеев Ленин Сталин"

    for row in bundle["users"]:
        assert not row["familyName"].startswith(tuple(famous.split()))


def test_children_are_named_after_their_fathers(bundle: Bundle) -> None:
    users = {row["sourcedId"]: row for row in bundle["users"]}

    for child in users.values():
        for father in child["agentSourcedIds"].split(",")[1:]:
            stem = users[father]["givenName"][:2]
            assert child["middleName"].startswith(stem)


def test_files_are_utf_8_without_a_mark_at_the_start(bundle: Bundle) -> None:
    for content in bundle.bytes().values():
        assert not content.startswith(b"\xef\xbb\xbf")
        content.decode("utf-8")


def test_cast_of_the_demo_is_in_the_files(tmp_path: Path) -> None:
    school = write_school(tmp_path, MONDAY)

    bundle = Bundle(tmp_path)
    users = {row["sourcedId"]: row for row in bundle["users"]}
    enrolled = {(row["userSourcedId"], row["classSourcedId"]) for row in bundle["enrollments"]}
    agents = {id_: row["agentSourcedIds"].split(",") for id_, row in users.items()}
    assert school.mother.name == Name("Елена", "Иванова", "Викторовна")
    assert school.mother.sourced_id in agents[school.anna.sourced_id]
    assert school.mother.sourced_id in agents[school.pyotr.sourced_id]
    assert school.classmate_mother.sourced_id in agents[school.classmate.sourced_id]
    assert school.classmate_mother.name == Name("Лариса", "Титова", "Юрьевна")
    assert (school.anna.sourced_id, "h-7b") in enrolled
    assert (school.classmate.sourced_id, "h-7b") in enrolled
    assert (school.pyotr.sourced_id, "h-3a") in enrolled
    assert (school.anna.sourced_id, school.course_sourced_id) in enrolled
    assert (school.class_teacher.sourced_id, school.class_sourced_id) in enrolled
    assert (school.class_teacher.sourced_id, school.course_sourced_id) in enrolled
    roles = {row["userSourcedId"]: row["role"] for row in bundle["roles"]}
    assert roles[school.deputy_head.sourced_id] == "principal"
    assert roles[school.admin.sourced_id] == "siteAdministrator"


def test_every_work_has_a_scale_of_its_class(bundle: Bundle) -> None:
    scales = {row["sourcedId"]: row for row in bundle["scoreScales"]}
    works = {row["sourcedId"]: row["classSourcedId"] for row in bundle["lineItems"]}

    chosen = {
        r["lineItemSourcedId"]: r["scoreScaleSourcedId"] for r in bundle["lineItemScoreScales"]
    }
    values = {row["type"]: row["scoreScaleValue"] for row in scales.values()}
    assert works.keys() == chosen.keys()
    assert all(scales[chosen[work]]["classSourcedId"] == works[work] for work in works)
    assert values == {"five": "{5:5},{4:4},{3:3},{2:2}", "pass_fail": "{1:зачёт},{0:незачёт}"}
