"""A teacher between two lessons: /journal, attendance, marks by taps and in one message."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.clock import FixedClock
from domain.journal import Presence
from domain.scales import Scale
from keyboards.journal import (
    AskTopic,
    ChooseScale,
    NoteAllPresent,
    OpenBoard,
    OpenPresence,
    TapPresence,
    UndoSave,
)
from keyboards.marking import (
    AskComment,
    ChangeGiven,
    DropDoubts,
    DropEntries,
    GiveOne,
    OpenGiven,
    OpenPad,
    PickEntry,
    RemoveGiven,
    SaveEntries,
    WeighGiven,
)
from keyboards.open import OpenJournal, OpenLesson
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.journal import change, write
from tests.person import Person, buttons
from tests.school import SmallSchool, sept

TEACHER, MOTHER, FATHER = 1004, 1001, 1003
ALGEBRA_TODAY, PHYSICS_TODAY, ALGEBRA_TOMORROW = 7, 8, 10
"""Lessons of 16, 16 and 17 September."""


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, TEACHER)


async def rows(
    db: Database, table: sa.Table, *conditions: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    async with db.read() as session:
        found = await session.execute(sa.select(table).where(*conditions).order_by(table.c.id))
        return [dict(row) for row in found.mappings()]


async def facts(db: Database) -> list[tuple[str, str | None, str]]:
    """Return (kind, value or category, why it is told to nobody) in the order of writing."""
    told = await rows(db, t.fact)
    return [
        (one["kind"], one["payload"].get("value") or one["payload"].get("category"), one["reason"])
        for one in told
    ]


async def given(db: Database) -> list[tuple[int, str, int]]:
    """Return (student, value, place in the cell) of the marks that were given in the chat."""
    found = await rows(db, t.mark, t.mark.c.source == "local")
    return [(one["student_id"], one["value"], one["ordinal"]) for one in found]


def texts(markup: object) -> list[str]:
    return [text for row in buttons(markup) for text, _data in row]  # type: ignore[arg-type]


async def test_journal_lists_todays_own_lessons(teacher: Person) -> None:
    sent = await teacher.ask("/journal")

    assert sent.text == (
        "<b>📒 Журнал</b> · среда, 16 сентября\n\n"
        "1. 08:30 <b>Алгебра, 7Б</b> · ⭐ 1\n   <i>Дроби &amp; степени</i>"
    )
    assert buttons(sent.reply_markup)[0] == [
        ("1. 7Б Алгебра", OpenLesson(lesson_id=ALGEBRA_TODAY).pack())
    ]


async def test_a_parent_has_no_journal(bot: Dispatcher, school: SmallSchool) -> None:
    sent = await Person(bot, MOTHER).ask("/journal")

    assert "администратор" in sent.text


async def test_a_lesson_shows_what_is_noted_and_how_to_be_fast(teacher: Person) -> None:
    edit, _answer = await teacher.press(OpenLesson(lesson_id=ALGEBRA_TODAY))

    assert edit.text == (
        "📒 <b>Алгебра, 7Б</b>\nСр, 16 сент. · урок 1 (08:30–09:15) · каб. 204\n\n"
        "✏️ Тема: Дроби &amp; степени\n⭐ 1 оценка · 🚫 нет: 0 · 📝 0 заданий"
    )


async def test_a_mark_by_two_taps_is_told_after_the_grace(teacher: Person, db: Database) -> None:
    board, _ = await teacher.press(OpenBoard(lesson_id=ALGEBRA_TODAY, place=2))
    tap = next(
        data for row in buttons(board.reply_markup) for text, data in row if "Петров" in text
    )
    with statements(db) as seen:
        after, _ = await teacher.press(tap)

    assert await given(db) == [(3, "4", 1)]
    assert await facts(db) == [("mark.added", "4", "")]
    assert "Петров Б. 4" in texts(after.reply_markup)
    assert len(seen) <= 8
    (fact,) = await rows(db, t.fact)
    assert fact["ready_at"] - fact["happened_at"] == timedelta(seconds=180)
    (history,) = await rows(db, t.journal_change)
    assert (history["chat_id"], history["before"], history["after"]["value"]) == (4, None, "4")


async def test_a_second_tap_on_the_same_button_gives_no_second_mark(
    teacher: Person, db: Database
) -> None:
    tap = GiveOne(lesson_id=ALGEBRA_TODAY, student_id=3, place=1, had=0)
    await teacher.press(tap)

    await teacher.press(tap)

    assert await given(db) == [(3, "5", 1)]


async def test_several_marks_fit_a_cell(teacher: Person, db: Database) -> None:
    pad, _ = await teacher.press(OpenPad(lesson_id=ALGEBRA_TODAY, student_id=1))
    assert texts(pad.reply_markup) == ["5 · Ответ", "5", "4", "3", "2", "‹ Класс"]

    await teacher.press(GiveOne(lesson_id=ALGEBRA_TODAY, student_id=1, place=3, had=1, pad=True))

    assert await given(db) == [(1, "3", 2)]


async def test_what_was_just_given_is_undone_and_told_to_nobody(
    teacher: Person, db: Database
) -> None:
    after, _ = await teacher.press(GiveOne(lesson_id=ALGEBRA_TODAY, student_id=3, place=1, had=0))
    undo = next(d for row in buttons(after.reply_markup) for text, d in row if "Отменить" in text)

    edit, _ = await teacher.press(undo)

    assert edit.text.startswith("↩️ Отменено.")
    assert await given(db) == []
    assert await facts(db) == [("mark.added", "5", "withdrawn")]
    assert await teacher.alert(undo) == "В дневнике этого больше нет. Откройте меню: /menu"


async def test_undo_leaves_alone_what_was_changed_since(teacher: Person, db: Database) -> None:
    after, _ = await teacher.press(GiveOne(lesson_id=ALGEBRA_TODAY, student_id=3, place=1, had=0))
    undo = next(d for row in buttons(after.reply_markup) for text, d in row if "Отменить" in text)
    (mark,) = await rows(db, t.mark, t.mark.c.source == "local")
    await teacher.press(ChangeGiven(lesson_id=ALGEBRA_TODAY, mark_id=mark["id"], place=2))

    assert "изменили ещё раз" in await teacher.alert(undo)

    assert await given(db) == [(3, "4", 1)]


async def test_a_mark_is_changed_weighed_commented_and_removed(
    teacher: Person, db: Database
) -> None:
    one = {"lesson_id": ALGEBRA_TODAY, "mark_id": 2}
    shown, _ = await teacher.press(OpenGiven(**one))
    assert "<b>Иванова Анна</b>: <b>5</b>\nОтвет\nВес: 1\n💬 Молодец!" in shown.text

    await teacher.press(ChangeGiven(**one, place=2))
    await teacher.press(WeighGiven(**one, weight=2))
    await teacher.press(AskComment(**one))
    await teacher.say("Внимательнее   со знаками")

    (mark,) = await rows(db, t.mark, t.mark.c.id == 2)
    assert (mark["value"], mark["score"], mark["weight"]) == ("4", 4.0, 2.0)
    assert mark["comment"] == "Внимательнее со знаками"
    assert await facts(db) == [("mark.changed", "4", "replaced"), ("mark.changed", "4", "")]

    await teacher.press(RemoveGiven(**one))

    assert await rows(db, t.mark, t.mark.c.id == 2) == []
    assert (await facts(db))[-1][0] == "mark.removed"
    assert (await rows(db, t.fact))[-1]["payload"]["before"] == "5"


async def test_attendance_goes_round_by_taps_and_waits_less_than_marks(
    teacher: Person, db: Database
) -> None:
    shown, _ = await teacher.press(OpenPresence(lesson_id=ALGEBRA_TODAY))
    assert texts(shown.reply_markup)[:3] == ["✓ Иванова А.", "✓ Петров Б.", "✓ Все на месте"]

    tap = TapPresence(lesson_id=ALGEBRA_TODAY, student_id=3, was=Presence.PRESENT)
    with statements(db) as seen:
        after, _ = await teacher.press(tap)

    assert texts(after.reply_markup)[1] == "🚫 Петров Б."
    (fact,) = await rows(db, t.fact)
    assert (fact["kind"], fact["payload"]["urgent"]) == ("attendance.absent", True)
    assert fact["ready_at"] - fact["happened_at"] == timedelta(seconds=20)
    assert len(seen) <= 11, seen

    for was in (Presence.ABSENT, Presence.LATE, Presence.EXCUSED):
        await teacher.press(TapPresence(lesson_id=ALGEBRA_TODAY, student_id=3, was=was))
    assert [one for one in await facts(db) if not one[2]] == []


async def test_an_accepted_note_excuses_at_once(teacher: Person, db: Database) -> None:
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.absence_note).values(
                student_id=3, chat_id=3, begins_on=sept(16), ends_on=sept(17), category="ill",
                reason="Грипп", state="accepted", created_at=sa.func.now(),
            )
        )  # fmt: skip

    after, _ = await teacher.press(
        TapPresence(lesson_id=ALGEBRA_TODAY, student_id=3, was=Presence.PRESENT)
    )

    assert texts(after.reply_markup)[1] == "🤒 Петров Б."
    (fact,) = await rows(db, t.fact)
    assert fact["payload"].get("urgent") is None
    assert fact["payload"]["reason"] == "Грипп"


async def test_everybody_is_here(teacher: Person, db: Database) -> None:
    await teacher.press(TapPresence(lesson_id=ALGEBRA_TODAY, student_id=3, was=Presence.PRESENT))

    await teacher.press(NoteAllPresent(lesson_id=ALGEBRA_TODAY))

    found = await rows(db, t.attendance, t.attendance.c.source == "local")
    assert {(one["student_id"], one["category"]) for one in found} == {
        (1, "present"), (3, "present"),
    }  # fmt: skip
    assert [one for one in await facts(db) if not one[2]] == []


async def test_a_message_of_marks_is_shown_then_saved_in_one_go(
    teacher: Person, db: Database
) -> None:
    await teacher.press(OpenLesson(lesson_id=ALGEBRA_TODAY))

    sent = await teacher.ask("Иванова 4 3 (устно), Петров н")

    assert sent.text.endswith(
        "✓ Иванова Анна — <b>4 3</b> (устно)\n✓ Петров Борис — <b>нет</b>\n\nСохранить 2 оценки?"
    )
    assert await given(db) == []

    edit, _ = await teacher.press(SaveEntries(lesson_id=ALGEBRA_TODAY))

    assert edit.text.startswith("✅ Сохранено: 2 оценки, 1 пометка посещаемости.")
    assert await given(db) == [(1, "4", 2), (1, "3", 3)]
    assert sorted(kind for kind, _value, _why in await facts(db)) == [
        "attendance.absent", "mark.added", "mark.added",
    ]  # fmt: skip
    assert "дневнике этого больше нет" in await teacher.alert(SaveEntries(lesson_id=ALGEBRA_TODAY))


async def test_doubts_are_asked_about_and_nothing_is_half_saved(
    teacher: Person, db: Database, school: SmallSchool
) -> None:
    await write(db, t.person, given_name="Павел", family_name="Петров", middle_name="", grade="7")
    await write(db, t.course_member, course_id=1, person_id=7, role="student")
    await teacher.press(OpenLesson(lesson_id=ALGEBRA_TODAY))

    sent = await teacher.ask("Петров 5, Иванова 7")
    assert "❓ Петров — <b>5</b>" in sent.text
    assert "⛔ Иванова 7 — в этой шкале нет оценки «7»" in sent.text
    assert "Петров → Петров Борис" in texts(sent.reply_markup)

    again = await teacher.ask("Иванова 3")
    assert "⛔" not in again.text
    edit, _ = await teacher.press(PickEntry(lesson_id=ALGEBRA_TODAY, place=0, student_id=7))
    assert "✓ Петров Павел — <b>5</b>" in edit.text
    assert await given(db) == []

    await teacher.press(SaveEntries(lesson_id=ALGEBRA_TODAY))
    assert await given(db) == [(7, "5", 1), (1, "3", 2)]


async def test_what_is_clear_is_saved_without_the_rest(teacher: Person, db: Database) -> None:
    await teacher.press(OpenLesson(lesson_id=ALGEBRA_TODAY))
    await teacher.ask("Петров 5, Кузнецов 5")

    edit, _ = await teacher.press(DropDoubts(lesson_id=ALGEBRA_TODAY))
    assert "Кузнецов" not in edit.text
    await teacher.press(SaveEntries(lesson_id=ALGEBRA_TODAY))

    assert await given(db) == [(3, "5", 1)]


async def test_what_was_typed_can_be_dropped(teacher: Person, db: Database) -> None:
    await teacher.press(OpenLesson(lesson_id=ALGEBRA_TODAY))
    await teacher.ask("Петров 5")

    await teacher.press(DropEntries(lesson_id=ALGEBRA_TODAY))

    assert await given(db) == []
    assert "дневнике этого больше нет" in await teacher.alert(SaveEntries(lesson_id=ALGEBRA_TODAY))


async def test_thirty_marks_cost_as_much_as_one(teacher: Person, db: Database) -> None:
    async with db.begin() as session:
        for number in range(30):
            made = await session.execute(
                sa.insert(t.person)
                .values(
                    source="x",
                    sourced_id=f"p{number}",
                    given_name="Имя",
                    family_name=f"Фамилия{chr(1072 + number)}",
                )
                .returning(t.person.c.id)
            )
            pupil = made.scalar_one()
            await session.execute(
                sa.insert(t.course_member).values(
                    source="x",
                    sourced_id=f"m{number}",
                    course_id=1,
                    person_id=pupil,
                    role="student",
                )
            )
            for chat in (1, 2, 3):  # however many hear of each
                grant = {"chat_id": chat, "role": "guardian", "student_id": pupil}
                await session.execute(
                    sa.insert(t.access_grant).values(**grant, granted_at=sa.func.now())
                )
    await teacher.press(OpenBoard(lesson_id=ALGEBRA_TODAY, category_id=2))
    await teacher.ask(
        ", ".join(f"Фамилия{chr(1072 + number)} {number % 4 + 2}" for number in range(30))
    )

    with statements(db) as seen:
        await teacher.press(SaveEntries(lesson_id=ALGEBRA_TODAY))

    assert len(await given(db)) == 30
    # Besides the transaction's eight: who is asking, what was typed, and that it is done with.
    outside = ("UPDATE conversation", "SELECT conversation", "SELECT chat.", "INSERT INTO chat")
    inside = [
        one
        for one in seen
        if not one.lstrip().startswith(outside)
        and "conversation" not in one
        and "chat.telegram_id" not in one
    ]
    assert len(inside) <= 8, inside


async def test_the_topic_is_written(teacher: Person, db: Database) -> None:
    await teacher.press(AskTopic(lesson_id=ALGEBRA_TODAY))

    sent = await teacher.ask("Квадратные  <корни>")

    assert "✏️ Тема: Квадратные &lt;корни&gt;" in sent.text
    assert (await rows(db, t.lesson, t.lesson.c.id == ALGEBRA_TODAY))[0]["topic"] == (
        "Квадратные <корни>"
    )
    (history,) = await rows(db, t.journal_change)
    assert history["before"]["topic"] == "Дроби & степени"


async def test_the_scale_of_the_course_is_chosen(teacher: Person, db: Database) -> None:
    await teacher.press(ChooseScale(lesson_id=ALGEBRA_TODAY, scale=Scale.PASS_FAIL))

    board, _ = await teacher.press(OpenBoard(lesson_id=ALGEBRA_TODAY))

    assert texts(board.reply_markup)[:2] == ["зачёт", "незачёт"]


async def test_each_thing_that_cannot_be_has_its_own_sentence(
    teacher: Person, bot: Dispatcher, db: Database
) -> None:
    await change(db, t.lesson, ALGEBRA_TODAY, status="cancelled")
    said = {
        "another teacher's": await teacher.alert(
            GiveOne(lesson_id=PHYSICS_TODAY, student_id=3, place=1, had=0)
        ),
        "cancelled": await teacher.alert(OpenBoard(lesson_id=ALGEBRA_TODAY)),
        "ahead": await teacher.alert(OpenPresence(lesson_id=999_999)),
        "to come": await teacher.alert(
            GiveOne(lesson_id=ALGEBRA_TOMORROW, student_id=3, place=1, had=0)
        ),
    }

    assert "не открыто" in said["another teacher's"]
    assert said["cancelled"] == "Этот урок отменён: в его журнал ничего записать нельзя."
    assert "ещё впереди: чт, 17 сент." in said["to come"]
    assert await given(db) == []


@pytest.mark.parametrize("who", [MOTHER, FATHER, 9999])
async def test_nobody_else_writes_in_the_journal(
    bot: Dispatcher, school: SmallSchool, db: Database, who: int
) -> None:
    person = Person(bot, who)
    for tap in (
        OpenLesson(lesson_id=ALGEBRA_TODAY), OpenBoard(lesson_id=ALGEBRA_TODAY),
        GiveOne(lesson_id=ALGEBRA_TODAY, student_id=1, place=1, had=1),
        TapPresence(lesson_id=ALGEBRA_TODAY, student_id=1, was=Presence.PRESENT),
        RemoveGiven(lesson_id=ALGEBRA_TODAY, mark_id=2), OpenJournal(day=sept(16)),
        OpenGiven(lesson_id=ALGEBRA_TODAY, mark_id=2), UndoSave(lesson_id=ALGEBRA_TODAY, batch=1),
    ):  # fmt: skip
        said = await person.alert(tap)
        assert "Иванова" not in said
    assert await facts(db) == []


async def test_the_class_teacher_reads_but_does_not_write_the_lessons_of_others(
    teacher: Person, db: Database
) -> None:
    edit, _ = await teacher.press(OpenLesson(lesson_id=PHYSICS_TODAY))

    assert "Иванова Анна: 3, опоздал(а)" in edit.text
    assert texts(edit.reply_markup) == [
        "🏁 Итоговые", "✍️ Подписи", "🕘 История", "‹ Журнал", "☰ Меню",
    ]  # fmt: skip


async def test_words_without_an_open_lesson_are_no_marks(teacher: Person) -> None:
    sent = await teacher.ask("Петров 5")

    assert sent.text.startswith("Не понимаю")


async def test_another_days_journal_costs_three_statements(
    teacher: Person, db: Database, clock: FixedClock
) -> None:
    with statements(db) as seen:
        await teacher.press(OpenJournal(day=sept(17)))

    assert len(seen) <= 3
