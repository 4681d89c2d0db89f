"""Migrations lead to exactly the tables that the code names, on both databases."""

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import schema
from storage.database import Database, connect
from storage.tables import metadata


async def test_migrations_lead_to_the_tables(any_db: Database) -> None:
    def differences(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with any_db.read() as session:
        found = await session.run_sync(differences)

    assert found == []


async def test_the_newest_revision_is_in_force_after_an_upgrade(any_db: Database) -> None:
    await schema.upgrade(any_db)

    assert await schema.current(any_db) == schema.head()


async def test_every_foreign_key_is_enforced(any_db: Database) -> None:
    from storage.tables import mark

    row = {"sourced_id": "x", "student_id": 404, "course_id": 404, "day": sa.func.current_date()}
    try:
        async with any_db.begin() as session:
            await session.execute(sa.insert(mark).values(**row))
    except sa.exc.IntegrityError:
        return

    raise AssertionError("a mark of nobody was stored")


def test_the_revisions_are_those_that_alembic_finds() -> None:
    scripts = ScriptDirectory.from_config(schema.config())

    assert schema.head() == scripts.get_current_head()
    assert schema.revisions() == {script.revision for script in scripts.walk_revisions()}


async def test_a_database_that_nobody_migrated_has_no_revision(tmp_path: Path) -> None:
    db = connect(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")

    assert await schema.current(db) is None

    await schema.upgrade(db)
    assert await schema.current(db) == schema.head()
    await db.close()


def test_a_process_that_finds_its_schema_imports_no_alembic(migrated_file: Path) -> None:
    program = (
        "import asyncio, sys; from storage import schema; from storage.database import connect; "
        "asyncio.run(schema.upgrade(connect(sys.argv[1]))); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", program, f"sqlite+aiosqlite:///{migrated_file}"]

    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert done.stdout == "False\n"
