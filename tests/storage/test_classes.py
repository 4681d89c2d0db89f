"""Who is in charge of which class; on both databases, and by index look-ups."""

from datetime import date, datetime
from typing import Any, TypedDict

import sqlalchemy as sa

from domain.classes import ClassTitle
from storage import classes, grants
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.counting import statements
from tests.school import SEPTEMBER, fill

TODAY = NOW.date()


class At(TypedDict):
    now: datetime
    today: date


AT: At = {"now": NOW, "today": TODAY}
JOURNAL = (
    "lesson", "homework", "mark", "attendance", "announcement", "final_mark", "course_member",
    "class_member", "access_grant", "access_code", "person", "chat",
)  # fmt: skip


async def test_a_class_teacher_is_in_charge_of_their_class(any_db: Database) -> None:
    school = await fill(any_db)

    async with any_db.read() as session:
        mine = await classes.in_charge(session, school.teacher_chat, **AT)
        title = await classes.one_in_charge(session, school.teacher_chat, school.class_7, **AT)
        other = await classes.one_in_charge(session, school.teacher_chat, school.class_3, **AT)
        pupil = await classes.pupil_in_charge(session, school.teacher_chat, school.anna, **AT)
        stranger = await classes.pupil_in_charge(session, school.teacher_chat, school.pyotr, **AT)
        mother = await classes.in_charge(session, school.mother_chat, **AT)

    assert mine == [ClassTitle(1, "7Б", reads=True, leads=True)]
    assert (title, other) == ((ClassTitle(1, "7Б", reads=True, leads=True), True), None)
    assert pupil is not None
    assert (pupil.id, pupil.class_title, pupil.class_id) == (school.anna, "7Б", 1)
    assert (stranger, mother) == (None, [])


async def test_an_administrator_is_in_charge_of_every_class(any_db: Database) -> None:
    school = await fill(any_db)
    async with any_db.begin() as session:
        await session.execute(
            sa.insert(t.access_grant).values(
                chat_id=school.father_chat, role="school_admin", granted_at=SEPTEMBER
            )
        )

    async with any_db.read() as session:
        every = await classes.in_charge(session, school.father_chat, **AT)
        title = await classes.one_in_charge(session, school.father_chat, school.class_7, **AT)

    assert [one.title for one in every] == ["3А", "7Б"]
    assert title
    assert (title[0].title, title[1]) == ("7Б", False)


async def test_the_roll_counts_chats_once_and_only_living_grants(any_db: Database) -> None:
    school = await fill(any_db)
    async with any_db.begin() as session:
        for chat_id, role, ended in (
            (1, "guardian", None), (4, "guardian", None), (3, "guardian", SEPTEMBER),
            (4, "trusted", None),
        ):  # fmt: skip
            await session.execute(
                sa.insert(t.access_grant).values(
                    chat_id=chat_id, role=role, student_id=school.anna, granted_at=SEPTEMBER,
                    revoked_at=ended,
                )
            )  # fmt: skip

    async with any_db.read() as session:
        pupils, total, with_guardian, linked = await classes.pupils(
            session, school.class_7, 0, **AT
        )

    assert [(one.name.family, one.guardians, one.linked) for one in pupils] == [
        ("Иванова", 2, True), ("Петров", 1, False),
    ]  # fmt: skip
    assert (total, with_guardian, linked) == (2, 2, 1)


async def test_holders_are_named_and_ranked(any_db: Database) -> None:
    school = await fill(any_db)

    async with any_db.read() as session:
        holders = await grants.of_student(session, school.anna, now=NOW)

    assert [(one.role, one.name, one.chat_id) for one in holders] == [
        ("guardian", "Ольга Иванова", 1), ("student", "Анна Иванова", 2),
    ]  # fmt: skip


async def test_the_screens_of_a_class_scan_no_table(db: Database) -> None:
    school = await fill(db)
    with statements(db) as seen:
        async with db.read() as session:
            chat = school.teacher_chat
            await classes.in_charge(session, chat, **AT)
            await classes.one_in_charge(session, chat, school.class_7, **AT)
            await classes.pupil_in_charge(session, chat, school.anna, **AT)
            await classes.pupils(session, school.class_7, 0, **AT)
            await grants.of_student(session, school.anna, now=NOW)
            await grants.held_by(session, chat, now=NOW)

    assert len(seen) == 6
    for statement in seen:
        assert await _scans(db, statement) == [], statement


async def _scans(db: Database, statement: str) -> list[str]:
    """Return the plan's lines that walk through a whole table of the journal or of rights."""
    nothing = (None,) * statement.count("?")
    async with db.read() as session:
        rows: Any = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", nothing)
        lines = [str(row[3]) for row in rows]
    scans = [line.split()[1] for line in lines if line.startswith("SCAN ")]
    return [table for table in scans if table in JOURNAL]
