"""From home: an absence is told, accepted, and excused."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.absence import Reason
from domain.journal import Presence
from keyboards.absence import (
    AcceptNote,
    BeginNote,
    ChooseDays,
    ChooseReason,
    OpenOwnNotes,
    RefuseNote,
    SendNote,
    SendNoteFiles,
    WithdrawNote,
)
from keyboards.journal import TapPresence
from keyboards.open import OpenNote, OpenNotes
from storage import tables as t
from storage.database import Database
from tests.person import Person, buttons
from tests.school import SmallSchool, sept

MOTHER, ANNA, FATHER, TEACHER = 1001, 1002, 1003, 1004
GONE = "В дневнике этого больше нет. Откройте меню: /menu"


@pytest.fixture
def mother(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, MOTHER)


@pytest.fixture
def father(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, FATHER)


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, TEACHER)


async def tell(father: Person) -> Any:
    """Boris was away on Tuesday and will be until Thursday."""
    first, last = sept(15), sept(17)
    await father.press(BeginNote(student_id=3))
    await father.press(ChooseDays(student_id=3, first=first, last=last))
    await father.press(ChooseReason(student_id=3, first=first, last=last, why=Reason.ILL))
    await father.send_photo("certificate", caption="Грипп")
    edit, _ = await father.press(SendNote())
    return edit


async def facts(db: Database) -> list[tuple[str, dict[str, Any]]]:
    async with db.read() as session:
        rows = await session.execute(sa.select(t.fact).order_by(t.fact.c.id))
        return [(row.kind, row.payload) for row in rows]


async def attendance(db: Database) -> list[tuple[date, str, str]]:
    async with db.read() as session:
        a = t.attendance.c
        query = sa.select(a.day, a.category, a.reason).where(a.student_id == 3)
        return [tuple(row) for row in await session.execute(query.order_by(a.id))]


def labels(markup: Any) -> list[str]:
    return [text for row in buttons(markup) for text, _data in row]


async def test_a_note_with_a_certificate_reaches_the_class_teacher(
    father: Person, teacher: Person, db: Database
) -> None:
    edit = await tell(father)

    assert edit.text == (
        "🟡 <b>15–17 сентября</b>\nБорис П., 7Б\nболезнь: Грипп\nОт: —, ср, 16 сент., 12:00"
        "\n\n📎 1 файл\n\n🟡 Ждёт классного руководителя."
    ).replace("15–17 сентября", edit.text.split("<b>")[1].split("</b>")[0])
    ((kind, payload),) = await facts(db)
    assert (kind, payload["to_class"], payload["student"], len(payload["files"])) == (
        "absence.note", 1, "Борис Петров, 7Б", 1,
    )  # fmt: skip
    waiting, _ = await teacher.press(OpenNotes())
    assert any("Борис П." in label for label in labels(waiting.reply_markup))
    calls = await teacher.tap(SendNoteFiles(note_id=1))
    assert type(calls[0]).__name__ == "SendPhoto"


async def test_accepting_excuses_what_was_missed_and_what_will_be(
    father: Person, teacher: Person, db: Database
) -> None:
    await tell(father)
    assert await attendance(db) == [(sept(15), "absent", "")]

    edit, _ = await teacher.press(AcceptNote(note_id=1))
    assert "✅ Принято." in edit.text
    assert await attendance(db) == [(sept(15), "ill", "Грипп")]
    assert (await facts(db))[-1][1]["accepted"] is True

    await teacher.press(TapPresence(lesson_id=7, student_id=3, was=Presence.PRESENT))
    assert (await attendance(db))[-1] == (sept(16), "ill", "Грипп")
    assert await teacher.alert(AcceptNote(note_id=1)) == GONE


async def test_a_refusal_says_why(father: Person, teacher: Person, db: Database) -> None:
    await tell(father)
    await teacher.press(RefuseNote(note_id=1))

    sent = await teacher.ask("Нужна справка")

    assert sent.text.endswith("❗ Не принято.\n💬 Нужна справка")
    assert await attendance(db) == [(sept(15), "absent", "")]
    assert (await facts(db))[-1][1]["answer"] == "Нужна справка"


async def test_a_note_is_withdrawn_until_it_is_answered(father: Person, teacher: Person) -> None:
    await tell(father)

    edit, _ = await father.press(WithdrawNote(note_id=1))

    assert edit.text.endswith("⚪️ Отозвано.")
    assert await teacher.alert(AcceptNote(note_id=1)) == GONE


@pytest.mark.parametrize("typed", ["25.05", "17.09-15.09", "1.10-30.11", "завтра", "31.02"])
async def test_days_that_cannot_be_are_refused(father: Person, typed: str) -> None:
    await father.press(BeginNote(student_id=3))

    sent = await father.ask(typed)

    assert sent.text.startswith("Напишите дни так: 25.11 или 25.11-28.11.")


async def test_typed_days_are_understood(father: Person) -> None:
    await father.press(BeginNote(student_id=3))

    sent = await father.ask("17-18.09")

    assert "сентября" in sent.text or "сент" in sent.text
    assert sent.text.endswith("По какой причине?")


async def test_others_neither_see_nor_send(
    bot: Dispatcher, father: Person, mother: Person, db: Database
) -> None:
    await tell(father)

    for person in (mother, Person(bot, ANNA), Person(bot, 9999)):
        for tap in (OpenNote(note_id=1), AcceptNote(note_id=1), SendNoteFiles(note_id=1)):
            assert await person.alert(tap) == GONE
        assert "не открыт" in await person.alert(OpenOwnNotes(student_id=3))
    assert "не открыто" in await Person(bot, ANNA).alert(OpenOwnNotes(student_id=1))
    assert await attendance(db) == [(sept(15), "absent", "")]


async def test_a_parent_does_not_accept_their_own_note(father: Person) -> None:
    await tell(father)

    assert "не открыто" in await father.alert(AcceptNote(note_id=1))
