"""Codes, attempts and grants; on both databases, and by index look-ups."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.attempts import Record
from domain.people import Role
from storage import attempts, codes, grants
from storage import tables as t
from storage.codes import NewCode
from storage.database import Database
from tests.conftest import NOW
from tests.counting import statements
from tests.school import fill

TODAY = NOW.date()
LATER = NOW + timedelta(days=14)


async def add(db: Database, new: NewCode, digest: bytes = b"d" * 32) -> int:
    async with db.begin() as session:
        return await codes.add(session, new, digest, issued_at=NOW, expires_at=LATER)


async def test_a_code_comes_back_with_its_people(any_db: Database) -> None:
    school = await fill(any_db)
    code_id = await add(any_db, NewCode(Role.GUARDIAN, school.anna, school.mother))

    async with any_db.read() as session:
        found = await codes.by_digest(session, b"d" * 32, today=TODAY)
        same = await codes.by_id(session, code_id, today=TODAY)
        nothing = await codes.by_digest(session, b"e" * 32, today=TODAY)

    assert found is not None
    assert found.student is not None
    assert found.person is not None
    assert (found.student.name.short, found.student.class_title) == ("Анна И.", "7Б")
    assert (found.person.full, found.gone, found.for_staff) == ("Ольга Иванова", False, False)
    assert (found.issued_at, found.expires_at, found.used_at) == (NOW, LATER, None)
    assert (same, nothing) == (found, None)


async def test_two_codes_never_share_a_hash(any_db: Database) -> None:
    school = await fill(any_db)
    await add(any_db, NewCode(Role.STUDENT, school.anna))

    with pytest.raises(sa.exc.IntegrityError):
        await add(any_db, NewCode(Role.STUDENT, school.boris))


@pytest.mark.parametrize("column", ["used_at", "revoked_at", "expires_at"])
async def test_a_dead_code_is_not_spent(any_db: Database, column: str) -> None:
    school = await fill(any_db)
    code_id = await add(any_db, NewCode(Role.STUDENT, school.anna))
    async with any_db.begin() as session:
        await session.execute(sa.update(t.access_code).values({column: NOW}))

    async with any_db.begin() as session:
        assert not await codes.use(session, code_id, 1, now=NOW)


async def test_a_code_is_spent_and_withdrawn_once(any_db: Database) -> None:
    school = await fill(any_db)
    code_id = await add(any_db, NewCode(Role.STUDENT, school.anna))

    async with any_db.begin() as session:
        spent = [await codes.use(session, code_id, 1, now=NOW) for _ in range(2)]
        withdrawn = [await codes.revoke(session, code_id, now=NOW) for _ in range(2)]

    assert (spent, withdrawn) == ([True, False], [True, False])


async def test_records_of_attempts_are_kept_apart(any_db: Database) -> None:
    record = Record(3, NOW, NOW + timedelta(minutes=1))
    async with any_db.begin() as session:
        fresh = await attempts.hold(session, 77, now=NOW)
        await attempts.store(session, 77, record)

    async with any_db.begin() as session:
        held = await attempts.hold(session, 77, now=LATER)
        other, _common = await attempts.hold(session, 78, now=LATER)
        await attempts.clear(session, 77)
        cleared, common = await attempts.hold(session, 77, now=LATER)

    assert [one.failures for one in fresh] == [0, 0]
    assert held == (record, Record(0, NOW))
    assert (other.failures, cleared.failures, common.failures) == (0, 0, 0)


async def test_linking_scans_no_table(db: Database) -> None:
    school = await fill(db)
    code_id = await add(db, NewCode(Role.GUARDIAN, school.anna, school.mother))

    with statements(db) as seen:
        async with db.begin() as session:
            await attempts.hold(session, 77, now=NOW)
            await grants.held_by(session, 1, now=NOW)
            await codes.by_digest(session, b"d" * 32, today=TODAY)
            await codes.by_id(session, code_id, today=TODAY)
            await codes.use(session, code_id, 1, now=NOW)
            await grants.held(session, 1, now=NOW)
            await grants.end_own(session, 1, 2, now=NOW)
            await attempts.clear(session, 77)

    assert len(seen) == 8
    for statement in seen:
        nothing = (None,) * statement.count("?")
        async with db.read() as session:
            rows: Any = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", nothing)
            lines = [str(row[3]) for row in rows]
        scans = [line for line in lines if line.startswith("SCAN")]
        # The two rows of an insert are "scanned" too; their wording changes with SQLite's version.
        assert [line for line in scans if not line.startswith("SCAN 2")] == [], statement
