"""Signatures under marks: one, a week, words to the teacher, and who looks at them."""

import pytest
from aiogram import Dispatcher

from domain.facts import MarkAdded
from keyboards.journal import OpenSeen
from keyboards.marking import ChangeGiven, RemoveGiven
from keyboards.open import OpenClassSeen, OpenMark, OpenMarks, OpenSigned
from keyboards.signatures import AskWords, SignAll, SignOne
from notifications.kind import Hearer, all_kinds
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.journal import rows
from tests.notifications.house import MOSCOW
from tests.person import Person, buttons
from tests.school import SmallSchool, sept
from views import words

MOTHER, STUDENT, FATHER, TEACHER = 1001, 1002, 1003, 1004
ANNA, ANNAS_FIVE = 1, 2
ALGEBRA_TODAY = 7


@pytest.fixture
def mother(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, MOTHER)


async def signed(db: Database) -> list[tuple[int, int, str, str, str]]:
    return [
        (one["mark_id"], one["chat_id"], one["holder_name"], one["value"], one["comment"])
        for one in await rows(db, t.acknowledgement)
    ]


async def test_a_week_is_signed_with_one_tap(mother: Person, db: Database) -> None:
    marks, _answer = await mother.press(OpenMarks(student_id=ANNA))
    week, _answer = await mother.press(OpenSigned(student_id=ANNA))
    with statements(db) as seen:
        after, _answer = await mother.press(SignAll(student_id=ANNA, day=sept(16)))
    again, _answer = await mother.press(SignAll(student_id=ANNA, day=sept(16)))

    assert [("✍️ Подписи", "sg:1:")] in buttons(marks.reply_markup)
    assert week.text == (
        "<b>✍️ Подписи</b> · 14–20 сент.\nАнна И., 7Б\n\nВы подписали: 0 из 3\n"
        "Нажмите на оценку, чтобы подписать её одну или написать учителю."
    )
    assert buttons(week.reply_markup)[0] == [("✓ Ознакомлен(а) со всеми: 3", "sga:1:20260914")]
    assert "Вы подписали: 3 из 3" in after.text
    assert "Ознакомлен" not in str(buttons(after.reply_markup))
    assert len(seen) <= 8
    assert again.text == after.text
    assert {(number, value) for number, _chat, _who, value, _words in await signed(db)} == {
        (1, "4"), (2, "5"), (3, "3"),
    }  # fmt: skip


async def test_the_message_of_a_new_mark_leads_to_its_signature(
    mother: Person, db: Database
) -> None:
    fact = MarkAdded(
        thing="mark:2", student=ANNA, name="Анна И.", course=1, subject="Алгебра", day=sept(16),
        work="", value="5",
    )  # fmt: skip
    with words.use("ru", MOSCOW):
        parents = all_kinds()[fact.code].markup(fact, Hearer(ANNA, ("Анна И.",)))
        students = all_kinds()[fact.code].markup(fact, Hearer(ANNA))

    shown, _answer = await mother.press(OpenMark(student_id=ANNA, mark_id=ANNAS_FIVE))
    after, _answer = await mother.press(SignOne(student_id=ANNA, mark_id=ANNAS_FIVE))

    assert buttons(parents)[0] == [("✍️ Подписать оценку", "mk:1:2")]
    assert "mk:" not in str(buttons(students))
    assert shown.text == (
        "Анна И., 7Б\n\n<b>Алгебра</b> — <b>5</b>\nСреда, 16 сентября · Ответ\n💬 Молодец!\n\n"
        "Подписи пока нет."
    )
    assert buttons(shown.reply_markup)[0] == [("✓ Ознакомлен(а)", "sgo:1:2")]
    assert after.text.endswith("✓ Ольга Иванова, ср, 16 сент., 12:00")
    assert await signed(db) == [(ANNAS_FIVE, 1, "Ольга Иванова", "5", "")]


async def test_words_about_a_mark_reach_the_teacher(
    mother: Person, bot: Dispatcher, db: Database
) -> None:
    asked, _answer = await mother.press(AskWords(student_id=ANNA, mark_id=ANNAS_FIVE))
    sent = await mother.ask("Спасибо! <Мы> рады.")
    seen, _answer = await Person(bot, TEACHER).press(OpenSeen(lesson_id=ALGEBRA_TODAY))

    assert "Напишите учителю об оценке <b>5</b>, Алгебра." in asked.text
    assert sent.text.startswith("✓ Учитель прочтёт.")
    assert "💬 Спасибо! &lt;Мы&gt; рады." in sent.text
    (fact,) = await rows(db, t.fact)
    assert (fact["kind"], fact["payload"]["to_course"]) == ("mark.commented", 1)
    assert fact["payload"]["author"] == "Ольга Иванова"
    assert seen.text.endswith(
        "<b>✍️ Подписи</b>\nИванова Анна — <b>5</b>\n"
        "✓ Ольга Иванова, ср, 16 сент., 12:00\n💬 Спасибо! &lt;Мы&gt; рады."
    )


async def test_words_that_are_too_long_are_refused_and_can_be_written_again(
    mother: Person, db: Database
) -> None:
    await mother.press(AskWords(student_id=ANNA, mark_id=ANNAS_FIVE))

    refused = await mother.ask("я" * 501)
    await mother.ask("Короче.")

    assert "500" in refused.text
    assert [words for *_others, words in await signed(db)] == ["Короче."]


async def test_a_mark_that_was_changed_asks_for_a_new_signature(
    mother: Person, bot: Dispatcher, db: Database
) -> None:
    teacher = Person(bot, TEACHER)
    await mother.press(SignAll(student_id=ANNA, day=sept(16)))
    await teacher.press(ChangeGiven(lesson_id=ALGEBRA_TODAY, mark_id=ANNAS_FIVE, place=2))

    shown, _answer = await mother.press(OpenMark(student_id=ANNA, mark_id=ANNAS_FIVE))
    again, _answer = await mother.press(SignOne(student_id=ANNA, mark_id=ANNAS_FIVE))
    await teacher.press(RemoveGiven(lesson_id=ALGEBRA_TODAY, mark_id=ANNAS_FIVE))
    gone = await mother.alert(SignOne(student_id=ANNA, mark_id=ANNAS_FIVE))

    assert "✎ Ольга Иванова — видели 5" in shown.text
    assert again.text.endswith("✓ Ольга Иванова, ср, 16 сент., 12:00")
    assert gone == "В дневнике этого больше нет. Откройте меню: /menu"


async def test_the_class_teacher_sees_who_has_signed_the_week(
    mother: Person, bot: Dispatcher, db: Database
) -> None:
    teacher = Person(bot, TEACHER)
    before, _answer = await teacher.press(OpenClassSeen(class_id=1))
    await mother.press(SignAll(student_id=ANNA, day=sept(16)))
    with statements(db) as seen:
        after, _answer = await teacher.press(OpenClassSeen(class_id=1))

    assert "Все оценки подписаны: у 0 из 2 учеников" in before.text
    assert after.text.endswith("✓ Иванова Анна: 3/3\n⚠️ Петров Борис: 0/1")
    assert len(seen) <= 5  # one of them notes who looked


async def test_only_guardians_sign_and_only_the_staff_of_the_class_looks(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    student = Person(bot, STUDENT)
    week, _answer = await student.press(OpenSigned(student_id=ANNA))
    shown, _answer = await student.press(OpenMark(student_id=ANNA, mark_id=ANNAS_FIVE))

    assert "— ср, 16 · Алгебра — <b>5</b>" in week.text
    assert "sg" not in str([data for row in buttons(shown.reply_markup)[:-1] for _t, data in row])
    for person in (student, Person(bot, FATHER), Person(bot, TEACHER), Person(bot, 9999)):
        for data in (
            SignOne(student_id=ANNA, mark_id=ANNAS_FIVE), SignAll(student_id=ANNA, day=sept(16)),
        ):  # fmt: skip
            assert await person.alert(data)
    # Anna's mark does not open under another child.
    assert await Person(bot, MOTHER).alert(SignOne(student_id=2, mark_id=ANNAS_FIVE))
    for telegram_id in (MOTHER, STUDENT, FATHER, 9999):
        person = Person(bot, telegram_id)
        assert await person.alert(OpenClassSeen(class_id=1))
        assert await person.alert(OpenSeen(lesson_id=ALGEBRA_TODAY))
    assert await Person(bot, TEACHER).alert(OpenClassSeen(class_id=2))
    assert await signed(db) == []
