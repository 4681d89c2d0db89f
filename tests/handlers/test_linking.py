"""From a code to a diary, at the phone."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage

from bot.app import dispatcher
from bot.settings import Settings
from domain import codes
from domain.clock import FixedClock
from domain.people import Role
from domain.school_clock import SchoolClock
from keyboards.linking import ConfirmLink
from storage import tables as t
from storage.codes import NewCode
from storage.database import Database
from tests.person import Person, buttons
from tests.school import SmallSchool
from usecases.codes import issue

STRANGER = 7001
SAME = "У вас уже есть всё, что даёт этот код"


@pytest.fixture
def codebook(db: Database, clock: FixedClock, settings: Settings) -> "Codebook":
    return Codebook(db, clock, settings)


class Codebook:
    """Issues codes as the operator does."""

    def __init__(self, db: Database, clock: FixedClock, settings: Settings) -> None:
        self._db = db
        self._clock = SchoolClock(clock, settings.zone)
        self._key = settings.key

    async def guardian(self, student_id: int, guardian_id: int | None = None) -> str:
        return await self.code(NewCode(Role.GUARDIAN, student_id, guardian_id))

    async def code(self, new: NewCode) -> str:
        async with self._db.begin() as session:
            return await issue(session, self._clock, self._key, new)


async def offer_of(person: Person, code: str) -> tuple[str, ConfirmLink]:
    """Send the code; return the offer's text and its yes."""
    (sent,) = await person.say(code)
    assert isinstance(sent, SendMessage), sent
    yes = buttons(sent.reply_markup)[0][0]  # type: ignore[arg-type]
    assert yes[0].startswith("Да"), sent.text
    return sent.text, ConfirmLink.unpack(yes[1])


async def link(person: Person, code: str, name: str = "") -> str:
    """Send the code, say yes, and the name if it is asked; return the last text."""
    _text, yes = await offer_of(person, code)
    edit, *_answer_and_commands = await person.tap(yes)
    if not name:
        return str(edit.text)  # type: ignore[attr-defined]
    (sent,) = await person.say(name)
    return str(sent.text)  # type: ignore[attr-defined]


async def said(person: Person, text: str) -> str:
    """Return the text of the one answer to a message."""
    (sent,) = await person.say(text)
    return str(sent.text)  # type: ignore[attr-defined]


async def refused(person: Person, yes: ConfirmLink) -> str:
    """Tap and return the alert, which is all that may come."""
    (answer,) = await person.tap(yes)
    assert isinstance(answer, AnswerCallbackQuery)
    assert answer.show_alert
    return str(answer.text)


async def grants(db: Database) -> list[Any]:
    """Return the grants that were made by codes."""
    async with db.read() as session:
        query = sa.select(t.access_grant).where(t.access_grant.c.access_code_id.is_not(None))
        return list(await session.execute(query.order_by(t.access_grant.c.id)))


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


async def test_each_dead_code_has_its_sentence(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook, clock: FixedClock
) -> None:
    used, revoked, old, gone = [await codebook.guardian(school.boris) for _ in range(4)]
    async with db.begin() as session:
        await session.execute(sa.update(t.access_code).values(issued_at=clock.now()))
        for number, values in (
            (1, {"used_at": clock.now()}),
            (2, {"revoked_at": clock.now()}),
            (3, {"expires_at": clock.now()}),
        ):
            one = sa.update(t.access_code).where(t.access_code.c.id == number)
            await session.execute(one.values(values))
    stranger = Person(bot, STRANGER)

    texts = [await said(stranger, code) for code in (used, revoked, old)]
    async with db.begin() as session:
        await session.execute(sa.update(t.person).values(active=False))
    texts.append(await said(stranger, gone))

    assert texts == [
        "Этот код уже использован. Попросите новый у классного руководителя.",
        "Этот код отозван. Попросите новый у классного руководителя.",
        "Срок действия кода истёк. Попросите новый у классного руководителя.",
        "Человек, для которого выдан код, больше не в школе. Обратитесь в канцелярию школы.",
    ]
    assert await grants(db) == []


async def test_a_dead_staff_code_sends_to_the_administrator(
    bot: Dispatcher, school: SmallSchool, codebook: Codebook, clock: FixedClock
) -> None:
    code = await codebook.code(NewCode(Role.STAFF, person_id=school.deputy))
    clock.advance(codes.LIFETIME)

    text = await said(Person(bot, STRANGER), code)

    assert text == "Срок действия кода истёк. Попросите новый у администратора школы."


async def test_wrong_and_mistyped_codes_have_their_sentences(
    bot: Dispatcher, school: SmallSchool
) -> None:
    stranger = Person(bot, STRANGER)
    never = codes.spell(codes.generate())
    other = codes.ALPHABET[(codes.ALPHABET.index(never[-1]) + 1) % 32]

    assert await said(stranger, never) == (
        "Такого кода нет. Проверьте его или попросите новый у классного руководителя."
    )
    assert await said(stranger, never[:-1] + other) == (
        "В коде опечатка. Сверьте его с листком знак за знаком."
    )
    for short in (never[:-1], "/start welcome", "/start " + never + "A"):
        assert await said(stranger, short) == (
            "Код выглядит так: XXXX-XXXX-XX. Проверьте, пожалуйста, что вы ввели."
        )


async def test_words_get_the_menu_and_cost_nothing(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    stranger = Person(bot, STRANGER)

    for words in ("Анна Котова", "привет", "дз 16", "basketball", "спасибо!", "homework 16"):
        assert (await said(stranger, words)).startswith("Не понимаю, что это значит"), words

    async with db.read() as session:
        assert (await session.execute(sa.select(t.link_attempt))).all() == []
        assert (await session.execute(sa.select(t.audit_entry))).all() == []


async def test_codes_for_another_role_are_refused(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    for_anna = await codebook.code(NewCode(Role.STUDENT, school.anna))
    for_boris = await codebook.code(NewCode(Role.STUDENT, school.boris))
    for_parent = await codebook.guardian(school.anna)
    mother, anna, teacher = Person(bot, 1001), Person(bot, 1002), Person(bot, 1004)

    assert (
        await said(mother, for_anna)
        == await said(teacher, for_boris)
        == ("Это код для самого ученика. Пусть он отправит его боту со своего телефона.")
    )
    assert await said(anna, for_parent) == (
        "Это код для родителей. Передайте его им: пусть отправят боту со своего телефона."
    )
    assert await grants(db) == []


async def test_a_second_code_for_the_same_is_kept(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    code = await codebook.guardian(school.anna)

    text = await said(Person(bot, 1001), code)

    assert text.startswith(SAME)
    assert await link(Person(bot, STRANGER), code, "Сергей Иванов")


async def test_yes_twice_links_once(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    mother = Person(bot, STRANGER)
    _text, yes = await offer_of(mother, await codebook.guardian(school.anna, school.mother))

    await mother.press(yes)
    alert = await refused(mother, yes)

    assert alert.startswith(SAME)
    assert len(await grants(db)) == 1


async def test_a_stolen_or_forged_yes_links_nobody(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    _text, yes = await offer_of(
        Person(bot, STRANGER), await codebook.guardian(school.anna, school.mother)
    )
    thief = Person(bot, 1003)
    forged = (yes, ConfirmLink(code_id=yes.code_id, proof="0" * 16),
              ConfirmLink(code_id=yes.code_id, proof="я"), ConfirmLink(code_id=999, proof="0" * 16),
              ConfirmLink(code_id=yes.code_id, proof=""))  # fmt: skip

    alerts = {await refused(thief, button) for button in forged}

    assert alerts == {"Эта кнопка не для этого чата. Отправьте, пожалуйста, код ещё раз."}
    assert await grants(db) == []


async def test_yes_is_checked_anew(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook, clock: FixedClock
) -> None:
    first, second = Person(bot, STRANGER), Person(bot, STRANGER + 1)
    code = await codebook.guardian(school.anna, school.mother)
    _text, yes = await offer_of(first, code)
    _text, late = await offer_of(second, code)

    await first.press(yes)
    alert = await refused(second, late)
    clock.advance(codes.LIFETIME)
    _other, too_late = await offer_of(second, await codebook.guardian(school.pyotr))
    clock.advance(codes.LIFETIME)
    expired = await refused(second, too_late)

    assert alert == "Этот код уже использован. Попросите новый у классного руководителя."
    assert expired == "Срок действия кода истёк. Попросите новый у классного руководителя."
    assert len(await grants(db)) == 1


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


async def test_misses_cost_a_growing_pause_that_a_restart_keeps(
    bot: Dispatcher, school: SmallSchool, codebook: Codebook,
    db: Database, clock: FixedClock, settings: Settings,
) -> None:  # fmt: skip
    code = await codebook.guardian(school.anna)
    guesser = Person(bot, STRANGER)

    for _free in range(6):
        assert (await said(guesser, codes.spell(codes.generate()))).startswith("Такого кода нет.")
    restarted = Person(dispatcher(db, clock, settings), STRANGER)
    paused = await said(restarted, code)
    clock.advance(timedelta(minutes=1))

    assert paused == "Слишком много неверных кодов. Попробуйте снова после ср, 16 сент., 12:01."
    assert (await offer_of(restarted, code))[0].startswith("📘 Дневник")


async def test_a_pause_holds_the_yes_too(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    guesser = Person(bot, STRANGER)
    _text, yes = await offer_of(guesser, await codebook.guardian(school.anna, school.mother))
    for _free in range(6):
        await guesser.say(codes.spell(codes.generate()))

    alert = await refused(guesser, yes)

    assert alert.startswith("Слишком много неверных кодов.")
    assert await grants(db) == []


async def test_guessing_by_many_chats_keeps_families_in(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    once = await codebook.guardian(school.anna, school.mother)
    again = await codebook.guardian(school.pyotr)
    missed = Person(bot, 6000)
    await missed.say(codes.spell(codes.generate()))
    for number in range(100):
        await Person(bot, 8000 + number).say(codes.spell(codes.generate()))

    stopped = await said(missed, once)
    fresh, _yes = await offer_of(Person(bot, 6001), once)
    linked, _yes = await offer_of(Person(bot, 1003), again)

    assert stopped.startswith("Слишком много неверных кодов.")
    assert fresh.startswith("📘 Дневник: <b>Анна И., 7Б</b>")
    assert linked.startswith("📘 Дневник: <b>Пётр И., 3А</b>")


async def test_every_attempt_is_in_the_audit_log_without_the_code(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook
) -> None:
    code = await codebook.guardian(school.anna)
    father = Person(bot, STRANGER)
    await father.say(codes.spell(codes.generate()))
    await father.say("1234-5678-91")

    await link(father, code, "Сергей Иванов")

    async with db.read() as session:
        entries = (await session.execute(sa.select(t.audit_entry).order_by("id"))).all()
    assert [(entry.action, entry.outcome) for entry in entries] == [
        ("code.issue", "ok"), ("code.open", "unknown"), ("code.open", "mistyped"),
        ("code.open", "ok"), ("code.link", "ok"), ("code.link", "ok"),
    ]  # fmt: skip
    assert entries[-1].detail.keys() == {"code", "grant"}
    assert not any(code in str(entry) or "Сергей" in str(entry) for entry in entries)


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
