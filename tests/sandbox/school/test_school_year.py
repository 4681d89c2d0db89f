from pathlib import Path

from benchmarks.school_year import write_year
from tests.sandbox.school.bundles import Bundle


def test_bundle_has_the_size_asked_for(tmp_path: Path) -> None:
    write_year(tmp_path, students=60, marks=5_000)

    bundle = Bundle(tmp_path)
    students = [row for row in bundle["roles"] if row["role"] == "student"]
    assert [len(students), len(bundle["results"])] == [60, 5_000]
    assert len(bundle.ids("results")) == 5_000


def test_references_resolve(tmp_path: Path) -> None:
    write_year(tmp_path, students=30, marks=1_000)

    bundle = Bundle(tmp_path)
    enrolled = {(row["classSourcedId"], row["userSourcedId"]) for row in bundle["enrollments"]}
    marked = {(row["classSourcedId"], row["studentSourcedId"]) for row in bundle["results"]}
    sessions = {row["academicSessionSourcedId"] for row in bundle["lineItems"]}
    works = {row["lineItemSourcedId"] for row in bundle["results"]}
    assert marked <= enrolled
    assert works <= bundle.ids("lineItems")
    assert sessions <= bundle.ids("academicSessions")
    assert {row["courseSourcedId"] for row in bundle["classes"]} <= bundle.ids("courses")
