"""The queue as a school administrator sees it, at the phone."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from keyboards.back import OpenMenu
from keyboards.delivery import MOST_GROUPS, OpenDelivery, TryAgain
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.counting import statements
from tests.deliveries import a_bad_day
from tests.handlers.test_classes import link_staff
from tests.person import Person, buttons
from tests.reading import read
from tests.school import SEPTEMBER, SmallSchool

ADMIN, DEPUTY = 1006, 1007
NOT_YOURS = "Это только для администраторов школы. Откройте меню: /menu"
LAST_ROW = [("↻ Обновить", "queue"), ("☰ Меню", "menu")]


@pytest.fixture
async def admin(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    """Give an administrator whom a code linked."""
    await link_staff(db, ADMIN, "school_admin", None, "Вера")
    return Person(bot, ADMIN)


async def failed(db: Database) -> list[int]:
    async with db.read() as session:
        query = sa.select(t.delivery.c.id).where(t.delivery.c.state == "failed")
        return list((await session.execute(query.order_by(t.delivery.c.id))).scalars())


async def test_an_administrator_has_the_button_and_others_do_not(
    bot: Dispatcher, db: Database, admin: Person, school: SmallSchool
) -> None:
    await link_staff(db, DEPUTY, "staff", school.deputy)

    for telegram_id in (1001, 1002, 1004, DEPUTY, ADMIN):
        menu = await Person(bot, telegram_id).ask("/menu")
        found = [row for row in buttons(menu.reply_markup) if ("📮 Доставка", "queue") in row]
        assert len(found) == (telegram_id == ADMIN), telegram_id


async def test_an_empty_queue_is_good_news(admin: Person) -> None:
    edit, _answer = await admin.press(OpenDelivery())

    assert edit.text == "<b>📮 Доставка</b>\n\nВсё доставлено."
    assert buttons(edit.reply_markup) == [LAST_ROW]


async def test_the_screen_tells_what_waits_and_what_failed(admin: Person, db: Database) -> None:
    await a_bad_day(db)

    edit, _answer = await admin.press(OpenDelivery())

    assert edit.text == (
        "<b>📮 Доставка</b>\n\n"
        "<b>В очереди</b>\n"
        "Новые оценки: отправляется 1, ждёт своего часа 0\n"
        "Новости: отправляется 0, ждёт своего часа 1\n\n"
        "<b>Не доставлено</b>\n"
        "Новые оценки: 2 — Telegram отклонил сообщение\n"
        "Новые оценки: 1 — бот там заблокирован или удалён"
        " (1 останется, пока из этого чата снова не напишут боту)"
    )
    assert buttons(edit.reply_markup) == [
        [("🔁 Ещё раз: Новые оценки (2)", "retry:5")], LAST_ROW,
    ]  # fmt: skip


async def test_a_group_is_tried_again_and_the_screen_says_so(admin: Person, db: Database) -> None:
    await a_bad_day(db)

    edit, _answer = await admin.press(TryAgain(dead_id=5))
    again, _answer = await admin.press(TryAgain(dead_id=5))

    assert edit.text.startswith(
        "✓ 2 сообщения снова отправляются.\n\n<b>📮 Доставка</b>\n\n<b>В очереди</b>\n"
        "Новые оценки: отправляется 3, ждёт своего часа 0\n"
    )
    assert buttons(edit.reply_markup) == [LAST_ROW]
    assert again.text.startswith("Отправлять заново уже нечего.\n\n<b>📮 Доставка</b>")
    assert await failed(db) == [4]
    async with db.read() as session:
        (entry,) = (await session.execute(sa.select(t.audit_entry))).all()
        chat = sa.select(t.chat.c.id).where(t.chat.c.telegram_id == ADMIN)
        assert entry.chat_id == (await session.execute(chat)).scalar_one()
    assert entry.detail == {"kind": "mark.added", "reason": "bad request", "number": 2}


async def test_an_administrator_of_the_roster_sees_it_until_the_post_ends(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await link_staff(db, DEPUTY, "staff", school.deputy)
    person = Person(bot, DEPUTY)
    post = sa.update(t.person_role).where(t.person_role.c.person_id == school.deputy)

    async with db.begin() as session:
        await session.execute(post.values(role="school_admin"))
    edit, _answer = await person.press(OpenDelivery())
    async with db.begin() as session:
        await session.execute(post.values(role="deputy_head"))

    assert "Всё доставлено." in edit.text
    assert await person.alert(OpenDelivery()) == NOT_YOURS


async def test_forged_buttons_are_refused_and_change_nothing(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await a_bad_day(db)
    await link_staff(db, DEPUTY, "staff", school.deputy)

    for telegram_id in (1001, 1002, 1003, 1004, DEPUTY, 9999):
        for data in (OpenDelivery(), TryAgain(dead_id=5)):
            assert await Person(bot, telegram_id).alert(data) == NOT_YOURS, (telegram_id, data)

    assert await failed(db) == [3, 4, 5]
    async with db.read() as session:
        assert (await session.execute(sa.select(t.audit_entry))).all() == []


async def test_an_administrator_whose_access_ended_is_refused(admin: Person, db: Database) -> None:
    async with db.begin() as session:
        ended = sa.update(t.access_grant).where(t.access_grant.c.role == "school_admin")
        await session.execute(ended.values(revoked_at=SEPTEMBER))

    assert await admin.alert(TryAgain(dead_id=5)) == NOT_YOURS


async def test_any_reasons_and_kinds_make_a_message_that_telegram_takes(
    admin: Person, db: Database
) -> None:
    async with db.begin() as session:
        for number in range(1, 201):
            moments = {"happened_at": NOW, "ready_at": NOW, "planned_at": NOW}
            kind = f"kind <{number}> & {'долгий' * 8}"
            await session.execute(sa.insert(t.fact).values(kind=kind, payload={}, **moments))
            await session.execute(
                sa.insert(t.delivery).values(
                    fact_id=number, chat_id=1, kind=kind, planned_for=NOW, due_at=NOW,
                    **(
                        {"state": "failed", "finished_at": NOW, "reason": "<b>" * 90}
                        if number % 2
                        else {"state": "due"}
                    ),
                )
            )  # fmt: skip

    edit, _answer = await admin.press(OpenDelivery())

    assert "&lt;100&gt; &amp;" in edit.text
    assert read(edit.text).count("… ещё") == 2
    assert len(buttons(edit.reply_markup)) == MOST_GROUPS + 1


async def test_the_screen_costs_three_statements_and_a_try_eight(
    admin: Person, db: Database
) -> None:
    await a_bad_day(db)
    most: list[tuple[Callable[[], object], int]] = [
        (OpenMenu, 3), (OpenDelivery, 3), (lambda: TryAgain(dead_id=5), 8),
    ]  # fmt: skip

    for made, limit in most:
        with statements(db) as seen:
            await admin.press(made())  # type: ignore[arg-type]  # each makes callback data
        assert len(seen) <= limit, seen
