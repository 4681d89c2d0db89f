"""A family asks, the school answers; nobody else sees a word."""

from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import SendDocument, SendMessage, SendPhoto

from domain.clock import FixedClock
from domain.questions import Addressee
from keyboards.open import AnswerThread, OpenThread, OpenThreads
from keyboards.questions import (
    AskTarget,
    CloseThread,
    OpenTargets,
    SendQuestion,
    SendThreadFiles,
)
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.counting import statements
from tests.person import Person, buttons
from tests.school import SEPTEMBER, SmallSchool

MOTHER, ANNA, FATHER, TEACHER = 1001, 1002, 1003, 1004
GONE = "В дневнике этого больше нет. Откройте меню: /menu"


@pytest.fixture
def mother(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, MOTHER)


@pytest.fixture
def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    return Person(bot, TEACHER)


async def ask(person: Person, words: str = "Когда <собрание>?") -> Any:
    """Ask the class teacher; return the screen that follows."""
    await person.press(AskTarget(student_id=1, target_id=1, addressee=Addressee.CLASS_TEACHER))
    await person.ask(words)
    edit, _ = await person.press(SendQuestion())
    return edit


async def facts(db: Database) -> list[dict[str, Any]]:
    async with db.read() as session:
        rows = await session.execute(
            sa.select(t.fact.c.kind, t.fact.c.payload).order_by(t.fact.c.id)
        )
        return [{"kind": row.kind, **row.payload} for row in rows]


def labels(markup: Any) -> list[str]:
    return [text for row in buttons(markup) for text, _data in row]


async def test_a_mother_chooses_whom_to_ask(mother: Person) -> None:
    empty, _ = await mother.press(OpenThreads())
    assert empty.text.startswith("<b>💬 Вопросы</b>\n\nВопросов пока нет.")

    edit, _ = await mother.press(OpenTargets(student_id=1))

    assert labels(edit.reply_markup) == [
        "👩‍🏫 Классный рук.: Мария Петровна", "📚 Алгебра", "🏫 Завуч: Виктор Львович",
        "🛟 Поддержка дневника", "‹ Вопросы", "☰ Меню",
    ]  # fmt: skip


async def test_a_question_reaches_the_class_teacher_and_the_answer_comes_back(
    mother: Person, teacher: Person, db: Database
) -> None:
    edit = await ask(mother)
    assert edit.text == (
        "✅ Отправлено. Ответ придёт сюда сообщением.\n\n"
        "🟡 <b>Когда &lt;собрание&gt;?</b>\nАнна И., 7Б · классный руководитель\n\n"
        "👤 <b>Ольга Иванова</b>, ср, 16 сент., 12:00\nКогда &lt;собрание&gt;?\n\n"
        "⏳ Ждёт ответа с ср, 16 сент.."
    )
    (asked,) = await facts(db)
    assert (asked["kind"], asked["to_class"], asked["author"], asked["student"]) == (
        "question.asked", 1, "Ольга Иванова", "Анна И., 7Б",
    )  # fmt: skip

    shown, _ = await teacher.press(OpenThreads())
    assert "🟡 Когда <собрание>?" in labels(shown.reply_markup)
    await teacher.press(AnswerThread(thread_id=1))
    await teacher.ask("В четверг.")
    answered, _ = await teacher.press(SendQuestion())

    assert "🟢 <b>Когда" in answered.text
    assert "🏫 <b>Мария Петровна</b>, ср, 16 сент., 12:00\nВ четверг." in answered.text
    _, told = await facts(db)
    assert (told["kind"], told["to_chat"], told["about"], told["text"]) == (
        "question.answered", 1, 1, "В четверг.",
    )  # fmt: skip


async def test_photos_and_documents_go_both_ways(
    mother: Person, teacher: Person, db: Database
) -> None:
    await mother.press(AskTarget(student_id=1, target_id=1, addressee=Addressee.CLASS_TEACHER))
    first = await mother.send_photo("p1", media_group_id="7", caption="Смотрите")
    second = await mother.send_photo("p2", media_group_id="7")
    assert [type(call) for call in first] == [SendMessage]
    assert "📎 2 файла" in second[0].text  # type: ignore[attr-defined]  # the preview is edited
    await mother.press(SendQuestion())

    calls = await teacher.tap(SendThreadFiles(thread_id=1))
    assert "SendMediaGroup" in [type(call).__name__ for call in calls]

    await teacher.press(AnswerThread(thread_id=1))
    await teacher.send_document("answer.pdf")
    await teacher.press(SendQuestion())
    calls = await mother.tap(SendThreadFiles(thread_id=1))
    assert SendDocument in [type(call) for call in calls] or SendPhoto in map(type, calls)
    assert [len(one["files"]) for one in await facts(db)] == [2, 1]


async def test_nothing_is_sent_without_words_or_twice(mother: Person, db: Database) -> None:
    await mother.press(AskTarget(student_id=1, target_id=1, addressee=Addressee.CLASS_TEACHER))
    assert await mother.alert(SendQuestion()) == GONE

    await ask(mother)
    assert await mother.alert(SendQuestion()) == GONE
    assert len(await facts(db)) == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"name": "video.pdf", "size": 60 * 1024 * 1024}, "Файл слишком большой")],
)
async def test_a_file_of_60_mb_is_refused_and_what_was_written_stays(
    mother: Person, db: Database, sent: dict[str, Any], said: str
) -> None:
    await mother.press(AskTarget(student_id=1, target_id=1, addressee=Addressee.CLASS_TEACHER))
    await mother.ask("Вопрос")

    (answer,) = await mother.send_document(**sent)

    assert said in answer.text  # type: ignore[attr-defined]
    await mother.press(SendQuestion())
    assert [one["files"] for one in await facts(db)] == [[]]


async def test_words_beyond_a_message_are_refused(mother: Person) -> None:
    await mother.press(AskTarget(student_id=1, target_id=1, addressee=Addressee.CLASS_TEACHER))

    sent = await mother.ask("я" * 3001)

    assert sent.text == "Слишком длинно: не больше 3000 знаков. Сократите, пожалуйста."


@pytest.mark.parametrize("who", [ANNA, FATHER, 9999])
async def test_nobody_else_sees_a_thread(
    bot: Dispatcher, mother: Person, db: Database, who: int
) -> None:
    await ask(mother)
    other = Person(bot, who)

    for tap in (
        OpenThread(thread_id=1), AnswerThread(thread_id=1), SendThreadFiles(thread_id=1),
        CloseThread(thread_id=1, closed=True),
    ):  # fmt: skip
        assert await other.alert(tap) == GONE
    if who != ANNA:
        refused = AskTarget(student_id=1, target_id=1, addressee=Addressee.CLASS_TEACHER)
        assert "не открыт" in await other.alert(refused)


async def test_the_other_teacher_does_not_see_what_the_deputy_head_was_asked(
    mother: Person, teacher: Person
) -> None:
    await mother.press(AskTarget(student_id=1, target_id=1, addressee=Addressee.DEPUTY_HEAD))
    await mother.ask("Жалоба")
    await mother.press(SendQuestion())

    assert await teacher.alert(OpenThread(thread_id=1)) == GONE


async def test_a_guardian_whose_access_ended_sees_their_thread_no_more(
    mother: Person, db: Database
) -> None:
    await ask(mother)
    async with db.begin() as session:
        await session.execute(sa.update(t.access_grant).values(revoked_at=SEPTEMBER))

    assert await mother.alert(OpenThread(thread_id=1)) == GONE


async def test_a_thread_is_closed_and_opened_again(mother: Person, teacher: Person) -> None:
    await ask(mother)

    closed, _ = await mother.press(CloseThread(thread_id=1, closed=True))
    assert closed.text.startswith("⚪️")
    opened, _ = await teacher.press(CloseThread(thread_id=1, closed=False))
    assert opened.text.startswith("🟡")


async def test_a_thread_of_ten_unanswered_posts_waits(mother: Person) -> None:
    await ask(mother)
    for _number in range(9):
        await mother.press(AnswerThread(thread_id=1))
        await mother.ask("И ещё")
        await mother.press(SendQuestion())
    await mother.press(AnswerThread(thread_id=1))
    await mother.ask("И ещё")

    assert (await mother.alert(SendQuestion())).startswith("Уже 10 ждут ответа")


async def test_the_screens_cost_three_statements_and_sending_eleven(
    mother: Person, db: Database
) -> None:
    await mother.press(AskTarget(student_id=1, target_id=1, addressee=Addressee.CLASS_TEACHER))
    await mother.ask("Вопрос")
    with statements(db) as sending:
        await mother.press(SendQuestion())
    with statements(db) as listing:
        await mother.press(OpenThreads())

    assert len(listing) <= 3
    assert len(sending) <= 20


async def test_the_school_is_reminded_once_after_two_school_days(
    mother: Person, db: Database, clock: FixedClock
) -> None:
    from datetime import timedelta
    from zoneinfo import ZoneInfo

    from domain.school_clock import SchoolClock
    from storage import due_times
    from usecases.open_questions import RemindOfQuestions

    await ask(mother)  # on a Wednesday
    remind = RemindOfQuestions(db, SchoolClock(clock, ZoneInfo("Europe/Moscow")))
    told = []
    for _day in range(4):
        async with db.begin() as session:
            await due_times.begin(session, remind.job, clock.now())
        told.append(await remind(clock.now(), clock.now() + timedelta(days=1)))
        clock.advance(timedelta(days=1))

    assert told == [0, 0, 1, 0]
    assert (await facts(db))[-1]["kind"] == "question.waiting"
    assert NOW.weekday() == 2
