"""What an operator meets whose database or disk is not as it ought to be: one sentence, exit 1."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.machine import Machine, refused
from tests.sources.bundles import archive, small

NOBODY = 65534


@pytest.fixture
def machine(tmp_path: Path, migrated_file: Path) -> Machine:
    """Give a machine with an empty diary."""
    shutil.copy(migrated_file, tmp_path / "diary.db")
    return Machine(tmp_path)


CANNOT_BE_OPENED = (
    "{} cannot be opened: it must be a file, and the bot's user must be able to write it and its"
    " folder"
)
LOCKED = (
    "{} is locked: another process is writing to it; wait until it is done or stop it, then try"
    " again"
)


def test_a_database_that_another_process_writes_to(machine: Machine) -> None:
    bundle = archive(machine.folder / "school.zip", small())
    with closing(sqlite3.connect(machine.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answers = [
            machine.run("codes", "issue", "--admin", "Vera"),
            machine.run("import", bundle),
        ]

    assert list(map(refused, answers)) == [LOCKED.format(machine.file)] * 2


def test_a_database_that_another_process_has_for_itself(machine: Machine) -> None:
    copy = machine.folder / "copy.db"
    with closing(sqlite3.connect(machine.file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE x (y)")
        answers = [machine.run("backup", copy), machine.run("run", BOT_TOKEN="42:TEST")]

    assert list(map(refused, answers)) == [
        f"{machine.file} is locked: another process has it for itself; stop that first",
        LOCKED.format(machine.file),
    ]
    assert not copy.exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of its own that holds little."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=755", "tmpfs", folder],
        check=False, capture_output=True,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("no disk that is full: this user may not mount one")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_full(machine: Machine, small_disk: Path) -> None:
    full = "the disk is full; make room on it, then try again"
    url = f"sqlite+aiosqlite:///{small_disk}/diary.db"
    copy = small_disk / "copy.db"

    answers = [machine.run("db", "upgrade", DATABASE_URL=url), machine.run("backup", copy)]

    said = [f"{small_disk}/diary.db: {full}", f"{small_disk}: {full}"]
    assert list(map(refused, answers)) == said
    assert [file.name for file in small_disk.iterdir() if "copy" in file.name] == []


@pytest.fixture
def closed(migrated_file: Path) -> Iterator[Path]:
    """Give a folder with a diary in it that nobody but root may write."""
    if os.geteuid() != 0:
        pytest.skip("to be somebody else than who owns the files takes root")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copy(migrated_file, folder / "diary.db")
        (folder / "diary.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder


def test_a_folder_that_may_not_be_written(closed: Path) -> None:
    machine = Machine(closed)
    no = "the bot's user has no right to this: grant it, or name another place"

    answers = [
        machine.run("codes", "issue", "--admin", "Vera", user=NOBODY),
        machine.run("db", "upgrade", user=NOBODY,
                    DATABASE_URL=f"sqlite+aiosqlite:///{closed}/new/diary.db"),
        machine.run("db", "upgrade", user=NOBODY,
                    DATABASE_URL=f"sqlite+aiosqlite:///{closed}/new.db"),
        machine.run("backup", closed / "copy.db", user=NOBODY),
    ]  # fmt: skip

    assert list(map(refused, answers)) == [
        f"{closed}/diary.db can only be read: let the bot's user write the file and its folder",
        f"{closed}/new: {no}",
        CANNOT_BE_OPENED.format(f"{closed}/new.db"),
        f"{closed}/copy.db: {no}",
    ]


def test_a_backup_that_has_no_place(machine: Machine) -> None:
    file = machine.folder / "file"
    file.touch()

    answers = [
        machine.run("backup", file / "below.db"),
        machine.run("backup", machine.folder, "--force"),
        machine.run("backup", machine.file, "--force"),
    ]

    assert list(map(refused, answers)) == [
        f"{file}: a part of this path is a file, not a folder: name another place",
        f"{machine.folder} is a folder: name a file in it",
        f"{machine.file} is the database itself: name another file",
    ]
    assert sorted(one.name for one in machine.folder.iterdir()) == ["diary.db", "file"]


def changed(machine: Machine, *statements: str) -> Machine:
    with closing(sqlite3.connect(machine.file, isolation_level=None)) as own:
        for statement in statements:
            own.execute(statement)
    return machine


def test_a_schema_of_the_future(machine: Machine) -> None:
    changed(machine, "UPDATE alembic_version SET version_num = '9999'")

    answers = [
        machine.run("run", BOT_TOKEN="42:TEST"), machine.run("status"),
        machine.run("db", "current"),
    ]  # fmt: skip

    newer = "schema: 9999 is newer than this program knows: update it"
    assert list(map(refused, answers)) == [newer] * 3


def test_a_database_with_the_right_number_and_no_tables(machine: Machine) -> None:
    changed(machine, "DROP TABLE holiday", "DROP TABLE bell")

    answers = [machine.run("run", BOT_TOKEN="42:TEST"), machine.run("codes", "list")]

    lacks = "tables: missing in the database: bell, holiday; restore a backup"
    assert list(map(refused, answers)) == [lacks] * 2


def test_a_file_that_is_something_else(machine: Machine) -> None:
    other = machine.folder / "recipes.db"
    with closing(sqlite3.connect(other)) as recipes:
        recipes.execute("CREATE TABLE recipe (title)")
    machine.file.write_bytes(b"Dear diary, " * 1000)

    answers = [
        machine.run("codes", "list"), machine.run("backup", machine.folder / "copy.db"),
        machine.run("db", "upgrade", DATABASE_URL=f"sqlite+aiosqlite:///{other}"),
        machine.run("codes", "list", DATABASE_URL=f"sqlite+aiosqlite:///{machine.folder}"),
    ]  # fmt: skip

    none = (
        f"{machine.file} is no database: name the diary's in DATABASE_URL, or restore a backup with"
        " `diary-bot restore FILE --force`"
    )
    foreign = (
        "schema: the database is something else's, with tables such as recipe: give the diary one"
        " of its own in DATABASE_URL"
    )
    said = [none, none, foreign, CANNOT_BE_OPENED.format(machine.folder)]
    assert list(map(refused, answers)) == said
    with closing(sqlite3.connect(other)) as recipes:
        tables = recipes.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("recipe",)]
