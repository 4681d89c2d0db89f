"""What a person chooses for themself, at the phone."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery

from domain.clock import FixedClock
from domain.facts import CODES
from domain.settings import QuietChoice
from keyboards.menu import ChooseStudent
from keyboards.settings import (
    AskDrop,
    AskUnlink,
    ChooseLanguage,
    ChooseQuiet,
    DropHolder,
    OpenKinds,
    OpenLanguages,
    OpenPeople,
    OpenQuiet,
    OpenSettings,
    PickQuietEnd,
    PickQuietStart,
    SwitchKind,
    UnlinkStudent,
)
from notifications.kind import all_kinds
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
        "🌙 Тихие часы: 21:00–07:00 (как в школе)\n\n"
        "📘 Анна И., 7Б — вы родитель\n"
        "📘 Пётр И., 3А — вы родитель"
    )
    assert [[text for text, _data in row] for row in buttons(sent.reply_markup)] == [  # type: ignore[attr-defined]
        ["🌐 Язык", "🌙 Тихие часы"], ["🔔 Анна И.", "👥 Анна И."], ["🔔 Пётр И.", "👥 Пётр И."],
        ["☰ Меню"],
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


async def test_quiet_hours_are_chosen_by_hours(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    first, _answer = await mother.press(PickQuietStart())
    second, _answer = await mother.press(PickQuietEnd(start_hour=20))
    until_six = next(
        data for row in buttons(second.reply_markup) for text, data in row if text == "06:00"
    )
    shown, _answer = await mother.press(until_six)

    assert first.text == "<b>🌙 Тихие часы</b>\n\nС какого часа не беспокоить?"
    assert second.text == "<b>🌙 Тихие часы</b>\n\nТишина с 20:00. До какого часа?"
    assert "\n🌙 Тихие часы: 20:00–06:00\n" in shown.text
    row = await chat_row(db, 1001)
    assert (row.quiet_chosen, row.quiet_from, row.quiet_until) == (True, time(20), time(6))


async def test_quiet_hours_can_be_none_or_the_schools(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    none, _answer = await mother.press(ChooseQuiet(choice=QuietChoice.NONE))
    stored = await chat_row(db, 1001)
    await mother.press(ChooseQuiet(choice=QuietChoice.SCHOOL))
    again, _answer = await mother.press(OpenQuiet())

    assert "\n🌙 Тихие часы: нет\n" in none.text
    assert (stored.quiet_chosen, stored.quiet_from) == (True, None)
    assert again.text.startswith("<b>🌙 Тихие часы</b>: 21:00–07:00 (как в школе)\n\n")
    assert "✓ Как в школе" in [text for row in buttons(again.reply_markup) for text, _data in row]


async def test_new_quiet_hours_let_held_messages_go(
    bot: Dispatcher, db: Database, school: SmallSchool, clock: FixedClock
) -> None:
    held = clock.now() + timedelta(hours=10)
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.fact).values(kind="x", payload={}, happened_at=held, ready_at=held)
        )
        await session.execute(
            sa.insert(t.delivery).values(fact_id=1, chat_id=1, kind="x", due_at=held)
        )

    await Person(bot, 1001).press(ChooseQuiet(choice=QuietChoice.NONE))

    async with db.read() as session:
        assert await session.scalar(sa.select(t.delivery.c.due_at)) == clock.now()


async def test_hours_that_are_none_are_refused(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001)
    same = ChooseQuiet(choice=QuietChoice.OWN, start_hour=7, end_hour=7)
    forged = ChooseQuiet(choice=QuietChoice.OWN, start_hour=25, end_hour=-1)

    for data in (same, forged, PickQuietEnd(start_hour=24), PickQuietEnd(start_hour=-1)):
        assert await alert(mother, data) == "Не получилось понять. Попробуйте ещё раз."


async def test_kinds_are_switched_per_child(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)
    off = SwitchKind(student_id=school.anna, kind="mark.added", enabled=False)

    edit, _answer = await mother.press(off)
    of_pyotr, _answer = await mother.press(OpenKinds(student_id=school.pyotr))

    assert edit.text.startswith("<b>🔔 Сообщения</b>: Анна И., 7Б\n\n")
    signs = {row[0][1]: row[0][0][0] for row in buttons(edit.reply_markup)}
    assert signs[SwitchKind(student_id=1, kind="mark.added", enabled=True).pack()] == "🔕"
    assert signs[SwitchKind(student_id=1, kind="mark.changed", enabled=False).pack()] == "🔔"
    assert not any("🔕" in text for row in buttons(of_pyotr.reply_markup) for text, _data in row)
    async with db.read() as session:
        assert [tuple(row) for row in await session.execute(sa.select(t.preference))] == [
            (1, school.anna, "mark.added", False)
        ]


async def test_everybody_is_offered_the_kinds_they_can_hear(
    bot: Dispatcher, school: SmallSchool, nanny: int
) -> None:
    offered = {}
    for telegram_id in (1001, 1002, NANNY):
        edit, _answer = await Person(bot, telegram_id).press(OpenKinds(student_id=school.anna))
        data = [row[0][1] for row in buttons(edit.reply_markup)]
        offered[telegram_id] = {d.split(":")[2] for d in data if d.startswith("notify")}

    assert offered[1001] == set(all_kinds())
    assert offered[1001] - offered[1002] == {"access.linked"}
    assert not any(kind.startswith("mark") for kind in offered[NANNY])
    assert len(offered[NANNY]) > 3


def test_every_kind_of_fact_fits_its_switch() -> None:
    for code in CODES:
        assert len(SwitchKind(student_id=2**63 - 1, kind=code, enabled=True).pack()) <= 64


async def test_no_kind_and_no_child_of_others_is_switched(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    unknown = await alert(mother, SwitchKind(student_id=1, kind="no.such", enabled=False))
    foreign = await alert(
        mother, SwitchKind(student_id=school.boris, kind="mark.added", enabled=False)
    )

    assert unknown == "В дневнике этого больше нет. Откройте меню: /menu"
    assert foreign == (
        "Этот дневник вам не открыт или уже закрыт. Попросите код у классного руководителя."
    )
    async with db.read() as session:
        assert (await session.execute(sa.select(t.preference))).all() == []


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
        OpenSettings(), OpenLanguages(), OpenQuiet(), PickQuietStart(),
        OpenKinds(student_id=1), OpenPeople(student_id=1), AskUnlink(student_id=1),
    ):  # fmt: skip
        with statements(db) as seen:
            await mother.press(data)
        assert len(seen) <= 3, data
