"""Role × action × object: who may do what to what, on both databases.

The table below says it once more, on purpose: it is read beside ``domain.rights``, not from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.errors import NotAllowed
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.notifications.house import MOSCOW
from tests.school import SEPTEMBER, fill
from usecases.rights import allow

OWN: Mapping[str, Object] = {
    "class": Object(What.CLASS, 1), "course": Object(What.COURSE, 1),
    "lesson": Object(What.LESSON, 7), "student": Object(What.STUDENT, 1),
    "school": Object(What.SCHOOL, 1),
}  # fmt: skip
"""7Б, its algebra, a lesson of it, Anna, the school."""
OTHER: Mapping[str, Object] = {
    "class": Object(What.CLASS, 2), "course": Object(What.COURSE, 3),
    "lesson": Object(What.LESSON, 9), "student": Object(What.STUDENT, 2),
    "school": Object(What.SCHOOL, 2),
}  # fmt: skip
"""3А, its reading, a lesson of it, Pyotr, another school."""

_TEACHER = {
    "read_journal course", "read_journal lesson", "keep_journal course", "keep_journal lesson",
    "set_final_marks course", "check_work course", "post_news course", "answer course",
}  # fmt: skip
_CLASS_TEACHER = {
    "see_class class", "issue_codes class", "issue_codes student", "read_journal course",
    "read_journal class", "read_journal lesson", "post_news course", "post_news class",
    "bind_group class", "answer class", "accept_notes student",
}  # fmt: skip
_DEPUTY = {
    "see_class class", "issue_codes class", "issue_codes student", "read_journal course",
    "read_journal class", "read_journal lesson", "change_timetable lesson",
    "change_timetable class", "change_timetable school", "post_news course", "post_news class",
    "post_news school", "answer school", "set_rounding school", "accept_notes student",
}  # fmt: skip
_ADMIN = {
    "see_class class", "issue_codes class", "issue_codes student", "issue_staff_codes school",
    "post_news school", "read_audit school",
}  # fmt: skip
_GUARDIAN = {"ask student", "sign_marks student", "excuse student"}
_STUDENT = {"ask student", "hand_in student"}


@dataclass(frozen=True)
class Who:
    """Somebody, by the rows that make them so; what they may on their own and on others' things."""

    rows: tuple[sa.Executable, ...]
    own: frozenset[str]
    other: frozenset[str] = frozenset()


def _grant(role: str, **values: Any) -> sa.Insert:
    return sa.insert(t.access_grant).values(
        chat_id=50, role=role, **{"granted_at": SEPTEMBER, **values}
    )


def _row(table: sa.Table, **values: Any) -> sa.Insert:
    keys = {"source": "rights", "sourced_id": f"{table.name}-{sorted(values.items())}"[:200]}
    return sa.insert(table).values(**keys, **values)


def _person(**values: Any) -> sa.Insert:
    return _row(t.person, id=50, given_name="Нина", family_name="Белова", **values)


def _teaches(course: int = 1, **values: Any) -> sa.Insert:
    return _row(t.course_member, course_id=course, person_id=50, role="teacher", **values)


def _leads(school_class: int = 1, **values: Any) -> sa.Insert:
    member = {"school_class_id": school_class, "person_id": 50, "role": "teacher"}
    return _row(t.class_member, **member, **values)


def _post(role: str, school: int = 1) -> sa.Insert:
    return _row(t.person_role, person_id=50, school_id=school, role=role)


STAFF = _grant("staff", person_id=50)
YESTERDAY = NOW.date() - timedelta(days=1)
PEOPLE = {
    "stranger": Who((), frozenset()),
    "student": Who((_grant("student", student_id=1),), frozenset(_STUDENT)),
    "guardian": Who((_grant("guardian", student_id=1),), frozenset(_GUARDIAN)),
    "trusted person": Who((_grant("trusted", student_id=1),), frozenset()),
    "guardian whose access ended": Who(
        (_grant("guardian", student_id=1, revoked_at=NOW),), frozenset()
    ),
    "guardian whose access ran out": Who(
        (_grant("guardian", student_id=1, expires_at=NOW - timedelta(hours=1)),), frozenset()
    ),
    "subject teacher": Who((_person(), _teaches(), STAFF), frozenset(_TEACHER)),
    "substitute": Who(
        (
            _person(), STAFF,
            sa.update(t.lesson).where(t.lesson.c.id == 7).values(teacher_id=50),
        ),
        frozenset({"read_journal lesson", "keep_journal lesson"}),
    ),
    "class teacher": Who((_person(), _leads(), STAFF), frozenset(_CLASS_TEACHER)),
    "deputy head": Who(
        (_person(), _post("deputy_head"), STAFF),
        frozenset(_DEPUTY),
        frozenset(one for one in _DEPUTY if not one.endswith("school")),
    ),
    "deputy head of another school": Who(
        (
            _person(), _row(t.school, id=2, title="№ 2", kind="school"),
            _post("deputy_head", 2), STAFF,
        ),
        frozenset(),
        frozenset(one for one in _DEPUTY if one.endswith("school")),
    ),
    "administrator by code": Who(
        (_grant("school_admin", holder_name="Админ"),),
        frozenset(_ADMIN),
        frozenset(_ADMIN),
    ),
    "administrator by post": Who(
        (_person(), _post("school_admin"), STAFF),
        frozenset(_ADMIN),
        frozenset(one for one in _ADMIN if not one.endswith("school")),
    ),
    "teacher who left": Who((_person(active=False), _teaches(), _leads(), STAFF), frozenset()),
    "teacher whose course was handed over": Who(
        (_person(), _teaches(ends_on=YESTERDAY), STAFF), frozenset()
    ),
    "teacher whose code was withdrawn": Who(
        (_person(), _teaches(), _grant("staff", person_id=50, revoked_at=NOW)), frozenset()
    ),
    "teacher without a chat of staff": Who(
        (_person(), _teaches(), _grant("guardian", student_id=1, person_id=50)),
        frozenset(_GUARDIAN),
    ),
    "parent who teaches the class": Who(
        (_person(), _teaches(), STAFF, _grant("guardian", student_id=1, person_id=50)),
        frozenset(_TEACHER | _GUARDIAN),
    ),
    "subject and class teacher": Who(
        (_person(), _teaches(), _leads(), STAFF), frozenset(_TEACHER | _CLASS_TEACHER)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
async def test_everybody_may_exactly_this(any_db: Database, clock: FixedClock, name: str) -> None:
    who = PEOPLE[name]
    await fill(any_db)
    async with any_db.begin() as session:
        chat = {"id": 50, "telegram_id": 5050, "created_at": SEPTEMBER}
        await session.execute(sa.insert(t.chat).values(**chat))
        for row in who.rows:
            await session.execute(row)

    assert await _may(any_db, clock, OWN) == who.own
    assert await _may(any_db, clock, OTHER) == who.other


async def _may(db: Database, clock: FixedClock, objects: Mapping[str, Object]) -> frozenset[str]:
    reader = Reader(50, 5050, "ru")
    wall = SchoolClock(clock, MOSCOW)
    found = set()
    async with db.read() as session:
        for kind, one in objects.items():
            for action in Action:
                try:
                    await allow(session, wall, reader, action, one)
                except NotAllowed:
                    continue
                found.add(f"{action.value} {kind}")
    return frozenset(found)


async def test_rights_are_looked_up_not_searched(sqlite: Database) -> None:
    from domain.rights import What as Kind
    from storage import standing
    from tests.counting import executed

    await fill(sqlite)
    for what in Kind:
        with executed(sqlite) as seen:
            async with sqlite.read() as session:
                await standing.relations(session, 1, Object(what, 1), now=NOW, today=NOW.date())
        ((statement, given),) = seen
        async with sqlite.read() as session:
            plan = await session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            steps = [str(row.detail) for row in plan]
        # Schools are few; nothing else may be walked through.
        walked = [one for one in steps if one.startswith("SCAN") and "school" not in one]
        assert [
            one for one in walked if "CONSTANT" not in one and "subquery" not in one.lower()
        ] == []
