"""👩‍🏫 Staff at the administrator's phone: the list, somebody in it, an access to end."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from keyboards.back import OpenMenu
from keyboards.members import (
    AskEndMember,
    EndMemberChat,
    FindMember,
    OpenMember,
    OpenMembers,
    OpenSchools,
    OpenStaffCodes,
)
from keyboards.open import OpenJournal
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.counting import statements
from tests.handlers.test_classes import link_staff
from tests.person import Person, buttons
from tests.reading import read
from tests.school import SEPTEMBER, SmallSchool
from tests.staff import ADMIN, HEAD, admin_by_code, admin_by_post, hire, second_school, words

TEACHER, DEPUTY = 1004, 1007
NOT_YOURS = (
    "Это вам не открыто или уже не открыто. "
    "Если должно быть открыто, обратитесь к администратору школы."
)
GONE = "В дневнике этого больше нет. Откройте меню: /menu"


@pytest.fixture
async def admin(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    return await admin_by_code(bot, db)


async def test_only_an_administrator_has_the_button(
    bot: Dispatcher, db: Database, admin: Person, school: SmallSchool
) -> None:
    await admin_by_post(bot, db)
    await link_staff(db, DEPUTY, "staff", school.deputy)

    for telegram_id in (1001, 1002, TEACHER, DEPUTY, ADMIN, HEAD):
        menu = await Person(bot, telegram_id).ask("/menu")
        found = [row for row in buttons(menu.reply_markup) if ("👩‍🏫 Сотрудники", "stl:0") in row]
        assert len(found) == (telegram_id in (ADMIN, HEAD)), telegram_id


async def test_the_staff_of_the_only_school_is_seen_at_a_glance(admin: Person) -> None:
    edit, _answer = await admin.press(OpenSchools())

    assert edit.text == (
        "<b>👩‍🏫 Сотрудники</b> · Школа № 1234\n\n"
        "✓ подключены: 1 из 2\n⚠️ не подключены: 1\n\n"
        "⚠️ Кузнецов Виктор Львович — завуч\n"
        "✓ Сидорова Мария Петровна — классный руководитель 7Б, учитель (1 курс)\n\n"
        "Нажмите на имя, чтобы выдать код или закрыть доступ."
    )
    assert buttons(edit.reply_markup) == [
        [("⚠️ Кузнецов Виктор", "stm:1:6"), ("✓ Сидорова Мария", "stm:1:4")],
        [("⚠️ Только без связи", "sts:1:1:0")],
        [("🔍 Найти по фамилии", "stf:1")],
        [("🔑 Коды всем, кто не подключён", "stp:1")],
        [("👮 Администраторы", "ad:0")],
        [("☰ Меню", "menu")],
    ]


async def test_of_several_schools_one_is_chosen_first(admin: Person, db: Database) -> None:
    await second_school(db)

    edit, _answer = await admin.press(OpenSchools())
    empty, _answer = await admin.press(OpenMembers(school_id=2))

    assert edit.text == "<b>👩‍🏫 Сотрудники</b>\n\nВыберите школу."
    assert buttons(edit.reply_markup) == [
        [("Лицей № 2", "sts:2:0:0")], [("Школа № 1234", "sts:1:0:0")],
        [("👮 Администраторы", "ad:0")], [("☰ Меню", "menu")],
    ]  # fmt: skip
    assert empty.text == (
        "<b>👩‍🏫 Сотрудники</b> · Лицей № 2\n\n"
        "В данных школы пока нет никого, кто в ней преподаёт или занимает пост."
    )
    assert words(empty.reply_markup) == [["👮 Администраторы"], ["‹ Школы", "☰ Меню"]]


async def test_an_administrator_by_post_has_the_own_school_only(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await second_school(db)
    head = await admin_by_post(bot, db)

    edit, _answer = await head.press(OpenSchools())
    other = await head.alert(OpenMembers(school_id=2))

    assert "Орлова Инна — администратор школы" in edit.text
    assert words(edit.reply_markup)[-1] == ["☰ Меню"]
    assert ["👮 Администраторы"] not in words(edit.reply_markup)
    assert other == NOT_YOURS


async def test_only_those_who_are_not_linked(admin: Person) -> None:
    edit, _answer = await admin.press(OpenMembers(school_id=1, unlinked=True))

    assert "Показаны только те, кто не подключён.\n\n⚠️ Кузнецов" in edit.text
    assert "Сидорова" not in edit.text
    assert words(edit.reply_markup)[:2] == [["⚠️ Кузнецов Виктор"], ["👥 Все сотрудники"]]


async def test_a_large_staff_has_pages_and_is_searched_by_name(admin: Person, db: Database) -> None:
    for number in range(100, 130):
        await hire(db, number, f"Ёлкин-{number}", "Пётр")

    first, _answer = await admin.press(OpenMembers(school_id=1))
    last, _answer = await admin.press(OpenMembers(school_id=1, page=99))
    asked, _answer = await admin.press(FindMember(school_id=1))
    none = await admin.ask("Щукин")
    many = await admin.ask("елк")
    await admin.press(FindMember(school_id=1))
    one = await admin.ask("елкин-107")

    assert first.text.count("Ёлкин-1") == 12
    assert words(first.reply_markup)[6] == ["Ещё ›"]
    assert "Сидорова" in last.text
    assert asked.text == "Напишите первые буквы фамилии. Передумали — /cancel"
    assert none.text.startswith("Среди сотрудников школы нет таких.")
    assert "Найдено по «елк»: 30. Напишите больше букв, чтобы увидеть остальных: 18." in many.text
    assert "Найдено по «елкин-107»: 1\n\n⚠️ Ёлкин-107 Пётр — учитель (1 курс)\n\n" in one.text
    assert words(one.reply_markup)[0] == ["⚠️ Ёлкин-107 Пётр"]
    assert all(read(screen.text) for screen in (first, last, many, one))


async def test_who_left_or_moved_is_no_member(admin: Person, db: Database) -> None:
    await hire(db, 50, "Белова", "Нина")
    yesterday = NOW.date() - timedelta(days=1)
    member, seat = t.person, t.course_member
    endings = (
        sa.update(member).where(member.c.id == 50).values(active=False),
        sa.update(seat).where(seat.c.person_id == 50).values(ends_on=yesterday),
        sa.update(t.course).where(t.course.c.id == 2).values(active=False),
    )

    there, _answer = await admin.press(OpenMember(school_id=1, person_id=50))
    assert there.text.startswith("<b>Белова Нина</b>\nШкола № 1234\nучитель (1 курс)")
    for ending in endings:
        async with db.begin() as session:
            await session.execute(ending)
        assert await admin.alert(OpenMember(school_id=1, person_id=50)) == GONE
        listed, _answer = await admin.press(OpenMembers(school_id=1))
        assert "Белова" not in listed.text
        async with db.begin() as session:
            await session.execute(sa.update(member).values(active=True))
            await session.execute(sa.update(seat).values(ends_on=None))


async def test_a_member_shows_their_chats(admin: Person, db: Database) -> None:
    await link_staff(db, 5004, "staff", 4)

    edit, _answer = await admin.press(OpenMember(school_id=1, person_id=4))

    assert edit.text == (
        "<b>Сидорова Мария Петровна</b>\nШкола № 1234\n"
        "классный руководитель 7Б, учитель (1 курс)\n\n"
        "📱 1. подключён с 1 сент. 2026\u202fг., 09:00\n"
        "📱 2. подключён с 1 сент. 2026\u202fг., 09:00"
    )
    assert words(edit.reply_markup) == [
        ["🔑 Новый код"], ["✕ Закрыть доступ: 📱 1"], ["✕ Закрыть доступ: 📱 2"],
        ["‹ Сотрудники", "☰ Меню"],
    ]  # fmt: skip


async def test_an_access_that_was_closed_is_dead_at_the_next_tap(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    teacher = Person(bot, TEACHER)

    sure, _answer = await admin.press(AskEndMember(school_id=1, person_id=4, grant_id=5))
    await teacher.press(OpenJournal())
    edit, _answer = await admin.press(buttons(sure.reply_markup)[0][0][1])
    refused = await teacher.alert(OpenJournal())
    menu, _answer = await teacher.press(OpenMenu())
    again = await admin.alert(EndMemberChat(school_id=1, person_id=4, grant_id=5))

    assert sure.text == (
        "Закрыть доступ: <b>Сидорова Мария Петровна</b>, "
        "подключение с 1 сент. 2026\u202fг., 09:00?\n\n"
        "Это подействует сразу. Новый код откроет доступ снова."
    )
    assert edit.text.endswith("Пока не подключён ни один чат.")
    assert refused.endswith("Попросите код сотрудника у администратора школы.")
    assert "Сидорова" not in menu.text
    assert again == GONE
    async with db.read() as session:
        (entry,) = await session.execute(sa.select(t.audit_entry))
    assert (entry.action, entry.detail) == (
        "grant.revoke", {"school": 1, "person": 4, "grant": 5},
    )  # fmt: skip


async def test_administrators_do_not_lock_themselves_out(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    head = await admin_by_post(bot, db)
    async with db.read() as session:
        newest = sa.select(sa.func.max(t.access_grant.c.id))
        own = (await session.execute(newest)).scalar_one()

    edit, _answer = await head.press(OpenMember(school_id=1, person_id=60))
    refused = await head.alert(EndMemberChat(school_id=1, person_id=60, grant_id=own))

    assert edit.text.endswith("09:00 (этот чат)")
    assert words(edit.reply_markup) == [["🔑 Новый код"], ["‹ Сотрудники", "☰ Меню"]]
    assert refused.startswith("Это чат, из которого вы пишете")
    await head.press(OpenMembers(school_id=1))


async def test_a_grant_of_somebody_else_is_not_ended(admin: Person, db: Database) -> None:
    for grant_id in (1, 5, 999):  # the mother's, the teacher's, nobody's
        data = EndMemberChat(school_id=1, person_id=6, grant_id=grant_id)
        assert await admin.alert(data) == GONE

    async with db.read() as session:
        ended = sa.select(t.access_grant).where(t.access_grant.c.revoked_at.is_not(None))
        assert (await session.execute(ended)).all() == []


async def test_everybody_else_is_refused(
    bot: Dispatcher, db: Database, admin: Person, school: SmallSchool
) -> None:
    await link_staff(db, DEPUTY, "staff", school.deputy)
    await second_school(db)
    other_head = await admin_by_post(bot, db, school_id=2)
    of_one = (
        OpenMembers(school_id=1), FindMember(school_id=1), OpenStaffCodes(school_id=1),
        OpenMember(school_id=1, person_id=4), AskEndMember(school_id=1, person_id=4, grant_id=5),
        EndMemberChat(school_id=1, person_id=4, grant_id=5),
    )  # fmt: skip

    for telegram_id in (1001, 1002, TEACHER, DEPUTY, 9999):
        person = Person(bot, telegram_id)
        assert (await person.alert(OpenSchools())).startswith("Это только для администраторов")
        for data in of_one:
            assert await person.alert(data) == NOT_YOURS, (telegram_id, data)
    for data in of_one:
        assert await other_head.alert(data) == NOT_YOURS, data
    assert await admin.alert(OpenMembers(school_id=999)) == GONE


async def test_an_administrator_who_is_so_no_longer_is_refused_at_once(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    head = await admin_by_post(bot, db)
    await head.press(FindMember(school_id=1))
    async with db.begin() as session:
        await session.execute(sa.delete(t.person_role).where(t.person_role.c.person_id == 60))

    typed = await head.ask("Сидо")

    assert typed.text == NOT_YOURS
    assert await head.alert(OpenMembers(school_id=1)) == NOT_YOURS


async def test_the_screens_cost_three_statements_however_many_work_there(
    admin: Person, db: Database
) -> None:
    for number in range(100, 160):
        await hire(db, number, f"Ёлкин-{number}", "Пётр")
    async with db.begin() as session:
        code = {"digest": b"x", "role": "staff", "person_id": 4, "issued_at": SEPTEMBER}
        until = NOW + timedelta(days=1)
        await session.execute(sa.insert(t.access_code).values(**code, expires_at=until))

    for data in (
        OpenSchools(), OpenMembers(school_id=1), OpenMembers(school_id=1, unlinked=True, page=2),
        OpenMember(school_id=1, person_id=4), OpenStaffCodes(school_id=1),
        AskEndMember(school_id=1, person_id=4, grant_id=5),
    ):  # fmt: skip
        with statements(db) as seen:
            await admin.press(data)
        assert len(seen) <= 3, data
