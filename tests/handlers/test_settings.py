"""What a person chooses for themself, at the phone."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery

from domain.clock import FixedClock
from keyboards.back import OpenSettings
from keyboards.menu import ChooseStudent
from keyboards.settings import (
    AskDrop,
    AskUnlink,
    ChooseLanguage,
    DropHolder,
    OpenDiscreet,
    OpenLanguages,
    OpenPeople,
    UnlinkStudent,
)
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.person import Person, buttons
from tests.school import SEPTEMBER, SmallSchool
from views import format, words

NANNY, NANNY_GRANT = 1005, 6


@pytest.fixture
async def nanny(db: Database, school: SmallSchool, clock: FixedClock) -> int:
    """Let a trusted person see Anna for a week; return the grant."""
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.chat).values(
                telegram_id=NANNY, telegram_language="ru", created_at=SEPTEMBER
            )
        )
        await session.execute(
            sa.insert(t.access_grant).values(
                chat_id=5, role="trusted", student_id=school.anna, holder_name="Няня <Зина>",
                sees_marks=False, granted_at=SEPTEMBER, expires_at=clock.now() + timedelta(days=7),
            )
        )  # fmt: skip
    return NANNY_GRANT


def last_day() -> str:
    """Return the nanny's last day as a Russian reads it."""
    with words.use("ru", ZoneInfo("Europe/Moscow")):
        return format.long_day(date(2026, 9, 23))


async def alert(person: Person, data: object) -> str:
    """Tap and return the alert, which is all that may come."""
    (answer,) = await person.tap(data)  # type: ignore[arg-type]
    assert isinstance(answer, AnswerCallbackQuery)
    assert answer.show_alert
    return str(answer.text)


async def chat_row(db: Database, telegram_id: int) -> sa.Row[tuple[object, ...]]:
    async with db.read() as session:
        query = sa.select(t.chat).where(t.chat.c.telegram_id == telegram_id)
        return (await session.execute(query)).one()


async def test_settings_say_what_holds(bot: Dispatcher, school: SmallSchool) -> None:
    (sent,) = await Person(bot, 1001).say("/settings")

    assert sent.text == (  # type: ignore[attr-defined]
        "<b>⚙️ Настройки</b>\n\n"
        "🌐 Язык: Русский (как в Telegram)\n"
        "🌙 Тихие часы: 21:00–07:00 (как в школе)\n"
        "🗓 Сводка: в 19:00\n"
        "🙈 Скрытый режим: выключен\n\n"
        "📘 Анна И., 7Б — вы родитель\n"
        "📘 Пётр И., 3А — вы родитель"
    )
    assert [[text for text, _data in row] for row in buttons(sent.reply_markup)] == [  # type: ignore[attr-defined]
        ["🌐 Язык", "🌙 Тихие часы"], ["🗓 Час сводки", "🙈 Скрытый режим"],
        ["🔔 Анна И.", "👥 Анна И."], ["🔔 Пётр И.", "👥 Пётр И."], ["☰ Меню"],
    ]  # fmt: skip


async def test_a_chosen_language_speaks_at_once_and_stays(
    bot: Dispatcher, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(ChooseLanguage(language="en"))
    later, _answer = await mother.press(OpenLanguages())
    back, _answer = await mother.press(ChooseLanguage(language="tg"))

    assert edit.text.startswith("<b>⚙️ Settings</b>\n\n🌐 Language: English\n")
    assert [row[0][0] for row in buttons(later.reply_markup)[:3]] == [
        "Русский", "✓ English", "As in Telegram",
    ]  # fmt: skip
    assert "Язык: Русский (как в Telegram)" in back.text
    assert await alert(mother, ChooseLanguage(language="xx")) == (
        "Не получилось понять. Попробуйте ещё раз."
    )


async def test_discreet_mode_is_explained_switched_on_and_off(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    before, _answer = await mother.press(OpenDiscreet())
    on, _answer = await mother.press(buttons(before.reply_markup)[0][0][1])
    stored = await chat_row(db, 1001)
    shown, _answer = await mother.press(OpenSettings())
    off, _answer = await mother.press(buttons(on.reply_markup)[0][0][1])

    words_ = (
        "\n\nКогда он включён, на заблокированном экране видно только то, что в дневнике есть "
        "новое: ни имени, ни отметки. Текст открывается нажатием в чате."
    )
    assert before.text == "<b>🙈 Скрытый режим</b>: выключен" + words_
    assert on.text == "<b>🙈 Скрытый режим</b>: включён" + words_
    assert off.text == before.text
    assert "\n🙈 Скрытый режим: включён\n" in shown.text
    assert stored.discreet is True
    assert (await chat_row(db, 1001)).discreet is False
    assert (await chat_row(db, 1002)).discreet is False


async def test_buttons_of_the_old_settings_are_answered(
    bot: Dispatcher, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    for old in ("setquiet", "setqs", "setqe:21", "quiet:own:21:7", "notify:1:mark.added:0"):
        edit, _answer = await mother.press(old)
        assert edit.text.startswith("Эта кнопка"), old
    kinds, _answer = await mother.press("setkind:1")
    assert kinds.text.startswith("<b>🔔 Сообщения</b>: Анна И., 7Б")


async def test_a_guardian_sees_who_sees_the_child(
    bot: Dispatcher, school: SmallSchool, nanny: int
) -> None:
    edit, _answer = await Person(bot, 1001).press(OpenPeople(student_id=school.anna))

    assert edit.text == (
        "<b>👥 Кто видит дневник</b>: Анна И., 7Б\n\n"
        "👤 Ольга Иванова — родитель (это вы)\n"
        "🎓 Анна Иванова — сам ученик\n"
        f"🤝 Няня &lt;Зина&gt; — доверенное лицо, последний день: {last_day()}\n\n"
        "Видите незнакомого? Скажите классному руководителю: он сразу закроет любой доступ."
    )
    assert [row[0][0] for row in buttons(edit.reply_markup)][:2] == [
        "✕ Закрыть: Няня <Зина>", "Выйти из этого дневника",
    ]  # fmt: skip


async def test_a_trusted_person_sees_only_themself(
    bot: Dispatcher, school: SmallSchool, nanny: int
) -> None:
    edit, _answer = await Person(bot, NANNY).press(OpenPeople(student_id=school.anna))

    assert edit.text == (
        "<b>👥 Кто видит дневник</b>: Анна И., 7Б\n\n"
        f"Его открыли вам родители. Последний день: {last_day()}"
    )


async def test_a_guardian_closes_the_diary_for_a_trusted_person(
    bot: Dispatcher, db: Database, school: SmallSchool, nanny: int
) -> None:
    mother, trusted = Person(bot, 1001), Person(bot, NANNY)

    sure, _answer = await mother.press(AskDrop(student_id=school.anna, grant_id=nanny))
    edit, _answer = await mother.press(buttons(sure.reply_markup)[0][0][1])

    assert sure.text == (
        "Закрыть доступ: Няня &lt;Зина&gt;? Дневник: <b>Анна И., 7Б</b>. Это подействует сразу."
    )
    assert "Зина" not in edit.text
    assert (await alert(trusted, OpenPeople(student_id=school.anna))).startswith(
        "Этот дневник вам не открыт"
    )


async def test_nobody_else_closes_anything(
    bot: Dispatcher, db: Database, school: SmallSchool, nanny: int
) -> None:
    gone = "В дневнике этого больше нет. Откройте меню: /menu"
    closed = "Этот дневник вам не открыт или уже закрыт. Попросите код у классного руководителя."
    own, of_anna = 1, 3
    tries = [
        (1001, DropHolder(student_id=1, grant_id=own), gone),  # a guardian's, also one's own
        (1001, DropHolder(student_id=1, grant_id=of_anna), gone),  # the student's
        (1001, DropHolder(student_id=2, grant_id=nanny), gone),  # of another child
        (1001, AskDrop(student_id=2, grant_id=nanny), gone),
        (1002, DropHolder(student_id=1, grant_id=nanny), gone),  # by the student
        (NANNY, DropHolder(student_id=1, grant_id=nanny), gone),  # by themself: they may leave
        (1003, DropHolder(student_id=1, grant_id=nanny), closed),  # by another family
        (1003, DropHolder(student_id=3, grant_id=nanny), gone),
        (1003, UnlinkStudent(student_id=1), closed),
        (9999, AskUnlink(student_id=1), closed),
    ]  # fmt: skip

    for telegram_id, data, expected in tries:
        assert await alert(Person(bot, telegram_id), data) == expected, (telegram_id, data)

    async with db.read() as session:
        revoked = sa.select(t.access_grant).where(t.access_grant.c.revoked_at.is_not(None))
        assert (await session.execute(revoked)).all() == []


async def test_one_leaves_a_diary_and_is_out_at_the_next_tap(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    sure, _answer = await mother.press(AskUnlink(student_id=school.anna))
    edit, _answer = await mother.press(buttons(sure.reply_markup)[0][0][1])
    after, _answer = await mother.press(ChooseStudent(student_id=school.anna))

    assert sure.text == (
        "Выйти из дневника (<b>Анна И., 7Б</b>)? Сообщения сразу прекратятся. "
        "Чтобы вернуться, понадобится новый код."
    )
    assert edit.text == (
        "Дневник закрыт для этого чата: <b>Анна И., 7Б</b>.\n\n📘 <b>Пётр Иванов</b>, 3А"
    )
    assert "Анна" not in after.text
    async with db.read() as session:
        entry = (await session.execute(sa.select(t.audit_entry))).one()
    assert (entry.action, entry.chat_id, entry.detail) == ("grant.unlink", 1, {"student": 1})


async def test_settings_cost_two_statements_and_who_is_asking(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    for data in (
        OpenSettings(), OpenLanguages(), OpenDiscreet(), OpenPeople(student_id=1),
        AskUnlink(student_id=1),
    ):  # fmt: skip
        with statements(db) as seen:
            await mother.press(data)
        assert len(seen) <= 3, data
