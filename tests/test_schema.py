"""Migrations lead to exactly the tables that the code names, on both databases."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import schema
from storage.database import Database
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
