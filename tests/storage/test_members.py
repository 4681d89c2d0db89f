"""A school's staff out of the roster; on both databases, and by index look-ups."""

from datetime import date, datetime, timedelta
from typing import Any, TypedDict

import sqlalchemy as sa

from domain.members import MemberChat
from domain.people import Role
from storage import members, staff_codes
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.counting import executed
from tests.school import SEPTEMBER, add, fill

TODAY = NOW.date()
DAY = timedelta(days=1)


class At(TypedDict):
    now: datetime
    today: date


AT: At = {"now": NOW, "today": TODAY}
WALKED = {"school", "every", "other", "found"}
"""Schools are few; nothing else may be walked through."""


async def administrator(db: Database, chat_id: int = 3) -> int:
    async with db.begin() as session:
        grant = {"chat_id": chat_id, "role": "school_admin", "granted_at": SEPTEMBER}
        await session.execute(sa.insert(t.access_grant).values(**grant))
    return chat_id


async def test_what_everybody_is_follows_from_the_roster(any_db: Database) -> None:
    await fill(any_db)
    chat = await administrator(any_db)
    async with any_db.begin() as session:
        await add_rows(session)

    async with any_db.read() as session:
        staff = await members.of_school(session, chat, 1, **AT)
        nowhere = await members.of_school(session, chat, 99, **AT)

    assert staff is not None
    found = staff.members
    assert [(one.name.family, one.classes, one.courses, set(one.posts)) for one in found] == [
        ("Ёжикова", ("3А",), 2, set()),
        ("Жуков", (), 0, {Role.STAFF}),
        ("Кузнецов", (), 0, {Role.DEPUTY_HEAD}),
        ("Сидорова", ("7Б",), 1, set()),
    ]  # fmt: skip
    assert [(one.chats, one.unused) for one in found] == [(0, 1), (0, 0), (0, 0), (1, 0)]
    assert (staff.linked, len(staff.missing), staff.is_only, staff.is_every) == (1, 3, True, True)
    assert nowhere is None


async def add_rows(session: Any) -> None:
    """Write a teacher of two courses and a class, a librarian, and somebody who is no more."""
    keys = [{"source": "more", "sourced_id": str(number)} for number in range(20)]
    people = (("Ёжикова", True), ("Жуков", True), ("Ушёл", False), ("Бывший", True))
    await session.execute(
        sa.insert(t.person),
        [
            {"id": 50 + n, "family_name": family, "given_name": "А", "active": active, **keys[n]}
            for n, (family, active) in enumerate(people)
        ],
    )
    seat = {"role": "teacher", "begins_on": None, "ends_on": None}
    await session.execute(
        sa.insert(t.course_member),
        [
            seat | {"course_id": 2, "person_id": 50, **keys[4]},
            seat | {"course_id": 3, "person_id": 50, **keys[5]},
            seat | {"course_id": 3, "person_id": 50, **keys[6]},  # of another source: once
            seat | {"course_id": 2, "person_id": 52, **keys[7]},
            seat | {"course_id": 2, "person_id": 53, "ends_on": TODAY - DAY, **keys[8]},
            seat | {"course_id": 2, "person_id": 3, "begins_on": TODAY + DAY, **keys[9]},
        ],
    )
    await session.execute(
        sa.insert(t.class_member).values(
            school_class_id=2, person_id=50, role="teacher", **keys[10]
        )
    )
    posts = ((51, "staff"), (1, "student"), (5, "guardian"))
    await session.execute(
        sa.insert(t.person_role),
        [
            {"person_id": person, "school_id": 1, "role": role, **keys[11 + n]}
            for n, (person, role) in enumerate(posts)
        ],
    )
    states: tuple[dict[str, Any], ...] = (
        {}, {"used_at": SEPTEMBER}, {"revoked_at": SEPTEMBER}, {"expires_at": NOW},
        {"role": "guardian", "student_id": 1},
    )  # fmt: skip
    for n, state in enumerate(states):
        code = {
            "digest": bytes([n]), "role": "staff", "person_id": 50, "issued_at": SEPTEMBER,
            "expires_at": NOW + DAY, **state,
        }  # fmt: skip
        await session.execute(sa.insert(t.access_code).values(**code))


async def test_a_member_has_living_chats_and_codes_only(any_db: Database) -> None:
    await fill(any_db)
    chat = await administrator(any_db)
    async with any_db.begin() as session:
        await add_rows(session)
        for number, state in ((1, {"revoked_at": SEPTEMBER}), (2, {}), (3, {"role": "guardian"})):
            grant = {"chat_id": number, "role": "staff", "person_id": 4, "granted_at": NOW}
            await session.execute(sa.insert(t.access_grant).values(**(grant | state)))

    async with any_db.read() as session:
        teacher = await members.one(session, chat, 1, 4, **AT)
        fresh = await members.one(session, chat, 1, 50, **AT)
        others = [await members.one(session, chat, 1, who, **AT) for who in (1, 5, 52, 53, 99)]

    assert teacher is not None
    assert [(one.chat_id, one.since) for one in teacher.chats] == [(4, SEPTEMBER), (2, NOW)]
    assert isinstance(teacher.chats[0], MemberChat)
    assert teacher.codes == ()
    assert fresh is not None
    assert (fresh.codes, fresh.chats, fresh.member.unused) == ((NOW + DAY,), (), 1)
    assert others == [None] * 5


async def test_schools_of_an_administrator(any_db: Database) -> None:
    school = await fill(any_db)
    async with any_db.begin() as session:
        for number, title, active in ((2, "№ 2", True), (3, "№ 3", False)):
            row = {"id": number, "title": title, "active": active}
            keys = {"source": "more", "sourced_id": str(number)}
            await session.execute(sa.insert(t.school).values(**row, **keys))
        post = {"person_id": school.teacher, "source": "more", "role": "school_admin"}
        for number, school_id in enumerate((2, 3, None)):
            values = {"school_id": school_id, "sourced_id": str(number), **post}
            await session.execute(sa.insert(t.person_role).values(**values))

    async def found(chat_id: int) -> tuple[list[int], bool]:
        async with any_db.read() as session:
            schools, is_every = await members.schools(session, chat_id, now=NOW)
            return [one.id for one in schools], is_every

    assert await found(school.teacher_chat) == ([2], False)
    assert await found(school.mother_chat) == ([], False)
    assert await found(await administrator(any_db)) == ([1, 2], True)
    async with any_db.begin() as session:
        await session.execute(sa.update(t.person).values(active=False))
    assert await found(school.teacher_chat) == ([], False)


async def test_a_post_at_another_school_is_beyond_an_administrator_by_post(
    any_db: Database,
) -> None:
    school = await fill(any_db)
    everywhere = await administrator(any_db)
    async with any_db.begin() as session:
        keys = {"source": "more", "sourced_id": "2"}
        await session.execute(sa.insert(t.school).values(id=2, title="№ 2", **keys))
        await session.execute(sa.delete(t.person_role))
        await add(
            session, t.person_role, "person_id school_id role",
            (school.teacher, 1, "school_admin"), (school.teacher, None, "school_admin"),
            (school.deputy, 1, "deputy_head"), (school.deputy, 2, "deputy_head"),
        )  # fmt: skip

    async with any_db.read() as session:
        by_post = await members.of_school(session, school.teacher_chat, 1, **AT)
        by_code = await members.of_school(session, everywhere, 1, **AT)

    assert by_post is not None
    assert by_code is not None
    assert [(one.id, one.is_beyond) for one in by_post.members] == [(6, True), (4, False)]
    assert (by_post.missing, by_post.is_only, by_post.is_every) == ((), True, False)
    assert [one.is_beyond for one in by_code.members] == [False, False]
    assert (len(by_code.missing), by_code.is_only, by_code.is_every) == (1, False, True)


async def test_unused_codes_are_withdrawn_of_these_people_only(any_db: Database) -> None:
    await fill(any_db)
    async with any_db.begin() as session:
        await add_rows(session)
        code = {"digest": b"admin", "role": "school_admin", "issued_at": SEPTEMBER}
        await session.execute(sa.insert(t.access_code).values(**code, expires_at=NOW + DAY))

    async with any_db.begin() as session:
        assert await staff_codes.revoke_unused(session, [], now=NOW) == 0
        assert await staff_codes.revoke_unused(session, [4, 6], now=NOW) == 0
        assert await staff_codes.revoke_unused(session, [4, 50], now=NOW) == 1
        assert await staff_codes.unused_admins(session, now=NOW) == 1
        assert await staff_codes.revoke_unused_admins(session, now=NOW) == 1
        assert await staff_codes.unused_admins(session, now=NOW) == 0


async def test_the_screens_of_the_staff_scan_no_table(db: Database) -> None:
    school = await fill(db)
    for chat in (await administrator(db), school.teacher_chat):
        with executed(db) as seen:
            async with db.read() as session:
                await members.schools(session, chat, now=NOW)
                await members.of_school(session, chat, 1, **AT)
                await members.one(session, chat, 1, 4, **AT)

        assert len(seen) == 3
        for statement, given in seen:
            async with db.read() as session:
                plan = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
                steps = [str(row.detail) for row in plan]
            scans = {step.split()[1] for step in steps if step.startswith("SCAN ")}
            assert scans <= WALKED, statement
