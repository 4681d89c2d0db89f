"""💬 Class group: the class teacher's screen of the groups that get the class's news."""

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.class_groups import MOST_GROUPS
from keyboards.class_groups import AskUnbind, Unbind
from keyboards.open import OpenClass, OpenClassGroups
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.groups import GROUP, TOPIC, asked, audited, bindings, chat, member
from tests.handlers.test_classes import DEPUTY, TEACHER, link_staff
from tests.person import Person, buttons
from tests.school import SmallSchool

GONE = "В дневнике этого больше нет. Откройте меню: /menu"
NOT_YOURS = (
    "Это вам не открыто или уже не открыто. Если должно быть открыто, обратитесь к администратору"
    " школы."
)
HEAD = (
    "<b>💬 Группа класса 7Б</b>\n\n"
    "В привязанную группу приходят только объявления класса: без имён и оценок. Всё личное я пишу"
    " только в личные чаты.\n\n"
)
HOW = (
    "\n\nЧтобы привязать группу, нажмите «➕ Привязать группу» и выберите её. Для темы форума"
    " напишите в этой теме: <code>/bind@diary_bot</code>"
)


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, TEACHER)


@pytest.fixture
async def group(bot: Dispatcher, db: Database, school: SmallSchool) -> int:
    """Bind a topic of a group to 7Б; return its row."""
    await asked(member(bot, TEACHER), "/bind", **TOPIC)
    async with db.read() as session:
        return int(await session.scalar(sa.select(t.class_group.c.chat_id)) or 0)


async def test_the_screen_leads_into_telegrams_list_of_groups(teacher: Person) -> None:
    edit, _answer = await teacher.press(OpenClassGroups(class_id=1))

    assert edit.text == HEAD + "Пока ни одна группа не привязана." + HOW
    assert buttons(edit.reply_markup) == [
        [("➕ Привязать группу", "")], [("‹ 7Б", "class:1:0"), ("☰ Меню", "menu")],
    ]  # fmt: skip
    link = edit.reply_markup.inline_keyboard[0][0]
    assert link.url == "https://t.me/diary_bot?startgroup=class-1"


async def test_a_bound_group_is_seen_and_unbound_after_a_question(
    teacher: Person, group: int, db: Database
) -> None:
    shown, _answer = await teacher.press(OpenClassGroups(class_id=1))
    sure, _answer = await teacher.press(AskUnbind(class_id=1, group_id=group))
    after, _answer = await teacher.press(Unbind(class_id=1, group_id=group))

    assert shown.text == HEAD + "• <b>7Б родители</b>, в теме, с ср, 16 сент." + HOW
    assert buttons(shown.reply_markup)[1] == [("✕ Отвязать: 7Б родители", f"cga:1:{group}")]
    assert sure.text == (
        "Отвязать группу <b>7Б родители</b>? Что туда пришло, останется; новые объявления класса 7Б"
        " приходить не будут."
    )
    assert buttons(sure.reply_markup) == [
        [("Да, отвязать", f"cgu:1:{group}")], [("Нет", "cg:1")],
    ]  # fmt: skip
    assert after.text == HEAD + "Пока ни одна группа не привязана." + HOW
    assert await bindings(db) == []
    assert (await audited(db))[-1] == (4, "group.unbind", "ok", {"class": 1, "group": group})


async def test_what_is_unbound_already_is_not_there(teacher: Person, group: int) -> None:
    await teacher.press(Unbind(class_id=1, group_id=group))

    for data in (AskUnbind(class_id=1, group_id=group), Unbind(class_id=1, group_id=group)):
        assert await teacher.alert(data) == GONE


async def test_only_the_class_teacher_has_the_button_and_the_screen(
    bot: Dispatcher, db: Database, group: int
) -> None:
    await link_staff(db, DEPUTY, "staff", 6)
    await link_staff(db, DEPUTY + 1, "school_admin", None, "Вера")
    own, _answer = await Person(bot, TEACHER).press(OpenClass(class_id=1))

    for telegram_id in (1001, 1002, 1003, DEPUTY, DEPUTY + 1, 9999):
        person = Person(bot, telegram_id)
        for data in (
            OpenClassGroups(class_id=1), AskUnbind(class_id=1, group_id=group),
            Unbind(class_id=1, group_id=group),
        ):  # fmt: skip
            assert await person.alert(data) == NOT_YOURS, (telegram_id, data)
    roll, _answer = await Person(bot, DEPUTY).press(OpenClass(class_id=1))

    assert [("💬 Группа класса", "cg:1")] in buttons(own.reply_markup)
    assert [("💬 Группа класса", "cg:1")] not in buttons(roll.reply_markup)
    assert len(await bindings(db)) == 1


async def test_a_group_of_another_class_is_not_unbound(
    teacher: Person, group: int, db: Database
) -> None:
    async with db.begin() as session:
        await session.execute(sa.update(t.class_group).values(school_class_id=2))

    assert await teacher.alert(Unbind(class_id=1, group_id=group)) == GONE
    assert await teacher.alert(Unbind(class_id=2, group_id=group)) == NOT_YOURS
    assert len(await bindings(db)) == 1


async def test_a_full_screen_is_one_message_and_costs_three_statements(
    bot: Dispatcher, teacher: Person, db: Database
) -> None:
    title = "Очень длинное название группы родителей & детей 7Б класса " * 3
    for number in range(MOST_GROUPS):
        room = Person(bot, TEACHER, chat=chat(GROUP - number, title))
        await asked(room, "/bind")
    one_more = await asked(member(bot, TEACHER, GROUP - 500), "/bind")

    for data in (OpenClassGroups(class_id=1), AskUnbind(class_id=1, group_id=5)):
        with statements(db) as seen:
            edit, _answer = await teacher.press(data)
        assert len(seen) <= 3, data
        assert len(edit.text) < 4096

    assert one_more.text == "У класса может быть не больше 10 групп. Сначала отвяжите одну из них."
    assert len(await bindings(db)) == MOST_GROUPS
