"""👮 Administrators by code look after each other; nobody else joins them."""

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import SendDocument, SendMessage

from keyboards.admins import AskEndAdmin, EndAdminChat, NewAdmin, RevokeAdminCodes
from keyboards.back import OpenMenu
from keyboards.members import OpenAdmins, OpenSchools
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.counting import statements
from tests.handlers.test_class_codes import codes, links
from tests.handlers.test_classes import link_staff
from tests.handlers.test_members import GONE
from tests.linking import link
from tests.person import Person, buttons
from tests.school import SmallSchool
from tests.staff import admin_by_code, admin_by_post, words

NOT_YOURS = "Это только для администраторов школы. Откройте меню: /menu"


@pytest.fixture
async def admin(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    return await admin_by_code(bot, db)


async def grants(db: Database) -> list[int]:
    async with db.read() as session:
        alive = sa.select(t.access_grant.c.id).where(
            t.access_grant.c.role == "school_admin", t.access_grant.c.revoked_at.is_(None)
        )
        return list((await session.execute(alive.order_by(t.access_grant.c.id))).scalars())


async def test_an_administrator_makes_a_code_for_another(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    alone, _answer = await admin.press(OpenAdmins())
    asked, _answer = await admin.press(NewAdmin())
    wrong = await admin.ask("123")
    shown, slip = await admin.say("Ольга  Петрова")
    assert isinstance(shown, SendMessage)
    assert isinstance(slip, SendDocument)
    (address,) = links(slip)
    code = address.rpartition("=")[2]
    more, _answer = await admin.press(OpenAdmins())
    welcome = await link(Person(bot, 7001), code)
    both, _answer = await admin.press(OpenAdmins())

    assert alone.text == (
        "<b>👮 Администраторы</b>\n\n"
        "Код открыл им все школы:\n👮 Вера, с 1 сент. 2026\u202fг. (это вы)"
    )
    assert words(alone.reply_markup) == [["🔑 Код администратора"], ["‹ Сотрудники", "☰ Меню"]]
    assert "открывает <b>все школы</b>" in asked.text
    assert wrong.text.startswith("Напишите имя и фамилию администратора буквами")
    assert shown.text.startswith(
        f"🔑 Код администратора: <b>Ольга Петрова</b>\n\n<code>{code[:4]}-{code[4:8]}-{code[8:]}"
    )
    assert more.text.endswith("Неиспользованных кодов: 1.")
    assert "администратор школы" in welcome
    assert "👮 Ольга Петрова, с 16 сент. 2026\u202fг." in both.text
    async with db.read() as session:
        first = sa.select(t.audit_entry).order_by(t.audit_entry.c.id).limit(1)
        entry = (await session.execute(first)).one()
    assert (entry.action, entry.detail) == ("code.issue", {"code": 1})


async def test_unused_codes_are_withdrawn(bot: Dispatcher, db: Database, admin: Person) -> None:
    await admin.press(NewAdmin())
    await admin.say("Ольга Петрова")

    edit, _answer = await admin.press(RevokeAdminCodes())

    assert "Неиспользованных" not in edit.text
    assert [row.revoked_at for row in await codes(db)] == [NOW]


async def test_another_administrator_is_closed_out_and_oneself_is_not(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    await link_staff(db, 1010, "school_admin", None, "Глеб <i>")
    own, other = await grants(db)
    gleb = Person(bot, 1010)

    shown, _answer = await admin.press(OpenAdmins())
    sure, _answer = await admin.press(AskEndAdmin(grant_id=other))
    refused = await admin.alert(EndAdminChat(grant_id=own))
    edit, _answer = await admin.press(buttons(sure.reply_markup)[0][0][1])

    assert ["✕ Закрыть: Глеб <i>"] in words(shown.reply_markup)
    assert sure.text.startswith("Закрыть все школы для администратора <b>Глеб &lt;i&gt;</b>?")
    assert refused.startswith("Это чат, из которого вы пишете")
    assert "Глеб" not in edit.text
    assert await grants(db) == [own]
    assert await gleb.alert(OpenSchools()) == NOT_YOURS
    menu, _answer = await gleb.press(OpenMenu())
    assert "администратор" not in menu.text
    assert await admin.alert(EndAdminChat(grant_id=other)) == GONE
    assert await admin.alert(AskEndAdmin(grant_id=5)) == GONE  # the teacher's
    async with db.read() as session:
        (entry,) = await session.execute(sa.select(t.audit_entry))
    assert (entry.action, entry.detail) == (
        "grant.revoke", {"role": "school_admin", "grant": other},
    )  # fmt: skip


async def test_nobody_else_joins_or_sees_them(
    bot: Dispatcher, db: Database, admin: Person, school: SmallSchool
) -> None:
    await link_staff(db, 1007, "staff", school.deputy)
    head = await admin_by_post(bot, db)
    (own,) = await grants(db)
    attempts = (
        OpenAdmins(), NewAdmin(), RevokeAdminCodes(), AskEndAdmin(grant_id=own),
        EndAdminChat(grant_id=own),
    )  # fmt: skip

    for person in (head, *(Person(bot, number) for number in (1001, 1002, 1004, 1007, 9999))):
        for data in attempts:
            assert await person.alert(data) == NOT_YOURS, data

    assert await grants(db) == [own]
    assert await codes(db) == []


async def test_who_is_closed_out_while_writing_the_name_makes_no_code(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    await admin.press(NewAdmin())
    async with db.begin() as session:
        await session.execute(sa.update(t.access_grant).values(revoked_at=NOW))

    sent = await admin.ask("Ольга Петрова")

    assert sent.text == NOT_YOURS
    assert await codes(db) == []


async def test_many_administrators_have_pages_and_cost_as_little(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    for number in range(20):
        await link_staff(db, 2000 + number, "school_admin", None, f"Админ-{number:02}")

    with statements(db) as seen:
        first, _answer = await admin.press(OpenAdmins())
    last, _answer = await admin.press(OpenAdmins(page=99))

    assert len(seen) <= 3
    assert "Админ-10" in first.text
    assert "Админ-11" not in first.text
    assert "Админ-19" in last.text
