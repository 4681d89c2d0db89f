"""The class teacher's class, at the phone."""

import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendDocument
from aiogram.types import InlineKeyboardMarkup

from keyboards.back import OpenMenu
from keyboards.classes import (
    AskRevoke,
    MakeCode,
    OpenClasses,
    OpenPupil,
    RevokeHolder,
)
from keyboards.open import OpenClass
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.linking import link
from tests.person import Person, buttons
from tests.school import SEPTEMBER, SmallSchool

TEACHER, DEPUTY = 1004, 1006
NOT_YOURS = "Это для тех, кто ведёт класс. Попросите код сотрудника у администратора школы."


async def alert(person: Person, data: object) -> str:
    """Tap and return the alert, which is all that may come."""
    (answer,) = await person.tap(data)  # type: ignore[arg-type]
    assert isinstance(answer, AnswerCallbackQuery)
    return str(answer.text)


async def link_staff(
    db: Database, telegram_id: int, role: str, person_id: int | None, name: str = ""
) -> None:
    """Link a chat to a member of staff, as a staff code does."""
    async with db.begin() as session:
        chat = await session.execute(
            sa.insert(t.chat)
            .values(telegram_id=telegram_id, telegram_language="ru", created_at=SEPTEMBER)
            .returning(t.chat.c.id)
        )
        values = {"role": role, "person_id": person_id, "holder_name": name}
        await session.execute(
            sa.insert(t.access_grant).values(
                chat_id=chat.scalar_one(), granted_at=SEPTEMBER, **values
            )
        )


async def test_the_class_teacher_sees_the_class(bot: Dispatcher, school: SmallSchool) -> None:
    (sent,) = await Person(bot, TEACHER).say("/class")

    assert sent.text == (  # type: ignore[attr-defined]
        "<b>👥 Класс 7Б</b> · 2 ученика\n\n"
        "👤 родители подключены: 2 из 2\n"
        "🎓 сами ученики подключены: 1 из 2\n\n"
        "Нажмите на имя, чтобы выдать код или посмотреть, кто читает дневник."
    )
    assert buttons(sent.reply_markup) == [  # type: ignore[attr-defined]
        [("Иванова Анна 👤🎓", "pupil:1"), ("Петров Борис 👤", "pupil:3")],
        [("📒 Журнал класса", "jc:1:"), ("✍️ Подписи", "sc:1:")],
        [("🔑 Коды для всех", "ccodes:1"), ("📋 Выданные коды", "clive:1:0")],
        [("💬 Группа класса", "cg:1")],
        [("☰ Меню", "menu")],
    ]


async def test_a_student_shows_who_reads_the_diary(bot: Dispatcher, school: SmallSchool) -> None:
    edit, _answer = await Person(bot, TEACHER).press(OpenPupil(student_id=school.anna))

    assert edit.text == (
        "<b>Анна Иванова</b>, 7Б\n\n"
        "Дневник читают:\n👤 Ольга Иванова — родитель\n🎓 Анна Иванова — сам ученик"
    )
    assert [row[0][0] for row in buttons(edit.reply_markup)] == [
        "🔑 Код для родителя", "🔑 Код для ученика", "✕ Закрыть: Ольга Иванова (родитель)",
        "✕ Закрыть: Анна Иванова (сам ученик)", "‹ 7Б",
    ]  # fmt: skip


async def test_a_code_made_in_the_chat_links_a_parent(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    teacher, father = Person(bot, TEACHER), Person(bot, 7001)

    edit, _answer, sheet = await teacher.tap(MakeCode(student_id=school.boris, role="guardian"))
    assert isinstance(edit, EditMessageText)
    assert isinstance(sheet, SendDocument)
    assert isinstance(edit.reply_markup, InlineKeyboardMarkup)
    copy, send = edit.reply_markup.inline_keyboard[0]
    assert copy.copy_text
    assert send.url
    code = copy.copy_text.text
    welcome = await link(father, f"/start {code.replace('-', '')}", "Илья Петров")

    assert edit.text == (
        "🔑 Код для родителя: <b>Борис П., 7Б</b>\n\n"
        f"<code>{code}</code>\n\n"
        f"По ссылке: https://t.me/diary_bot?start={code.replace('-', '')}\n"
        "Или открыть @diary_bot и отправить код сообщением.\n\n"
        "Код одноразовый, действует 14 дней. Больше я его не покажу."
    )
    assert send.url.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fdiary_bot")
    assert "Дневник открыт: <b>Борис П., 7Б</b>" in welcome
    async with db.read() as session:
        row = (await session.execute(sa.select(t.access_code))).one()
    assert (row.issued_by_id, row.used_by_id is not None) == (school.teacher_chat, True)


async def test_a_revoked_link_is_dead_at_the_next_tap(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    teacher, father = Person(bot, TEACHER), Person(bot, 1003)

    sure, _answer = await teacher.press(AskRevoke(student_id=school.boris, grant_id=4))
    edit, _answer = await teacher.press(buttons(sure.reply_markup)[0][0][1])
    after, _answer = await father.press(OpenMenu())

    assert sure.text == (
        "Закрыть доступ: родитель? Дневник: <b>Борис П., 7Б</b>. Это подействует сразу."
    )
    assert edit.text == (
        "<b>Борис Петров</b>, 7Б\n\nПока никто не подключён. Выдайте код и передайте его семье."
    )
    assert "Борис" not in after.text


async def test_others_are_not_in_charge(bot: Dispatcher, db: Database, school: SmallSchool) -> None:
    attempts = (
        OpenClasses(), OpenClass(class_id=1), OpenPupil(student_id=1), OpenPupil(student_id=999),
        MakeCode(student_id=1, role="guardian"), AskRevoke(student_id=1, grant_id=1),
        RevokeHolder(student_id=1, grant_id=1),
    )  # fmt: skip
    of_another_class = (
        OpenClass(class_id=2), OpenPupil(student_id=2), MakeCode(student_id=2, role="student"),
        RevokeHolder(student_id=2, grant_id=2),
    )  # fmt: skip

    for telegram_id in (1001, 1002, 1003, 9999):
        for data in attempts:
            assert await alert(Person(bot, telegram_id), data) == NOT_YOURS, (telegram_id, data)
    for data in of_another_class:
        assert await alert(Person(bot, TEACHER), data) == NOT_YOURS, data

    async with db.read() as session:
        assert (await session.execute(sa.select(t.access_code))).all() == []
        revoked = sa.select(t.access_grant).where(t.access_grant.c.revoked_at.is_not(None))
        assert (await session.execute(revoked)).all() == []


async def test_a_grant_of_another_student_is_not_ended(
    bot: Dispatcher, school: SmallSchool
) -> None:
    foreign = RevokeHolder(student_id=school.anna, grant_id=2)  # the mother's to Pyotr

    text = await alert(Person(bot, TEACHER), foreign)

    assert text == "В дневнике этого больше нет. Откройте меню: /menu"


async def test_a_former_class_teacher_is_not_in_charge(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    teacher = Person(bot, TEACHER)
    for table, values in (
        (t.class_member, {"ends_on": SEPTEMBER.date()}),
        (t.person, {"active": False}),
        (t.access_grant, {"revoked_at": SEPTEMBER}),
    ):
        before: dict[str, object] = dict.fromkeys(values)
        async with db.begin() as session:
            await session.execute(sa.update(table).values(values))
        assert await alert(teacher, OpenClass(class_id=1)) == NOT_YOURS, table.name
        async with db.begin() as session:
            back = before | ({"active": True} if "active" in values else {})
            await session.execute(sa.update(table).values(back))

    edit, _answer = await teacher.press(OpenClass(class_id=1))
    assert "7Б" in edit.text


async def test_a_deputy_head_and_an_administrator_see_all_classes(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await link_staff(db, DEPUTY, "staff", school.deputy)
    await link_staff(db, DEPUTY + 1, "school_admin", None, "Вера")

    for telegram_id in (DEPUTY, DEPUTY + 1):
        edit, _answer = await Person(bot, telegram_id).press(OpenClasses())

        assert edit.text == "<b>👥 Классы</b>\n\nВыберите класс."
        assert buttons(edit.reply_markup) == [
            [("3А", "class:2:0"), ("7Б", "class:1:0")], [("☰ Меню", "menu")],
        ]  # fmt: skip
        roll, _answer = await Person(bot, telegram_id).press(OpenClass(class_id=2))
        assert buttons(roll.reply_markup)[-1][0] == ("‹ Классы", "classes:0")


async def test_a_deputy_head_of_another_school_is_not_in_charge(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.school).values(source="test", sourced_id="other", title="Другая")
        )
        await session.execute(sa.update(t.person_role).values(school_id=2))
    await link_staff(db, DEPUTY, "staff", school.deputy)

    assert await alert(Person(bot, DEPUTY), OpenClass(class_id=1)) == NOT_YOURS
    assert await alert(Person(bot, DEPUTY), OpenClasses()) == NOT_YOURS


async def test_a_large_class_has_pages(bot: Dispatcher, db: Database, school: SmallSchool) -> None:
    async with db.begin() as session:
        for number in range(100, 161):
            await session.execute(
                sa.insert(t.person).values(
                    id=number, source="test", sourced_id=f"many-{number}",
                    given_name="Я", family_name=f"Я{number}",
                )
            )  # fmt: skip
            await session.execute(
                sa.insert(t.class_member).values(
                    source="test", sourced_id=f"many-{number}", school_class_id=1,
                    person_id=number, role="student",
                )
            )  # fmt: skip
    teacher = Person(bot, TEACHER)

    first, _answer = await teacher.press(OpenClass(class_id=1))
    last, _answer = await teacher.press(OpenClass(class_id=1, page=2))
    beyond, _answer = await teacher.press(OpenClass(class_id=1, page=9))

    assert "· 63 ученика" in first.text
    assert buttons(first.reply_markup)[15:] == [
        [("›", "class:1:1")], [("⚠️ Только без родителей", "classno:1:0")],
        [("📒 Журнал класса", "jc:1:"), ("✍️ Подписи", "sc:1:")],
        [("🔑 Коды для всех", "ccodes:1"), ("📋 Выданные коды", "clive:1:0")],
        [("💬 Группа класса", "cg:1")],
        [("☰ Меню", "menu")],
    ]  # fmt: skip
    assert len(buttons(last.reply_markup)) == 2 + 6
    assert beyond.text == "<b>👥 Класс 7Б</b>\n\nНа этой странице нет учеников."


async def test_the_class_costs_two_statements_and_who_is_asking(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    teacher = Person(bot, TEACHER)

    for data in (
        OpenClasses(), OpenClass(class_id=1), OpenPupil(student_id=1),
        AskRevoke(student_id=1, grant_id=1),
    ):  # fmt: skip
        with statements(db) as seen:
            await teacher.press(data)
        assert len(seen) <= 3, data
