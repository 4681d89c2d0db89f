"""🔑 Codes for all, at the phone."""

import pypdfium2
import sqlalchemy as sa
import zxingcpp
from aiogram import Dispatcher
from aiogram.methods import EditMessageText, SendDocument
from aiogram.types import BufferedInputFile

from domain.class_codes import Wanted
from keyboards.class_codes import AskClassCodes, AskRevokeCodes, MakeClassCodes, RevokeCodes
from keyboards.classes import OpenClassCodes, OpenLivingCodes, OpenUnlinked
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.counting import statements
from tests.linking import link
from tests.person import Person, buttons
from tests.school import SmallSchool

TEACHER, FATHER = 1004, 1003


async def without_father(db: Database) -> None:
    """End the link of Boris's only parent."""
    async with db.begin() as session:
        ended = sa.update(t.access_grant).where(t.access_grant.c.id == 4)
        await session.execute(ended.values(revoked_at=NOW))


async def codes(db: Database) -> list[sa.Row[tuple[object, ...]]]:
    async with db.read() as session:
        found = await session.execute(sa.select(t.access_code).order_by(t.access_code.c.id))
        return list(found)


def links(document: SendDocument) -> list[str]:
    """Return what a camera reads on the sheet."""
    file = document.document
    assert isinstance(file, BufferedInputFile)
    pages = pypdfium2.PdfDocument(file.data)
    images = [page.render(scale=2).to_pil() for page in pages]
    return [code.text for image in images for code in zxingcpp.read_barcodes(image)]


async def test_who_has_no_parent_linked_is_seen_at_a_glance(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await without_father(db)
    teacher = Person(bot, TEACHER)

    edit, _answer = await teacher.press(OpenUnlinked(class_id=1))

    assert edit.text == (
        "<b>👥 Класс 7Б</b> · 2 ученика\n\n"
        "👤 родители подключены: 1 из 2\n"
        "🎓 сами ученики подключены: 1 из 2\n"
        "⚠️ родители не подключены: 1\n\n"
        "Показаны только ученики без родителей.\n\n"
        "Нажмите на имя, чтобы выдать код или посмотреть, кто читает дневник."
    )
    assert buttons(edit.reply_markup)[0] == [("Петров Борис ⚠️", "pupil:3")]


async def test_codes_for_all_are_shown_once_and_come_on_paper(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await without_father(db)
    teacher, mother = Person(bot, TEACHER), Person(bot, 7001)

    plan, _answer = await teacher.press(OpenClassCodes(class_id=1))
    sure, _answer = await teacher.press(AskClassCodes(class_id=1, wanted=Wanted.PARENTS))
    with statements(db) as seen:
        edit, _answer, sheet = await teacher.tap(MakeClassCodes(class_id=1, wanted=Wanted.PARENTS))

    assert buttons(plan.reply_markup)[:3] == [
        [("👤 Родители не подключены: 1", "ccask:1:p")],
        [("🎓 Ученики не подключены: 1", "ccask:1:s")],
        [("Все, по 2 кода: 4", "ccask:1:a")],
    ]
    assert "Создать 1 новый код?" in sure.text
    assert len(seen) <= 8
    assert isinstance(edit, EditMessageText)
    assert edit.text
    assert isinstance(sheet, SendDocument)
    (address,) = links(sheet)
    code = address.removeprefix("https://t.me/diary_bot?start=")
    assert f"👤 Петров Борис — <code>{code[:4]}-{code[4:8]}-{code[8:]}</code>" in edit.text
    assert "Дневник открыт: <b>Борис П., 7Б</b>" in await link(mother, f"/start {code}", "Ольга")


async def test_thirty_students_cost_no_more_than_one(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        for number in range(100, 130):
            await session.execute(
                sa.insert(t.person).values(
                    id=number, source="test", sourced_id=f"m-{number}", given_name="Александра",
                    family_name=f"Константинопольская{number}",
                )
            )  # fmt: skip
            await session.execute(
                sa.insert(t.class_member).values(
                    source="test", sourced_id=f"m-{number}", school_class_id=1,
                    person_id=number, role="student",
                )
            )  # fmt: skip
    teacher = Person(bot, TEACHER)

    with statements(db) as seen:
        edit, _answer, *more, sheet = await teacher.tap(
            MakeClassCodes(class_id=1, wanted=Wanted.ALL, replace=True)
        )

    assert len(seen) <= 8
    assert isinstance(sheet, SendDocument)
    texts = [str(getattr(message, "text", "")) for message in (edit, *more)]
    assert sum(text.count("<code>") for text in texts) == 64
    assert all(len(text) <= 4096 for text in texts)
    assert len(set(links(sheet))) == 64
    async with db.read() as session:
        (entry,) = await session.execute(sa.select(t.audit_entry))
    assert (entry.action, entry.detail) == ("code.issue", {"class": 1, "count": 64})


async def test_earlier_codes_stay_good_unless_they_are_withdrawn(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    teacher = Person(bot, TEACHER)
    await teacher.tap(MakeClassCodes(class_id=1, wanted=Wanted.STUDENTS))
    sure, _answer = await teacher.press(AskClassCodes(class_id=1, wanted=Wanted.STUDENTS))
    await teacher.tap(MakeClassCodes(class_id=1, wanted=Wanted.STUDENTS))
    both = [row.revoked_at for row in await codes(db)]
    await teacher.tap(MakeClassCodes(class_id=1, wanted=Wanted.STUDENTS, replace=True))

    assert "Ещё не использован 1 выданный код." in sure.text
    assert "Они будут действовать, если их не отозвать." in sure.text
    assert both == [None, None]
    assert [row.revoked_at for row in await codes(db)] == [NOW, NOW, None]
    async with db.read() as session:
        alive = sa.select(t.access_grant).where(t.access_grant.c.revoked_at.is_(None))
        assert len((await session.execute(alive)).all()) == 5


async def test_unused_codes_are_listed_and_withdrawn(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    teacher, stranger = Person(bot, TEACHER), Person(bot, 7001)
    made = await teacher.tap(MakeClassCodes(class_id=1, wanted=Wanted.ALL))
    (paper, *_others) = links(made[-1])  # type: ignore[arg-type]

    shown, _answer = await teacher.press(OpenLivingCodes(class_id=1))
    sure, _answer = await teacher.press(AskRevokeCodes(class_id=1))
    left, _answer = await teacher.press(RevokeCodes(class_id=1, code_id=1))
    none, _answer = await teacher.press(RevokeCodes(class_id=1))
    (refused,) = await stranger.say(f"/start {paper.rpartition('=')[2]}")

    assert "👤 Иванова Анна · с 16.09 по 30.09" in shown.text.replace(" до ", " по ")
    assert "Отозвать все?" in sure.text
    assert "Ещё не использованы 3 выданных кода." in left.text
    assert "Неиспользованных кодов нет." in none.text
    assert "отозван" in refused.text  # type: ignore[attr-defined]


async def test_others_make_and_withdraw_no_codes(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    of_seven = (
        OpenClassCodes(class_id=1), OpenLivingCodes(class_id=1), AskRevokeCodes(class_id=1),
        AskClassCodes(class_id=1, wanted=Wanted.ALL), RevokeCodes(class_id=1),
        MakeClassCodes(class_id=1, wanted=Wanted.ALL), OpenUnlinked(class_id=1),
    )  # fmt: skip

    for telegram_id in (1001, 1002, FATHER, 9999):
        for data in of_seven:
            assert await Person(bot, telegram_id).alert(data)
    await Person(bot, TEACHER).alert(MakeClassCodes(class_id=2, wanted=Wanted.ALL))
    await Person(bot, TEACHER).alert(RevokeCodes(class_id=2))

    assert await codes(db) == []


async def test_the_screens_cost_few_statements(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    for data in (OpenUnlinked(class_id=1), OpenLivingCodes(class_id=1)):
        with statements(db) as seen:
            await Person(bot, TEACHER).press(data)
        assert len(seen) <= 4, data
