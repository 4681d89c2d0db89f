"""An upgrade loses nothing of a school that runs; on both databases."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from storage import schema
from storage import tables as t
from storage.database import Database, connect

NOW = "'2026-09-16 09:00:00.000000'"
FIRST_SCHOOL = f"""
INSERT INTO person (id, sourced_id) VALUES (1, 'anna');
INSERT INTO chat (id, telegram_id, created_at, quiet_chosen, quiet_from, quiet_until) VALUES
 (1, 1001, {NOW}, true, '22:00:00.000000', '06:30:00.000000'), (2, 1002, {NOW}, true, NULL, NULL),
 (3, 1003, {NOW}, false, NULL, NULL);
INSERT INTO access_grant (id, chat_id, role, student_id, granted_at)
 VALUES (1, 1, 'guardian', 1, {NOW});
INSERT INTO preference (chat_id, student_id, kind, enabled)
 VALUES (1, 1, 'mark.added', false), (2, 1, 'mark.added', true);
INSERT INTO fact (id, kind, payload, happened_at, ready_at)
 VALUES (1, 'mark.added', '{{}}', {NOW}, {NOW});
INSERT INTO delivery (id, fact_id, chat_id, kind, due_at) VALUES (1, 1, 1, 'x', {NOW})
""".split(";")


@pytest.fixture
async def empty(any_db: Database, tmp_path: Path) -> AsyncIterator[Database]:
    """Give an empty database, on PostgreSQL a schema of its own in the tests' database."""
    if any_db.is_sqlite:
        db = connect(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}")
        yield db
        await db.close()
        return
    name = f"old_{os.getpid()}"
    await _say(any_db, f"CREATE SCHEMA {name}")
    db = connect(any_db.engine.url.render_as_string(hide_password=False))
    sa.event.listen(
        db.engine.sync_engine, "connect",
        lambda connection, _: connection.cursor().execute(f"SET search_path TO {name}"),
    )  # fmt: skip
    yield db
    await db.close()
    await _say(any_db, f"DROP SCHEMA {name} CASCADE")


async def _say(db: Database, *statements: str) -> None:
    async with db.begin() as session:
        for statement in statements:
            await session.execute(sa.text(statement.replace(":", r"\:")))


async def test_a_school_of_the_first_release_keeps_its_choices_rights_and_messages(
    empty: Database,
) -> None:
    async with empty.begin() as session:
        await session.run_sync(lambda bare: command.upgrade(schema.config(bare), "0001"))
    await _say(empty, *FIRST_SCHOOL)

    await schema.upgrade(empty)

    async with empty.begin() as session:
        weeks = (await session.execute(sa.select(t.quiet_choice))).all()
        modes = (
            await session.execute(sa.select(t.preference.c.chat_id, t.preference.c.mode))
        ).all()
        grants = (await session.execute(sa.select(t.access_grant.c.id))).all()
        d = t.delivery.c
        waiting = (await session.execute(sa.select(d.state, d.planned_for == d.due_at))).all()
    assert sorted(weeks) == [(1, 0, ["22:00-06:30"] * 7), (2, 0, [""] * 7)]
    assert sorted(modes) == [(1, "off"), (2, "now")]
    assert [tuple(row) for row in grants] == [(1,)]
    assert [tuple(row) for row in waiting] == [("held", True)]
    assert await schema.current(empty) == schema.head()
