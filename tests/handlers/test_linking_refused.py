"""Codes that do not link: dead, wrong, guessed, stolen, for somebody else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from bot.app import dispatcher
from bot.settings import Settings
from domain import codes
from domain.clock import FixedClock
from domain.people import Role
from keyboards.linking import ConfirmLink
from storage import tables as t
from storage.codes import NewCode
from storage.database import Database
from tests.linking import SAME, STRANGER, Codebook, grants, link, offer_of, refused, said
from tests.person import Person
from tests.school import SmallSchool


@pytest.fixture
def codebook(db: Database, clock: FixedClock, settings: Settings) -> "Codebook":
    return Codebook(db, clock, settings)


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


@pytest.mark.parametrize(
    ("language", "slipped", "late", "offered"),
    [
        (
            "ru",
            "В коде опечатка. Сверьте его с листком знак за знаком.",
            "Срок действия кода истёк. Попросите новый у классного руководителя.",
            "📘 Дневник: <b>Анна И., 7Б</b>",
        ),
        (
            "en",
            "There is a slip in this code. Compare it with the paper, sign by sign.",
            "This code has expired. Ask the class teacher for a new one.",
            "📘 The diary of <b>Анна И., 7Б</b>",
        ),
    ],
)
async def test_honest_slips_lock_nobody_out_while_others_guess(
    bot: Dispatcher, db: Database, school: SmallSchool, codebook: Codebook, clock: FixedClock,
    language: str, slipped: str, late: str, offered: str,
) -> None:  # fmt: skip
    old = await codebook.guardian(school.anna, school.mother)
    clock.advance(codes.LIFETIME)
    code = await codebook.guardian(school.anna, school.mother)
    wrong = code[:-1] + codes.ALPHABET[(codes.ALPHABET.index(code[-1]) + 1) % 32]
    for number in range(101):
        await Person(bot, 8000 + number).say(codes.spell(codes.generate()))
    parent = Person(bot, STRANGER, language=language)

    texts = [await said(parent, text) for text in (wrong, wrong, old, old, wrong)]
    offer = await said(parent, code)

    assert texts == [slipped, slipped, late, late, slipped]
    assert offer.startswith(offered)


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
