"""``import`` as it is typed."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands import import_
from bot.commands.import_ import Terminal
from bot.settings import Settings
from sources.port import Log
from storage import database
from storage import tables as t
from tests.sources.bundles import archive, rows, small


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    import_.add(parser.add_subparsers())
    return parser.parse_args(["import", *words])


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Settings:
    url = f"sqlite+aiosqlite:///{tmp_path}/data/diary.db"
    return settings.model_copy(update={"database_url": url})


async def imported(here: Settings, *words: str) -> int:
    return await import_.run(parse(*words), here)


async def test_import_makes_the_database_and_prints_each_table(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = archive(tmp_path / "school.zip", small())

    code = await imported(here, str(path))

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        "orgs: 1 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "academicSessions: 2 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "users: 4 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "courses: 1 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "classes: 2 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "roles: 4 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "guardians: 1 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "enrollments: 5 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "categories: 1 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "lineItems: 2 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "marks: 3 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        "imported: source test; families hear of nothing",
    ]


async def test_refused_import_prints_findings_and_fails(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = small(results=rows("results").replace("4.00", "x"))

    code = await imported(here, str(archive(tmp_path / "school.zip", bad)))

    assert code == 1
    assert capsys.readouterr().out.splitlines() == [
        "results.csv:2:7: score: 'x' is no number; numbers look like 4 or 4.5",
        "refused: 1 error, 0 warnings; nothing was imported",
    ]


async def test_trying_says_that_nothing_was_written(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = archive(tmp_path / "school.zip", small())

    code = await imported(here, str(path), "--dry-run", "--announce")

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "only tried, nothing was written: source test; families would hear of 3 changes"
    )
    db = database.connect(here.database_url)
    async with db.read() as session:
        assert await session.scalar(sa.select(sa.func.count(t.school.c.id))) == 0
    await db.close()


async def test_bad_rows_may_be_skipped(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = small(results=rows("results").replace("4.00", "x"))

    code = await imported(here, str(archive(tmp_path / "s.zip", bad)), "--skip-bad-rows")

    assert code == 0
    marks = "marks: 2 added / 0 changed / 0 unchanged / 0 removed / 1 rejected"
    assert marks in capsys.readouterr().out.splitlines()


def test_import_without_a_path_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse()

    assert caught.value.code == 2


def test_bar_is_drawn_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    for shows in (False, True):
        terminal = Terminal(shows_bar=shows)
        terminal.progress(50, 100)
        terminal.progress(50, 100)
        terminal.note("a note")

    drawn = "\r[###############               ]  50%"
    assert capsys.readouterr() == ("a note\na note\n", f"{drawn}\r{'':37}\r")


def test_import_needs_no_telegram() -> None:
    code = "import sys, bot.commands.import_; sys.exit('aiogram' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == 0


async def test_lessons_that_the_timetable_made_are_counted_in_a_line(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    years = rows("academicSessions").replace("2026-10-23", "2098-12-31")
    years = years.replace("2027-05-28", "2098-12-31")
    every_day = "".join(f"t{day},7b-alg,{day},1\n" for day in range(1, 8))
    plan = {"timetable.csv": "sourcedId,classSourcedId,weekday,number\n" + every_day}
    path = archive(tmp_path / "school.zip", small(academicSessions=years) | plan)

    await imported(here, str(path))
    first = capsys.readouterr().out.splitlines()
    await imported(here, str(path))
    again = capsys.readouterr().out.splitlines()

    assert first[-3:-1] == [
        "timetable: 7 added / 0 changed / 0 unchanged / 0 removed / 0 rejected",
        (
            "lessons of the next 4 weeks, from the timetable: 29 added / 0 changed / 0 removed"
            " / 0 touched and left alone"
        ),
    ]
    assert again[-2] == "timetable: 0 added / 0 changed / 7 unchanged / 0 removed / 0 rejected"


def many(number: int) -> dict[str, str]:
    """Return the small bundle with that many results more, each with faults of its own."""
    head, good, *_others = rows("results").splitlines()
    rest = good.replace("4.00", "x").split(",", maxsplit=1)[1]
    return small(results="\n".join([head, *(f"x{n},{rest}" for n in range(number)), ""]))


@pytest.mark.parametrize("also", [(), ("--dry-run",)])
async def test_of_a_file_full_of_faults_a_thousand_lines_are_printed_and_the_rest_counted(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], also: tuple[str, ...]
) -> None:
    path = archive(tmp_path / "school.zip", many(5_000))

    code = await imported(here, str(path), *also)

    *told, rest, refused = capsys.readouterr().out.splitlines()
    errors = int(refused.split()[1])
    assert code == 1
    assert len(told) == 1000
    assert all(line.startswith("results.csv:") for line in told)
    assert errors >= 5_000
    assert rest == (f"results.csv: {errors - 1000:,} more findings are not shown; mend these first")


async def test_each_file_has_its_thousand_lines(tmp_path: Path) -> None:
    told: list[str] = []
    log = Log(lambda finding: told.append(str(finding)), told.append)

    for number in range(1, 3001):
        log.error("a.csv", number, 1, "wrong")
        log.doubt("b.csv", number, 1, f"odd {number}")
        log.doubt("c.csv", number, 1, "odd")
    log.finish()

    assert [sum(line.startswith(f"{name}.csv:") for line in told) for name in "abc"] == [
        1001, 1001, 2,
    ]  # fmt: skip
    assert told[-3:] == [
        "c.csv: 2999 more like c.csv:1:1: odd",
        "a.csv: 2,000 more findings are not shown; mend these first",
        "b.csv: 2,000 more findings are not shown; mend these first",
    ]
    assert (log.errors, log.warnings) == (3000, 6000)
