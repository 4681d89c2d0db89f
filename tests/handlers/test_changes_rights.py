"""Who may not change the timetable: teachers, families, another school's deputy head."""

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from keyboards.absent_teacher import CancelAll, FindAbsent
from keyboards.changes import (
    AskCancel,
    AskReason,
    AskRoom,
    CancelIt,
    ChooseStandIn,
    FindStandIn,
    OpenChange,
    OpenChanges,
    OpenClassDay,
    OpenStaff,
    OpenStandIns,
    RestoreIt,
    TeacherSpan,
)
from storage import tables as t
from storage.database import Database
from tests.deputy import deputy_of, row
from tests.journal import change
from tests.person import Person
from tests.school import SmallSchool, sept

TEACHER, MOTHER = 1004, 1001
ALGEBRA = 10  # of tomorrow
NOT_OPEN = (
    "Это вам не открыто или уже не открыто. Если должно быть открыто, обратитесь к администратору"
    " школы."
)


@pytest.fixture
async def deputy(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    return await deputy_of(bot, db, school)


async def test_who_is_no_deputy_head_changes_nothing(
    bot: Dispatcher, db: Database, deputy: Person
) -> None:
    before = await row(db, ALGEBRA)
    for telegram_id in (TEACHER, MOTHER):
        person = Person(bot, telegram_id)
        for data in (
            OpenChanges(), OpenClassDay(class_id=1, day=sept(17)), OpenChange(lesson_id=ALGEBRA),
            AskCancel(lesson_id=ALGEBRA), CancelIt(lesson_id=ALGEBRA), AskReason(lesson_id=ALGEBRA),
            OpenStandIns(lesson_id=ALGEBRA), FindStandIn(lesson_id=ALGEBRA),
            ChooseStandIn(lesson_id=ALGEBRA, person_id=40), AskRoom(lesson_id=ALGEBRA),
            RestoreIt(lesson_id=ALGEBRA), OpenStaff(school_id=1, day=sept(17)),
            FindAbsent(school_id=1, day=sept(17)),
            TeacherSpan(school_id=1, person_id=4, day=sept(17)),
            CancelAll(school_id=1, person_id=4, day=sept(17), days="1"),
        ):  # fmt: skip
            assert await person.alert(data) == NOT_OPEN, data

    assert await row(db, ALGEBRA) == before


async def test_a_former_deputy_head_and_one_of_another_school_change_nothing(
    deputy: Person, db: Database
) -> None:
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.school).values(id=2, source="test", sourced_id="s2", title="Другая")
        )
    await change(db, t.person_role, 1, school_id=2)
    assert await deputy.alert(CancelIt(lesson_id=ALGEBRA)) == NOT_OPEN

    await change(db, t.person_role, 1, school_id=1)
    await change(db, t.person, 6, active=False)
    assert await deputy.alert(CancelIt(lesson_id=ALGEBRA)) == NOT_OPEN
    assert await deputy.alert(OpenChanges()) == NOT_OPEN
