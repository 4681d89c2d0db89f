"""Staff codes made in the chat: one, all who are not linked, on paper, withdrawn."""

import pypdfium2
import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import EditMessageText, SendDocument
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from keyboards.members import MakeMemberCode, OpenMember, OpenStaffCodes, RevokeMemberCodes
from keyboards.staff_codes import MakeStaffCodes
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.counting import statements
from tests.handlers.test_class_codes import codes, links
from tests.handlers.test_classes import link_staff
from tests.handlers.test_members import GONE, NOT_YOURS
from tests.linking import link
from tests.person import Person
from tests.reading import read
from tests.school import SmallSchool
from tests.staff import admin_by_code, admin_by_post, hire, second_school, words

TEACHER, DEPUTY = 1004, 1007


@pytest.fixture
async def admin(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    return await admin_by_code(bot, db)


async def made(person: Person, data: MakeMemberCode) -> tuple[EditMessageText, str, SendDocument]:
    """Make a code; return its screen, the code and the slip."""
    edit, _answer, slip = await person.tap(data)
    assert isinstance(edit, EditMessageText)
    assert isinstance(slip, SendDocument)
    assert isinstance(edit.reply_markup, InlineKeyboardMarkup)
    copy, send = edit.reply_markup.inline_keyboard[0]
    assert copy.copy_text
    assert send.url
    assert send.url.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fdiary_bot")
    return edit, copy.copy_text.text, slip


def printed(sheet: SendDocument) -> str:
    """Return what is read on the paper."""
    assert isinstance(sheet.document, BufferedInputFile)
    pages = pypdfium2.PdfDocument(sheet.document.data)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)


async def test_a_code_made_in_the_chat_links_a_member_of_staff(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    with statements(db) as seen:
        edit, code, slip = await made(admin, MakeMemberCode(school_id=1, person_id=6))
    plain = code.replace("-", "")
    welcome = await link(Person(bot, 7001), f"/start {plain}")

    assert edit.text == (
        "🔑 Код сотрудника: <b>Кузнецов Виктор Львович</b>\n\n"
        f"<code>{code}</code>\n\n"
        f"По ссылке: https://t.me/diary_bot?start={plain}\n"
        "Или открыть @diary_bot и отправить код сообщением.\n\n"
        "Код одноразовый, действует 14 дней. Больше я его не покажу."
    )
    assert words(edit.reply_markup)[-1] == ["‹ Виктор Львович", "☰ Меню"]
    assert len(seen) <= 8
    assert links(slip) == [f"https://t.me/diary_bot?start={plain}"]
    assert all(
        text in printed(slip)
        for text in ("Школа № 1234", "Виктор Львович", "завуч", code, "Проверьте своё имя")
    )
    assert "Рады вас видеть, Виктор Львович" in welcome
    assert "завуч" in welcome
    async with db.read() as session:
        entries = list(await session.execute(sa.select(t.audit_entry)))
    assert (entries[0].action, entries[0].detail) == ("code.issue", {"code": 1, "person": 6})
    assert entries[0].chat_id is not None


async def test_another_code_unlinks_nobody_and_unused_ones_are_withdrawn(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    _edit, first, _slip = await made(admin, MakeMemberCode(school_id=1, person_id=4))
    edit, second, _slip = await made(admin, MakeMemberCode(school_id=1, person_id=4))
    card, _answer = await admin.press(OpenMember(school_id=1, person_id=4))
    after, _answer = await admin.press(RevokeMemberCodes(school_id=1, person_id=4))
    (refused,) = await Person(bot, 7001).say(second)
    teacher = await Person(bot, TEACHER).ask("/menu")

    assert first != second
    assert str(edit.text).endswith(
        "Ещё не использован 1 выданный код.\nОни будут действовать, если их не отозвать."
    )
    assert card.text.endswith("Неиспользованных кодов: 2, действуют до 30 сентября.")
    assert words(card.reply_markup)[1] == ["✕ Отозвать неиспользованные коды"]
    assert "Неиспользованных" not in after.text
    assert "отозван" in refused.text  # type: ignore[attr-defined]
    assert "Мария Петровна" in teacher.text
    assert [row.revoked_at for row in await codes(db)] == [NOW, NOW]


async def test_codes_for_all_come_in_the_chat_and_on_paper(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    await hire(db, 50, "Белова", "Нина")

    plan, _answer = await admin.press(OpenStaffCodes(school_id=1))
    with statements(db) as seen:
        edit, _answer, sheet = await admin.tap(MakeStaffCodes(school_id=1))
    assert isinstance(edit, EditMessageText)
    assert isinstance(sheet, SendDocument)
    found = [address.rpartition("=")[2] for address in links(sheet)]
    welcome = await link(Person(bot, 7001), found[0])

    assert plan.text == (
        "<b>🔑 Коды сотрудников</b> · Школа № 1234\n\n"
        "Для всех, кто не подключён.\n<b>Создать 2 новых кода?</b>\n"
        "Кто уже подключён, останется подключён."
    )
    assert words(plan.reply_markup) == [["Да, создать"], ["Нет", "☰ Меню"]]
    assert len(seen) <= 8
    spelt = [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in found]
    assert edit.text == (
        "<b>🔑 Коды сотрудников</b> · Школа № 1234\n\nСоздано 2 кода.\n"
        "Каждый код одноразовый, действует до 30 сентября. "
        "Больше я их не покажу: сохраните файл ниже.\n\n"
        f"Белова Нина — <code>{spelt[0]}</code>\nКузнецов Виктор Львович — <code>{spelt[1]}</code>"
    )
    assert "Нина Белова" in welcome
    async with db.read() as session:
        first = sa.select(t.audit_entry).order_by(t.audit_entry.c.id).limit(1)
        entry = (await session.execute(first)).one()
    assert (entry.action, entry.detail) == ("code.issue", {"school": 1, "count": 2})


async def test_a_hundred_codes_cost_no_more_than_two_and_stand_on_paper_only(
    db: Database, admin: Person
) -> None:
    for number in range(100, 198):
        await hire(db, number, f"Константинопольская{number}", "Александра")

    with statements(db) as seen:
        edit, _answer, sheet = await admin.tap(MakeStaffCodes(school_id=1))

    assert isinstance(edit, EditMessageText)
    assert isinstance(sheet, SendDocument)
    assert len(seen) <= 8
    assert "Создано 99 кодов." in str(edit.text)
    assert str(edit.text).endswith("Для сообщения их слишком много: все они в файле ниже.")
    assert len(set(links(sheet))) == 99


async def test_the_longest_list_of_codes_fits_one_message(db: Database, admin: Person) -> None:
    for number in range(100, 123):
        await hire(db, number, f"Константинопольская-Заозёрская-{number}" * 3, "Александра" * 5)

    edit, _answer, _sheet = await admin.tap(MakeStaffCodes(school_id=1))

    assert isinstance(edit, EditMessageText)
    assert str(edit.text).count("<code>") == 24
    assert read(str(edit.text))


async def test_earlier_codes_stay_good_unless_they_are_withdrawn(
    db: Database, admin: Person
) -> None:
    await admin.tap(MakeStaffCodes(school_id=1))
    plan, _answer = await admin.press(OpenStaffCodes(school_id=1))
    await admin.tap(MakeStaffCodes(school_id=1))
    both = [row.revoked_at for row in await codes(db)]
    edit, *_others = await admin.tap(MakeStaffCodes(school_id=1, replace=True))

    assert "Ещё не использован 1 выданный код." in plan.text
    assert words(plan.reply_markup)[1] == ["Создать, прежние отозвать"]
    assert both == [None, None]
    assert "Прежних неиспользованных отозвано: 2." in str(getattr(edit, "text", ""))
    assert [row.revoked_at for row in await codes(db)] == [NOW, NOW, None]


async def test_nobody_needs_a_code_where_all_are_linked(db: Database, admin: Person) -> None:
    await link_staff(db, DEPUTY, "staff", 6)

    plan, _answer = await admin.press(OpenStaffCodes(school_id=1))
    edit, _answer = await admin.press(MakeStaffCodes(school_id=1))

    for screen in (plan, edit):
        assert screen.text.endswith("Все уже подключены: коды не нужны.")
        assert words(screen.reply_markup) == [["‹ Сотрудники", "☰ Меню"]]


async def test_no_code_for_who_left_or_works_elsewhere(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    await second_school(db)
    await hire(db, 50, "Белова", "Нина")
    await hire(db, 51, "Чужой", "Иван", role="deputy_head", school_id=2)
    async with db.begin() as session:
        await session.execute(sa.update(t.person).where(t.person.c.id == 50).values(active=False))

    for person_id in (1, 5, 50, 51, 999):  # a student, a mother, who left, of another school
        data = MakeMemberCode(school_id=1, person_id=person_id)
        assert await admin.alert(data) == GONE, person_id
        assert await admin.alert(RevokeMemberCodes(school_id=1, person_id=person_id)) == GONE

    assert await codes(db) == []


async def test_an_administrator_by_post_opens_no_other_school_by_a_shared_person(
    bot: Dispatcher, db: Database, admin: Person
) -> None:
    await second_school(db)
    await hire(db, 50, "Белова", "Нина")
    async with db.begin() as session:
        post = {"person_id": 50, "school_id": 2, "role": "deputy_head"}
        keys = {"source": "hired", "sourced_id": "shared"}
        await session.execute(sa.insert(t.person_role).values(**post, **keys))
    head = await admin_by_post(bot, db)

    card, _answer = await head.press(OpenMember(school_id=1, person_id=50))
    refused = await head.alert(MakeMemberCode(school_id=1, person_id=50))
    plan, _answer = await head.press(OpenStaffCodes(school_id=1))
    await head.tap(MakeStaffCodes(school_id=1))

    assert "У сотрудника есть пост и в другой школе" in card.text
    assert ["🔑 Новый код"] not in words(card.reply_markup)
    assert refused == NOT_YOURS
    assert plan.text.endswith("Без кода останутся те, у кого есть пост и в другой школе: 1.")
    assert [row.person_id for row in await codes(db)] == [6]
    await made(admin, MakeMemberCode(school_id=1, person_id=50))


async def test_others_make_and_withdraw_no_staff_codes(
    bot: Dispatcher, db: Database, admin: Person, school: SmallSchool
) -> None:
    await link_staff(db, DEPUTY, "staff", school.deputy)
    await second_school(db)
    other_head = await admin_by_post(bot, db, school_id=2)
    attempts = (
        MakeMemberCode(school_id=1, person_id=4), RevokeMemberCodes(school_id=1, person_id=4),
        OpenStaffCodes(school_id=1), MakeStaffCodes(school_id=1),
    )  # fmt: skip

    for person in (*(Person(bot, n) for n in (1001, 1002, TEACHER, DEPUTY, 9999)), other_head):
        for data in attempts:
            assert await person.alert(data) == NOT_YOURS, data

    assert await codes(db) == []
