import argparse
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.commands import backup, restore
from bot.settings import Settings
from domain.errors import DiaryError, ImportRefused
from storage import schema
from storage.database import Database, connect
from storage.tables import school as schools
from tests.school import SmallSchool


def settings_for(db: Database) -> Settings:
    url = db.engine.url.render_as_string(hide_password=False)
    return Settings.model_validate({"database_url": url})


def arguments(file: Path, *, force: bool = False) -> argparse.Namespace:
    return argparse.Namespace(file=file, force=force)


async def test_a_backup_made_while_a_writer_is_at_work_restores_what_was_committed(
    db: Database, school: SmallSchool, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.db"
    async with db.begin() as session:
        await session.execute(sa.update(schools).values(title="not committed"))
        assert await backup.run(arguments(copy), settings_for(db)) == 0
    target = Settings.model_validate(
        {"database_url": f"sqlite+aiosqlite:///{tmp_path}/new/diary.db"}
    )
    assert await restore.run(arguments(copy), target) == 0

    restored = connect(target.database_url)
    async with restored.read() as session:
        title = (await session.execute(sa.select(schools.c.title))).scalar_one()
    await restored.close()

    assert title == "Школа № 1234"


async def test_nothing_is_overwritten_unasked(
    db: Database, school: SmallSchool, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.db"
    copy.write_text("precious")

    with pytest.raises(ImportRefused) as refused:
        await backup.run(arguments(copy), settings_for(db))

    assert str(refused.value) == f"{copy} is there already: name another file, or add --force"
    assert copy.read_text() == "precious"


async def test_a_file_that_is_no_backup_is_refused_and_the_database_stays(
    db: Database, school: SmallSchool, tmp_path: Path
) -> None:
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"garbage" * 1000)

    with pytest.raises(ImportRefused) as refused:
        await restore.run(arguments(garbage, force=True), settings_for(db))

    assert str(refused.value).startswith(f"{garbage} is no backup of a diary")
    async with db.read() as session:
        assert (await session.execute(sa.select(schools.c.title))).scalar_one() == "Школа № 1234"


async def test_a_database_in_use_is_not_swapped_under_the_bot(
    db: Database, school: SmallSchool, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.db"
    await backup.run(arguments(copy), settings_for(db))

    async with db.read() as session:
        await session.execute(sa.select(schools.c.id))
        with pytest.raises(ImportRefused) as refused:
            await restore.run(arguments(copy, force=True), settings_for(db))

    assert str(refused.value).endswith("is in use: stop the bot first")


def settings_of(file: Path) -> Settings:
    return Settings.model_validate({"database_url": f"sqlite+aiosqlite:///{file}"})


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as own:
        for statement in statements:
            own.execute(statement)


def titles(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as own:
        return [title for (title,) in own.execute("SELECT title FROM school")]


@pytest.fixture
def copy(migrated_file: Path, tmp_path: Path) -> Path:
    """Give a backup of a diary with one school."""
    file = tmp_path / "backup.db"
    file.write_bytes(migrated_file.read_bytes())
    change(file, SCHOOL.format("of the backup"))
    return file


SCHOOL = (
    "INSERT INTO school (source, sourced_id, title, kind, active)"
    " VALUES ('s', 'x', '{}', 'school', 1)"
)


@pytest.fixture
def live(migrated_file: Path, tmp_path: Path) -> Path:
    """Give the diary that is to be replaced."""
    file = tmp_path / "data" / "diary.db"
    file.parent.mkdir()
    file.write_bytes(migrated_file.read_bytes())
    change(file, SCHOOL.format("that was there"))
    return file


async def test_what_is_replaced_is_kept_beside_it(
    copy: Path, live: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    live.with_name("diary.db-shm").touch()

    await restore.run(arguments(copy, force=True), settings_of(live))

    restored, kept = capsys.readouterr().out.splitlines()
    aside = Path(kept.removeprefix("what was there before is kept as "))
    assert restored == f"{live}: restored from {copy}, schema {schema.head()}"
    assert titles(live) == ["of the backup"]
    assert titles(aside) == ["that was there"]
    assert sorted(live.parent.iterdir()) == sorted([live, aside])
    assert live.stat().st_mode & 0o777 == 0o600


async def test_a_database_that_is_past_help_is_replaced_and_its_log_meets_no_other(
    copy: Path, live: Path
) -> None:
    live.write_bytes(b"damaged" * 1000)
    log = live.with_name("diary.db-wal")
    log.write_bytes(b"of the damaged one")

    await restore.run(arguments(copy, force=True), settings_of(live))

    aside, aside_log = sorted(live.parent.glob("diary-before-*"))
    assert titles(live) == ["of the backup"]
    assert aside.read_bytes() == b"damaged" * 1000
    assert aside_log.read_bytes() == b"of the damaged one"
    assert not log.exists()


async def test_an_older_backup_is_taken_and_said_to_be_older(
    tmp_path: Path, live: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "older.db"
    engine = sa.create_engine(f"sqlite:///{older}", hide_parameters=True)
    with engine.begin() as connection:
        command.upgrade(schema.config(connection), "0003")
    engine.dispose()

    await restore.run(arguments(older, force=True), settings_of(live))

    assert capsys.readouterr().out.splitlines()[:2] == [
        f"{live}: restored from {older}, schema 0003",
        f"the newest schema is {schema.head()}: `run` will bring it up to date",
    ]


UNKNOWN = (
    "has schema 9999, which this program does not know (newest: {head}): update the program first"
)


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        (["DROP TABLE alembic_version"], "is no backup of a diary: it says of no schema"),
        (
            ["UPDATE alembic_version SET version_num = '9999'"],
            UNKNOWN,
        ),
        (
            ["DROP TABLE bell", "DROP TABLE holiday"],
            "is not whole, it lacks bell, holiday",
        ),
        (
            ["ALTER TABLE announcement DROP COLUMN body"],
            "is not whole, it lacks announcement.body",
        ),
    ],
)
async def test_a_backup_that_is_not_whole_replaces_nothing(
    copy: Path, live: Path, statements: list[str], why: str
) -> None:
    change(copy, *statements)

    with pytest.raises(DiaryError) as refused:
        await restore.run(arguments(copy, force=True), settings_of(live))

    assert str(refused.value) == f"{copy} " + why.format(head=schema.head())
    assert titles(live) == ["that was there"]
    assert list(live.parent.iterdir()) == [live]


async def test_a_damaged_backup_replaces_nothing(copy: Path, live: Path) -> None:
    with copy.open("r+b") as file:
        file.seek(4096)
        file.write(b"damage" * 20_000)

    with pytest.raises(DiaryError) as refused:
        await restore.run(arguments(copy, force=True), settings_of(live))

    assert str(refused.value).startswith(f"{copy} is damaged")
    assert titles(live) == ["that was there"]
    assert list(live.parent.iterdir()) == [live]


async def test_a_backup_restored_onto_itself_is_refused(live: Path) -> None:
    with pytest.raises(DiaryError) as refused:
        await restore.run(arguments(live, force=True), settings_of(live))

    assert str(refused.value) == f"{live} is the database itself: name a copy of it"
    assert titles(live) == ["that was there"]


async def test_a_backup_that_fails_leaves_what_was_there(live: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept.db"
    target.write_text("the backup of yesterday")
    live.write_bytes(b"SQLite format 3\0" + b"damage" * 2000)

    with pytest.raises(DiaryError):
        await backup.run(arguments(target, force=True), settings_of(live))

    assert target.read_text() == "the backup of yesterday"
    assert sorted(tmp_path.iterdir()) == sorted([live.parent, target])
