"""How an import is asked for: refusals, leaving out, trying, naming the source."""

import asyncio
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.errors import ImportRefused
from storage import tables as t
from storage.database import Database
from tests.sources.bundles import Files, delta, rows, small
from tests.storage.importing import School
from usecases.imports import Line


@pytest.fixture
def school(db: Database, clock: FixedClock, tmp_path: Path) -> School:
    return School(db, clock, tmp_path)


def with_a_bad_row() -> Files:
    return small(results=rows("results").replace("boris,fully graded,3", "boris,fully graded,x"))


async def test_one_bad_row_refuses_everything(school: School) -> None:
    result = await school.take(with_a_bad_row())

    assert (result.imported, result.refused, result.errors) == (False, True, 1)
    assert school.told.texts == [
        "results.csv:3:7: score: 'x' is no number; numbers look like 4 or 4.5"
    ]
    assert await school.column(t.school.c.id) == []
    assert await school.column(t.audit_entry.c.id) == []


async def test_bad_rows_are_left_out_and_counted(school: School) -> None:
    result = await school.take(with_a_bad_row(), skip_bad_rows=True)

    assert result.imported
    assert result.lines["marks"] == Line(added=2, rejected=1)
    assert await school.column(t.mark.c.sourced_id) == ["m1", "m3"]


async def test_rows_that_refer_to_a_bad_row_are_left_out_too(school: School) -> None:
    users = rows("users").replace("true,boris,Борис", "maybe,boris,Борис")

    result = await school.take(small(users=users), skip_bad_rows=True)

    assert {word: line.rejected for word, line in result.lines.items() if line.rejected} == {
        "users": 1, "roles": 1, "enrollments": 2, "marks": 1,
    }  # fmt: skip


async def test_bad_row_does_not_take_away_what_the_diary_has(school: School) -> None:
    await school.take(small())

    result = await school.take(with_a_bad_row(), skip_bad_rows=True)

    assert result.lines["marks"] == Line(unchanged=2, rejected=1)
    assert await school.column(t.mark.c.value) == ["4", "3", "5"]
    assert await school.facts() == []


async def test_file_that_cannot_be_read_is_refused_even_then(school: School) -> None:
    users = rows("users").replace("givenName,", "")

    result = await school.take(small(users=users), skip_bad_rows=True)

    assert result.refused
    assert "users.csv:1:1: the column givenName is missing" in school.told.texts
    assert not any("is not in users.csv" in text for text in school.told.texts)


async def test_trying_counts_and_writes_nothing(school: School) -> None:
    result = await school.take(small(), dry_run=True, announce=True)

    assert (result.imported, result.refused, result.facts) == (False, False, 3)
    assert result.lines["marks"] == Line(added=3)
    assert await school.column(t.school.c.id) == []
    assert await school.facts() == []


async def test_failure_while_writing_leaves_nothing(school: School) -> None:
    async with school.db.begin() as session:
        await session.execute(
            sa.text("CREATE TRIGGER full BEFORE INSERT ON mark BEGIN SELECT RAISE(ABORT, 'x'); END")
        )

    with pytest.raises(sa.exc.IntegrityError):
        await school.take(small())

    assert await school.column(t.school.c.id) == []


async def test_manifest_names_the_source(school: School) -> None:
    assert (await school.take(small())).source == "test"


@pytest.mark.parametrize("code", ["", "absent"])
async def test_source_without_a_name_is_oneroster(school: School, code: str) -> None:
    manifest = small()["manifest.csv"].replace("systemCode,test", f"systemCode,{code}")

    assert (await school.take(small(manifest=manifest))).source == "oneroster"


async def test_known_orgs_name_the_source_whatever_the_manifest_says(school: School) -> None:
    await school.take(small())
    manifest = small()["manifest.csv"].replace("systemCode,test", "systemCode,new-name")

    result = await school.take(small(manifest=manifest))

    assert result.source == "test"
    assert result.lines["users"] == Line(unchanged=4)


async def test_operator_names_the_source(school: School) -> None:
    assert (await school.take(small(), source="moodle")).source == "moodle"


JOURNAL = {"homework.csv": "sourcedId,classSourcedId,assignedDate,dueDate,text\n"}


async def test_journal_needs_a_roster(school: School) -> None:
    with pytest.raises(ImportRefused) as caught:
        await school.take(JOURNAL)

    assert str(caught.value) == (
        "journal files refer to a roster, and none is here: import a OneRoster bundle first"
    )


async def test_journal_of_one_of_several_sources_needs_a_name(school: School) -> None:
    await school.take(small(), source="a")
    await school.take(small(), source="b")

    with pytest.raises(ImportRefused) as caught:
        await school.take(JOURNAL)

    assert str(caught.value) == "several sources are known (a, b): name one with --source"
    assert (await school.take(JOURNAL, source="a")).source == "a"


async def test_delta_may_point_only_to_what_is_known(school: School) -> None:
    mark = "m9,active,2026-09-20T10:00:00Z,w1,anna,fully graded,5,2026-09-10,,\n"

    result = await school.take(delta(results=mark))

    assert result.refused
    assert school.told.texts == [
        "results.csv:2:4: lineItemSourcedId 'w1' is not in lineItems.csv",
        "results.csv:2:5: studentSourcedId 'anna' is not in users.csv",
    ]


async def test_progress_ends_where_the_files_end(school: School) -> None:
    await school.take(small())

    done, total = school.told.steps[-1]

    assert done == total == sum(len(text.encode()) for name, text in small().items())


async def test_others_go_on_and_write_while_files_are_read(school: School) -> None:
    many = "".join(f"n{n},,,w1,boris,fully graded,4,2026-09-10,,\n" for n in range(20_000))
    gaps: list[float] = []
    content = small(results=rows("results") + many)

    async def write() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.01)
            async with school.db.begin() as session:
                await session.execute(sa.update(t.due_time).values(job="none"))
            gaps.append(time.perf_counter() - start)

    writing = asyncio.create_task(write())
    start = time.perf_counter()
    await school.take(content)
    whole = time.perf_counter() - start
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)

    assert len(gaps) > 5
    assert max(gaps) < whole / 2  # the writer waits for the apply step, not for the reading
