"""What an operator meets whose database or disk is not as it ought to be: one sentence, exit 1."""

import errno
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import faults
from tests.machine import Machine, refused
from tests.sources.bundles import archive, small


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


def mount(folder: Path, options: str) -> None:
    """Mount a disk of its own in memory, or skip the test where this user may not."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("this user may not mount a disk that is full or can only be read")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of its own that holds little."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount(folder, "size=1m,mode=755")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_full(machine: Machine, disk: Path) -> None:
    full = "the disk is full; make room on it, then try again"
    url = f"sqlite+aiosqlite:///{disk}/diary.db"
    copy = disk / "copy.db"
    (disk / "film").write_bytes(bytes(800_000))

    answers = [machine.run("db", "upgrade", DATABASE_URL=url), machine.run("backup", copy)]

    said = [f"{disk}/diary.db: {full}", f"{disk}: {full}"]
    assert list(map(refused, answers)) == said
    assert [file.name for file in disk.iterdir() if "copy" in file.name] == []


def test_a_disk_that_can_only_be_read(machine: Machine, disk: Path) -> None:
    file = disk / "diary.db"
    shutil.copy(machine.file, file)
    mount(disk, "remount,ro")
    url = f"sqlite+aiosqlite:///{disk}"

    answers = [
        machine.run("codes", "issue", "--admin", "Vera", DATABASE_URL=f"{url}/diary.db"),
        machine.run("db", "upgrade", DATABASE_URL=f"{url}/new.db"),
        machine.run("db", "upgrade", DATABASE_URL=f"{url}/new/diary.db"),
        machine.run("backup", disk / "copy.db"),
    ]

    only = "this disk can only be read: name another place"
    assert list(map(refused, answers)) == [
        CANNOT_BE_OPENED.format(file), CANNOT_BE_OPENED.format(f"{disk}/new.db"),
        f"{disk}/new: {only}", f"{disk}/copy.db: {only}",
    ]  # fmt: skip


def test_a_file_that_belongs_to_somebody_else() -> None:
    assert faults.of_system(
        PermissionError(errno.EACCES, "Permission denied", "/backups/x.db")
    ) == ("/backups/x.db: the bot's user has no right to this: grant it, or name another place")


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
