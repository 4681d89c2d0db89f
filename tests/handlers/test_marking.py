"""Marks of a lesson, by taps and in one message: given, changed, taken back."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from keyboards.journal import (
    OpenBoard,
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
from keyboards.open import OpenLesson
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.journal import facts, given, rows, write
from tests.person import Person, buttons
from tests.school import SmallSchool

TEACHER, MOTHER, FATHER = 1004, 1001, 1003
ALGEBRA_TODAY, PHYSICS_TODAY, ALGEBRA_TOMORROW = 7, 8, 10
"""Lessons of 16, 16 and 17 September."""


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, TEACHER)


def texts(markup: object) -> list[str]:
    return [text for row in buttons(markup) for text, _data in row]  # type: ignore[arg-type]


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


async def thirty_more(db: Database, *chats: int) -> list[str]:
    """Add thirty students to the course, each seen by these chats; return their family names."""
    names = [f"Фамилия{chr(1072 + number)}" for number in range(30)]
    async with db.begin() as session:
        for number, name in enumerate(names):
            keys = {"source": "x", "sourced_id": f"p{number}"}
            person = {"id": 100 + number, "given_name": "Имя", "family_name": name, **keys}
            await session.execute(sa.insert(t.person).values(**person))
            seat = {"course_id": 1, "person_id": 100 + number, "role": "student", **keys}
            await session.execute(sa.insert(t.course_member).values(**seat))
            for chat in chats:
                grant = {"chat_id": chat, "role": "guardian", "student_id": 100 + number}
                await session.execute(
                    sa.insert(t.access_grant).values(**grant, granted_at=sa.func.now())
                )
    return names


async def test_thirty_marks_cost_as_much_as_one(teacher: Person, db: Database) -> None:
    names = await thirty_more(db, 1, 2, 3)  # however many hear of each
    await teacher.press(OpenBoard(lesson_id=ALGEBRA_TODAY, category_id=2))
    await teacher.ask(", ".join(f"{name} {n % 4 + 2}" for n, name in enumerate(names)))

    with statements(db) as seen:
        await teacher.press(SaveEntries(lesson_id=ALGEBRA_TODAY))

    assert len(await given(db)) == 30
    assert len({one["batch"] for one in await rows(db, t.journal_change)}) == 1
    # Besides the transaction's eight: who is asking, what was typed, and that it is done with.
    inside = [one for one in seen if "conversation" not in one and "chat.telegram_id" not in one]
    assert len(inside) <= 8, inside


async def test_thirty_students_are_marked_with_thirty_five_taps(
    teacher: Person, db: Database
) -> None:
    names = await thirty_more(db)
    taps = 0
    board, _ = await teacher.press(OpenBoard(lesson_id=ALGEBRA_TODAY))
    for value in "5432":
        choose = _button(board, value, f"·{value}·")
        board, _ = await teacher.press(choose)
        taps += 1
        for name in [one for n, one in enumerate(names) if str(n % 4 + 2) == value]:
            board, _ = await teacher.press(_button(board, f"{name} И."))
            taps += 1

    assert taps + 1 == 35  # one more opens the board
    assert len(await given(db)) == 30


def _button(screen: Any, *labels: str) -> str:
    """Return the data of the button that is called so."""
    return next(
        data for row in buttons(screen.reply_markup) for text, data in row if text in labels
    )


async def test_words_without_an_open_lesson_are_no_marks(teacher: Person) -> None:
    sent = await teacher.ask("Петров 5")

    assert sent.text.startswith("Не понимаю")
