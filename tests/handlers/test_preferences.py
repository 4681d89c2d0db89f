"""What comes about a child and how soon, at the phone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.clock import FixedClock
from domain.facts import CODES
from domain.timing import Mode
from keyboards.digests import SetDigest
from keyboards.preferences import OpenKind, OpenKinds, SetBreaks, SetEvery, SetMode
from notifications.kind import all_kinds
from storage import tables as t
from storage.claims import DUE, HELD
from storage.database import Database
from tests.counting import statements
from tests.person import Person, buttons
from tests.school import SEPTEMBER, SmallSchool

NANNY = 1005
GONE = "В дневнике этого больше нет. Откройте меню: /menu"
CLOSED = "Этот дневник вам не открыт или уже закрыт. Попросите код у классного руководителя."
REFUSED = "Не получилось понять. Попробуйте ещё раз."
ABSENT, NEWS, MARK, TOMORROW = "attendance.absent", "news.posted", "mark.added", "day.tomorrow"


@pytest.fixture
async def nanny(db: Database, school: SmallSchool, clock: FixedClock) -> int:
    """Let somebody see Anna's diary without her marks."""
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.chat).values(
                telegram_id=NANNY, telegram_language="ru", created_at=SEPTEMBER
            )
        )
        await session.execute(
            sa.insert(t.access_grant).values(
                chat_id=5, role="trusted", student_id=school.anna, holder_name="Няня",
                sees_marks=False, granted_at=SEPTEMBER, expires_at=clock.now() + timedelta(days=7),
            )
        )  # fmt: skip
    return NANNY


@pytest.fixture
async def held(db: Database, school: SmallSchool, clock: FixedClock) -> None:
    """Let a message of the mother's wait."""
    later = clock.now() + timedelta(hours=10)
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.fact).values(kind="x", payload={}, happened_at=later, ready_at=later)
        )
        await session.execute(
            sa.insert(t.delivery).values(
                fact_id=1, chat_id=1, kind="x", state=HELD, planned_for=later, due_at=later
            )
        )


def labels(edit: object) -> list[list[str]]:
    return [[text for text, _data in row] for row in buttons(edit.reply_markup)]  # type: ignore[attr-defined]


def signs(edit: object) -> dict[str, str]:
    """Return kind → its sign on the list."""
    rows = buttons(edit.reply_markup)  # type: ignore[attr-defined]
    return {
        OpenKind.unpack(data).kind: text[0]
        for row in rows
        for text, data in row
        if data.startswith("okind")
    }


async def chosen(db: Database) -> set[tuple[int, int, str, str, bool]]:
    async with db.read() as session:
        return {tuple(row) for row in await session.execute(sa.select(t.preference))}


async def state(db: Database) -> object:
    async with db.read() as session:
        return await session.scalar(sa.select(t.delivery.c.state))


async def test_the_list_says_what_the_signs_mean(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001)
    await mother.press(SetDigest(hour=20))

    edit, _answer = await mother.press(OpenKinds(student_id=school.anna))

    assert edit.text == (
        "<b>🔔 Сообщения</b>: Анна И., 7Б\n\n"
        "🔔 сразу\n🌆 раз в день, в 20:00\n📅 раз в неделю, в воскресенье в 20:00\n"
        "🔕 не сообщать\n\n"
        "Нажмите на строку, чтобы изменить. То, что не присылаю, всегда можно посмотреть в "
        "дневнике."
    )
    assert labels(edit)[0] == ["🔔 Новые оценки"]
    assert labels(edit)[-2:] == [
        ["🔔 Всё сразу", "🌆 Всё раз в день", "🔕 Ничего"], ["‹ Настройки", "☰ Меню"]
    ]  # fmt: skip


async def test_a_kind_has_four_answers(bot: Dispatcher, db: Database, school: SmallSchool) -> None:
    mother = Person(bot, 1001)

    kind, _answer = await mother.press(OpenKind(student_id=school.anna, kind=MARK))
    seen = {}
    for mode in Mode:
        edit, _answer = await mother.press(SetMode(student_id=school.anna, kind=MARK, mode=mode))
        seen[mode] = signs(edit)[MARK]
    of_pyotr, _answer = await mother.press(OpenKinds(student_id=school.pyotr))

    assert kind.text == "<b>Новые оценки</b>: Анна И., 7Б\n\nКак скоро сообщать?"
    assert labels(kind) == [
        ["✓ 🔔 Сразу"], ["🌆 Раз в день, в 19:00"], ["📅 Раз в неделю, в воскресенье в 19:00"],
        ["🔕 Не сообщать"], ["‹ Сообщения", "☰ Меню"],
    ]  # fmt: skip
    assert seen == {Mode.NOW: "🔔", Mode.EVENING: "🌆", Mode.WEEKLY: "📅", Mode.OFF: "🔕"}
    assert set(signs(of_pyotr).values()) == {"🔔"}
    assert await chosen(db) == {(1, school.anna, MARK, "off", True)}


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (ABSENT, "ребёнка нет на первом уроке, и причина неизвестна"),
        (NEWS, "новость, которую школа пометила срочной"),
    ],
)
async def test_what_is_urgent_is_named_and_can_wait_by_choice(
    bot: Dispatcher, db: Database, school: SmallSchool, code: str, what: str
) -> None:
    mother = Person(bot, 1001)

    breaks, _answer = await mother.press(OpenKind(student_id=school.anna, kind=code))
    waits, _answer = await mother.press(SetBreaks(student_id=school.anna, kind=code, breaks=False))
    stored = await chosen(db)
    again, _answer = await mother.press(buttons(waits.reply_markup)[4][0][1])
    await mother.press(SetMode(student_id=school.anna, kind=code, mode=Mode.OFF))
    off, _answer = await mother.press(OpenKind(student_id=school.anna, kind=code))

    assert breaks.text.endswith(
        f"\n\n❗ Срочное здесь: {what}. Об этом сообщаю сразу, и в тихие часы тоже."
    )
    assert labels(breaks)[4] == ["✓ ❗ Срочное — и в тихие часы"]
    assert waits.text.endswith(f"\n\n❗ Срочное здесь: {what}. Оно ждёт, как и всё остальное.")
    assert labels(waits)[4] == ["❗ Срочное — и в тихие часы"]
    assert stored == {(1, school.anna, code, "now", False)}
    assert again.text == breaks.text
    assert off.text.endswith(f"\n\n❗ Срочное здесь: {what}. Об этом тоже не сообщаю.")
    assert labels(off)[4] == ["‹ Сообщения", "☰ Меню"]


async def test_a_new_mode_leaves_the_choice_about_urgency_as_it_was(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    await mother.press(SetBreaks(student_id=school.anna, kind=ABSENT, breaks=False))
    await mother.press(SetMode(student_id=school.anna, kind=ABSENT, mode=Mode.EVENING))
    await mother.press(SetEvery(student_id=school.anna, mode=Mode.WEEKLY))

    assert (1, school.anna, ABSENT, "weekly", False) in await chosen(db)


async def test_a_summary_is_sent_or_not(bot: Dispatcher, db: Database, school: SmallSchool) -> None:
    mother = Person(bot, 1001)

    kind, _answer = await mother.press(OpenKind(student_id=school.anna, kind=TOMORROW))

    assert kind.text == "<b>Завтрашний день, каждый вечер</b>: Анна И., 7Б\n\nПрисылать?"
    assert labels(kind) == [["✓ 🔔 Да"], ["🔕 Нет"], ["‹ Сообщения", "☰ Меню"]]
    for mode in (Mode.EVENING, Mode.WEEKLY):
        assert (
            await mother.alert(SetMode(student_id=school.anna, kind=TOMORROW, mode=mode)) == REFUSED
        )
    assert await mother.alert(SetBreaks(student_id=school.anna, kind=TOMORROW, breaks=True)) == GONE
    assert await chosen(db) == set()


async def test_all_kinds_are_chosen_at_once_but_summaries_stay_summaries(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)
    alone = {code for code, kind in all_kinds().items() if kind.alone}

    await mother.press(SetMode(student_id=school.anna, kind=TOMORROW, mode=Mode.OFF))
    evening, _answer = await mother.press(SetEvery(student_id=school.anna, mode=Mode.EVENING))
    off, _answer = await mother.press(SetEvery(student_id=school.anna, mode=Mode.OFF))
    now, _answer = await mother.press(SetEvery(student_id=school.anna, mode=Mode.NOW))

    assert {code for code, sign in signs(evening).items() if sign != "🌆"} == alone
    assert signs(evening)[TOMORROW] == "🔕"
    assert set(signs(off).values()) == {"🔕"}
    assert set(signs(now).values()) == {"🔔"}
    assert {row[1] for row in await chosen(db)} == {school.anna}


@pytest.mark.parametrize(
    "data",
    [
        SetMode(student_id=1, kind=MARK, mode=Mode.NOW),
        SetEvery(student_id=1, mode=Mode.NOW),
        SetBreaks(student_id=1, kind=ABSENT, breaks=True),
    ],
    ids=["mode", "every", "breaks"],
)
async def test_a_choice_lets_what_waits_be_looked_at_again(
    bot: Dispatcher, db: Database, held: None, data: SetMode
) -> None:
    await Person(bot, 1001).press(data)

    assert await state(db) == DUE


async def test_everybody_is_offered_the_kinds_they_can_hear(
    bot: Dispatcher, school: SmallSchool, nanny: int
) -> None:
    offered = {}
    for telegram_id in (1001, 1002, nanny):
        edit, _answer = await Person(bot, telegram_id).press(OpenKinds(student_id=school.anna))
        offered[telegram_id] = set(signs(edit))

    assert offered[1001] == {code for code, kind in all_kinds().items() if "guardian" in kind.roles}
    assert offered[1001] - offered[1002] == {
        "access.linked", "absence.answered", "attendance.unexplained",
    }  # fmt: skip
    assert not any(kind.startswith("mark") for kind in offered[nanny])
    assert len(offered[nanny]) > 3


async def test_no_kind_and_no_child_of_others_is_shown_or_chosen(
    bot: Dispatcher, db: Database, school: SmallSchool, nanny: int
) -> None:
    boris, anna = school.boris, school.anna
    tries = [
        (1001, OpenKind(student_id=anna, kind="no.such"), GONE),
        (1001, SetMode(student_id=anna, kind="no.such", mode=Mode.OFF), GONE),
        (1001, SetBreaks(student_id=anna, kind="no.such", breaks=False), GONE),
        (1001, SetBreaks(student_id=anna, kind=MARK, breaks=False), GONE),  # never urgent
        (1001, OpenKinds(student_id=boris), CLOSED),
        (1001, OpenKind(student_id=boris, kind=MARK), CLOSED),
        (1001, SetMode(student_id=boris, kind=MARK, mode=Mode.OFF), CLOSED),
        (1001, SetEvery(student_id=boris, mode=Mode.OFF), CLOSED),
        (1001, SetBreaks(student_id=boris, kind=ABSENT, breaks=False), CLOSED),
        (nanny, OpenKind(student_id=anna, kind=MARK), GONE),
        (nanny, SetMode(student_id=anna, kind=MARK, mode=Mode.NOW), GONE),
        (1004, SetMode(student_id=anna, kind=MARK, mode=Mode.OFF), CLOSED),
    ]

    for telegram_id, data, expected in tries:
        assert await Person(bot, telegram_id).alert(data) == expected, (telegram_id, data)
    assert await chosen(db) == set()


def test_every_kind_of_fact_fits_its_buttons() -> None:
    for code in CODES:
        data = SetMode(student_id=2**63 - 1, kind=code, mode=Mode.EVENING)
        assert len(data.pack()) <= 64


async def test_to_look_costs_two_statements_and_who_is_asking(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)
    await mother.press(SetEvery(student_id=1, mode=Mode.EVENING))

    for data in (OpenKinds(student_id=1), OpenKind(student_id=1, kind=ABSENT)):
        with statements(db) as seen:
            await mother.press(data)
        assert len(seen) <= 3, data
