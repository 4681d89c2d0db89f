"""From a code to a diary, at the phone."""

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import EditMessageText

from bot.app import dispatcher
from bot.settings import Settings
from domain.clock import FixedClock
from domain.people import Role
from storage import tables as t
from storage.codes import NewCode
from storage.database import Database
from tests.linking import STRANGER, Codebook, grants, link, offer_of, said
from tests.person import Person, buttons
from tests.school import SmallSchool


@pytest.fixture
def codebook(db: Database, clock: FixedClock, settings: Settings) -> "Codebook":
    return Codebook(db, clock, settings)


async def test_a_parent_links_by_the_bare_code(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    code = await codebook.guardian(school.anna)
    father = Person(bot, STRANGER)

    offer, yes = await offer_of(father, code)
    question, _answer = await father.press(yes)
    welcome = await said(father, "  Сергей   Иванов ")

    assert offer == (
        "📘 Дневник: <b>Анна И., 7Б</b> — вы родитель?\n\n"
        "Пока вы не ответите «Да», ничего не откроется."
    )
    assert question.text == (
        "Как вас зовут? Напишите, пожалуйста, имя и фамилию.\n\n"
        "Имя увидят школа и другие родители ребёнка. Передумали — /cancel"
    )
    assert welcome.startswith("✅ Добро пожаловать! Дневник открыт: <b>Анна И., 7Б</b>.")
    assert "Анна Иванова" in welcome
    (grant,) = await grants(db)
    assert (grant.role, grant.student_id, grant.holder_name) == (
        "guardian", school.anna, "Сергей Иванов",
    )  # fmt: skip


async def test_nothing_is_granted_before_the_yes(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    father = Person(bot, STRANGER)

    _offer, yes = await offer_of(father, await codebook.guardian(school.anna))
    after_offer = await grants(db)
    await father.press(yes)
    after_yes = await grants(db)

    assert (after_offer, after_yes) == ([], [])


async def test_a_known_guardian_is_not_asked_the_name(
    bot: Dispatcher, school: SmallSchool, codebook: Codebook
) -> None:
    code = await codebook.guardian(school.anna, school.mother)
    mother = Person(bot, STRANGER)

    offer, yes = await offer_of(mother, f"/start {code.replace('-', '')}")
    edit, _answer = await mother.press(yes)

    assert offer.startswith("📘 Дневник: <b>Анна И., 7Б</b> — вы родитель, Ольга И.?")
    assert edit.text.startswith("✅ Добро пожаловать! Дневник открыт")


async def test_student_staff_and_admin_codes_link_at_the_yes(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    new = (
        NewCode(Role.STUDENT, school.boris),
        NewCode(Role.STAFF, person_id=school.deputy),
        NewCode(Role.SCHOOL_ADMIN, holder_name="Вера <Админ>"),
    )
    issued = [await codebook.code(one) for one in new]
    people = [Person(bot, STRANGER + number) for number in range(3)]

    offers = [(await offer_of(p, c))[0].split("\n")[0] for p, c in zip(people, issued, strict=True)]
    done = [(await link(p, c)).split("\n")[0] for p, c in zip(people, issued, strict=True)]

    assert offers == [
        "📘 Дневник: <b>Борис П., 7Б</b> — это вы?",
        "🏫 Сотрудник школы: <b>Виктор Львович</b> — это вы?",
        "🏫 Администратор школы: <b>Вера &lt;Админ&gt;</b> — это вы?",
    ]
    assert done[1:] == [
        "✅ Готово. Рады вас видеть, Виктор Львович!",
        "✅ Готово. Рады вас видеть, Вера &lt;Админ&gt;!",
    ]
    assert [(g.role, g.student_id, g.person_id, g.holder_name) for g in await grants(db)] == [
        ("student", school.boris, school.boris, ""),
        ("staff", None, school.deputy, ""),
        ("school_admin", None, None, "Вера <Админ>"),
    ]


async def test_the_other_guardians_are_told(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    father = Person(bot, STRANGER)

    await link(father, await codebook.guardian(school.anna), "Сергей Иванов")

    async with db.read() as session:
        fact = (await session.execute(sa.select(t.fact))).one()
        chat = await session.scalar(sa.select(t.chat.c.id).where(t.chat.c.telegram_id == STRANGER))
    assert fact.kind == "access.linked"
    assert fact.payload == {
        "student": school.anna, "name": "Анна И.", "role": "guardian",
        "holder": "Сергей Иванов", "chat": chat,
    }  # fmt: skip


async def test_a_second_child_is_added_and_shown(
    bot: Dispatcher, school: SmallSchool, codebook: Codebook
) -> None:
    father = Person(bot, STRANGER)
    await link(father, await codebook.guardian(school.anna), "Сергей Иванов")

    text = await link(father, await codebook.guardian(school.pyotr), "Сергей Иванов")

    assert text == (
        "✅ Теперь вам открыт и дневник: <b>Пётр И., 3А</b>.\n\n📘 <b>Пётр Иванов</b>, 3А"
    )


async def test_the_name_is_asked_until_it_is_one(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    father = Person(bot, STRANGER)
    _text, yes = await offer_of(father, await codebook.guardian(school.anna))
    await father.press(yes)

    bad = {await said(father, name) for name in ("С", "👍👍", "Сергей <b>", "я" * 61)}
    good = await said(father, "Жан-Поль д’Артаньян")

    assert bad == {
        "Напишите, пожалуйста, имя и фамилию буквами, например: Анна Иванова. Передумали — /cancel"
    }
    assert good.startswith("✅ Добро пожаловать!")


async def test_the_question_survives_a_restart(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook,
    clock: FixedClock, settings: Settings,
) -> None:  # fmt: skip
    _text, yes = await offer_of(Person(bot, STRANGER), await codebook.guardian(school.anna))
    await Person(bot, STRANGER).press(yes)

    restarted = Person(dispatcher(db, clock, settings), STRANGER)

    assert (await said(restarted, "Сергей Иванов")).startswith("✅ Добро пожаловать!")


@pytest.mark.parametrize("way", ["/cancel", "/menu", "menu"])
async def test_the_question_can_be_left(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook, way: str
) -> None:
    father = Person(bot, STRANGER)
    code = await codebook.guardian(school.anna)
    _text, yes = await offer_of(father, code)
    await father.press(yes)

    await (father.press(way) if way == "menu" else father.say(way))

    assert (await said(father, "Сергей Иванов")).startswith("Не понимаю, что это значит")
    assert await grants(db) == []
    assert await link(father, code, "Сергей Иванов")


async def test_a_second_code_is_taken_in_place_of_the_name(
    bot: Dispatcher, school: SmallSchool, codebook: Codebook
) -> None:
    father = Person(bot, STRANGER)
    _text, yes = await offer_of(father, await codebook.guardian(school.anna))
    await father.press(yes)

    # A code with a digit cannot be a name; nearly all codes have one.
    code = ""
    while not any(sign.isdigit() for sign in code):
        code = await codebook.guardian(school.boris)
    text, _yes = await offer_of(father, code)

    assert text.startswith("📘 Дневник: <b>Борис П., 7Б</b>")


async def test_no_is_taken_for_an_answer(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    father = Person(bot, STRANGER)
    code = await codebook.guardian(school.anna)
    (sent,) = await father.say(code)

    edit, _answer = await father.press(buttons(sent.reply_markup)[1][0][1])  # type: ignore[attr-defined]

    assert isinstance(edit, EditMessageText)
    assert str(edit.text).startswith("Хорошо, ничего не открыто. Код по-прежнему действует")
    assert (await offer_of(father, code))[0]
