"""The deputy head at the phone: cancel, substitute, move, restore."""

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.filters.callback_data import CallbackData

from domain.facts import LessonChanged
from keyboards.back import OpenMenu
from keyboards.changes import (
    AskCancel,
    AskReason,
    AskRoom,
    CancelIt,
    ChooseStandIn,
    OpenChange,
    OpenChanges,
    OpenClassDay,
    OpenStaff,
    OpenStandIns,
    RestoreIt,
    TeacherSpan,
)
from keyboards.open import OpenDay, OpenTimetable, OpenWeek
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.deputy import deputy_of, facts, row, texts
from tests.journal import change
from tests.person import Person
from tests.school import SmallSchool, sept

MOTHER = 1001
ALGEBRA, PHYSICS = 10, 11  # of tomorrow, Thursday; physics is cancelled by the school's system
FRIDAYS_PHYSICS = 14


@pytest.fixture
async def deputy(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    return await deputy_of(bot, db, school)


async def test_the_menu_leads_to_the_day_and_its_classes(deputy: Person) -> None:
    menu, _answer = await deputy.press(OpenMenu())
    edit, _answer = await deputy.press(OpenChanges(day=sept(17)))

    assert ["🗓 Замены"] in texts(menu.reply_markup)
    assert edit.text == (
        "🗓 <b>Замены</b> · четверг, 17 сентября\n\n"
        "<b>7Б</b> · <s>2. 09:25–10:10 Физика</s> ✗ отменён\n\nВыберите класс."
    )
    assert texts(edit.reply_markup) == [
        ["3А", "7Б"], ["‹ ср, 16", "пт, 18 ›"], ["🤒 Учителя нет"], ["☰ Меню"],
    ]  # fmt: skip


async def test_a_day_without_changes_says_so_and_sundays_are_left_out(deputy: Person) -> None:
    edit, _answer = await deputy.press(OpenChanges(day=sept(19)))

    assert "В этот день все уроки по расписанию." in edit.text
    assert texts(edit.reply_markup)[1] == ["‹ пт, 18", "пн, 21 ›"]


async def test_a_class_shows_its_lessons(deputy: Person) -> None:
    edit, _answer = await deputy.press(OpenClassDay(class_id=1, day=sept(17)))

    assert edit.text == (
        "🗓 <b>7Б</b> · четверг, 17 сентября\n\n"
        "1. 08:30–09:15 Алгебра · каб. 204 · Мария Петровна\n"
        "<s>2. 09:25–10:10 Физика</s> ✗ отменён\n\n"
        "Выберите урок, чтобы отменить или изменить его."
    )
    assert texts(edit.reply_markup) == [
        ["1. Алгебра"], ["✗ 2. Физика"], ["‹ ср, 16", "пт, 18 ›"], ["‹ Классы", "☰ Меню"],
    ]  # fmt: skip


async def test_a_lesson_is_cancelled_and_the_class_hears(deputy: Person, db: Database) -> None:
    asked, _answer = await deputy.press(AskCancel(lesson_id=ALGEBRA))
    edit, _answer = await deputy.press(CancelIt(lesson_id=ALGEBRA))

    assert asked.text == (
        "🗓 <b>Алгебра</b>, 7Б\nЧетверг, 17 сентября, 1-й урок, 08:30–09:15\n\n"
        "Отменить урок? Если он сегодня или завтра, семьи получат сообщение."
    )
    assert texts(asked.reply_markup)[:2] == [["Да, отменить"], ["✍️ Написать причину"]]
    assert edit.text == (
        "🗓 <b>Алгебра</b>, 7Б\nЧетверг, 17 сентября, 1-й урок, 08:30–09:15\nкаб. 204\n"
        "✗ <b>Урок отменён.</b>"
    )
    assert texts(edit.reply_markup) == [
        ["↩︎ По расписанию"], ["🤒 Все уроки этого учителя"], ["‹ 7Б", "☰ Меню"],
    ]  # fmt: skip
    assert await facts(db) == [
        LessonChanged(
            thing="lesson:10", course=1, subject="Алгебра", day=sept(17), number=1,
            status="cancelled",
        )
    ]  # fmt: skip


async def test_the_history_and_the_audit_log_keep_it(deputy: Person, db: Database) -> None:
    await deputy.press(CancelIt(lesson_id=ALGEBRA))

    async with db.read() as session:
        kept = (await session.execute(sa.select(t.journal_change))).one()
        entry = (
            await session.execute(
                sa.select(t.audit_entry).where(t.audit_entry.c.action == "timetable")
            )
        ).one()
    assert (kept.thing, kept.thing_id, kept.course_id) == ("lesson", ALGEBRA, 1)
    assert (kept.before["status"], kept.after["status"]) == ("", "cancelled")
    assert (entry.outcome, entry.detail) == ("cancelled", {"lesson": ALGEBRA, "lessons": 1})


async def test_a_reason_is_written_and_families_read_it(
    deputy: Person, db: Database, bot: Dispatcher
) -> None:
    await deputy.press(AskReason(lesson_id=ALGEBRA))
    sent = await deputy.ask("Учитель <заболел>")
    mother = Person(bot, MOTHER)
    day, _answer = await mother.press(OpenDay(student_id=1, day=sept(17)))
    week, _answer = await mother.press(OpenWeek(student_id=1, day=sept(17)))
    plan, _answer = await mother.press(OpenTimetable(student_id=1, day=sept(17)))

    assert sent.text.endswith("✗ <b>Урок отменён.</b>\n💬 Учитель &lt;заболел&gt;")
    assert "<s>1. <b>Алгебра</b></s> ✗ отменён\n💬 Учитель &lt;заболел&gt;\n" in day.text
    assert "<s>1. Алгебра</s> ✗ 💬 Учитель &lt;заболел&gt;" in week.text
    assert "Алгебра</s> ✗ отменён 💬 Учитель &lt;заболел&gt;" in plan.text
    (fact,) = await facts(db)
    assert isinstance(fact, LessonChanged)
    assert fact.note == "Учитель <заболел>"


async def test_a_question_is_left_by_cancel(deputy: Person, db: Database) -> None:
    await deputy.press(AskReason(lesson_id=ALGEBRA))
    left = await deputy.ask("/cancel")
    await deputy.say("Болеет")

    assert left.text == "Хорошо, ничего не изменено."
    assert (await row(db, ALGEBRA))[0] == ""


async def test_too_long_a_reason_is_asked_for_again(deputy: Person, db: Database) -> None:
    await deputy.press(AskReason(lesson_id=ALGEBRA))
    refused = await deputy.ask("очень " * 50)
    sent = await deputy.ask("Болеет")

    assert refused.text == ("Напишите причину короче: не больше 200 знаков. Передумали — /cancel")
    assert "💬 Болеет" in sent.text


async def test_cancelled_and_restored_while_nobody_has_heard_is_nothing(
    deputy: Person, db: Database
) -> None:
    before = await row(db, ALGEBRA)
    await deputy.press(CancelIt(lesson_id=ALGEBRA))
    edit, _answer = await deputy.press(RestoreIt(lesson_id=ALGEBRA))

    assert await row(db, ALGEBRA) == before
    assert await facts(db) == []
    assert edit.text.endswith("\nкаб. 204\nМария Петровна")
    assert ["↩︎ По расписанию"] not in texts(edit.reply_markup)


async def test_restored_when_all_have_heard_is_told(deputy: Person, db: Database) -> None:
    await deputy.press(CancelIt(lesson_id=ALGEBRA))
    async with db.begin() as session:
        await session.execute(sa.update(t.fact).values(planned_at=t.fact.c.ready_at))
    await deputy.press(RestoreIt(lesson_id=ALGEBRA))

    assert await facts(db) == [
        LessonChanged(
            thing="lesson:10", course=1, subject="Алгебра", day=sept(17), number=1,
            before="cancelled",
        )
    ]  # fmt: skip


async def test_what_the_schools_system_cancelled_can_be_restored_too(
    deputy: Person, db: Database
) -> None:
    await deputy.press(RestoreIt(lesson_id=PHYSICS))

    assert await row(db, PHYSICS) == ("", None, "310", "")


async def test_another_room_is_written_and_told(deputy: Person, db: Database) -> None:
    await deputy.press(AskRoom(lesson_id=ALGEBRA))
    refused = await deputy.ask("а" * 41)
    sent = await deputy.ask("Актовый зал")

    assert refused.text == "Напишите кабинет: не больше 40 знаков. Передумали — /cancel"
    assert "\nкаб. Актовый зал\nМария Петровна" in sent.text
    assert await facts(db) == [
        LessonChanged(
            thing="lesson:10", course=1, subject="Алгебра", day=sept(17), number=1,
            status="moved", room="Актовый зал",
        )
    ]  # fmt: skip
    await deputy.press(RestoreIt(lesson_id=ALGEBRA))
    assert (await row(db, ALGEBRA))[2] == "204"
    assert await facts(db) == []


async def test_a_lesson_without_a_room_of_its_own_goes_back_to_the_courses(
    deputy: Person, db: Database
) -> None:
    await change(db, t.lesson, ALGEBRA, room="")
    await deputy.press(AskRoom(lesson_id=ALGEBRA))
    moved = await deputy.ask("Актовый зал")
    edit, _answer = await deputy.press(RestoreIt(lesson_id=ALGEBRA))

    assert "\nкаб. Актовый зал\n" in moved.text
    assert "\nкаб. 204\n" in edit.text
    assert (await row(db, ALGEBRA))[2] == ""


async def test_a_change_further_ahead_is_seen_and_not_told(
    deputy: Person, db: Database, bot: Dispatcher
) -> None:
    await deputy.press(CancelIt(lesson_id=FRIDAYS_PHYSICS))
    day, _answer = await Person(bot, MOTHER).press(OpenDay(student_id=1, day=sept(18)))

    assert await facts(db) == []
    assert "Физика</b></s> ✗ отменён" in day.text


async def test_a_lesson_that_is_over_today_is_changed_and_not_told(
    deputy: Person, db: Database
) -> None:
    await deputy.press(CancelIt(lesson_id=7))  # it ended at 09:15, and it is noon

    assert (await row(db, 7))[0] == "cancelled"
    assert await facts(db) == []


async def test_a_lesson_of_the_past_is_refused_in_its_own_words(
    deputy: Person, db: Database
) -> None:
    edit, _answer = await deputy.press(OpenChange(lesson_id=1))
    assert edit.text.endswith("\n\nУрок уже прошёл, изменить его нельзя.")
    assert texts(edit.reply_markup) == [["‹ 7Б", "☰ Меню"]]
    for data in (
        CancelIt(lesson_id=1), ChooseStandIn(lesson_id=1, person_id=40), RestoreIt(lesson_id=1),
    ):  # fmt: skip
        assert await deputy.alert(data) == (
            "Этот урок уже прошёл. Изменить можно уроки сегодняшнего и следующих дней."
        )
    assert (await row(db, 1))[0] == "held"


async def test_a_lesson_with_marks_asks_whether_one_is_sure(deputy: Person) -> None:
    edit, _answer = await deputy.press(AskCancel(lesson_id=7))

    assert "⚠️ За этот день по предмету уже есть отметки." in edit.text
    assert edit.text.count("Вы уверены?") == 1


async def test_what_a_tap_costs(deputy: Person, db: Database) -> None:
    shown: tuple[CallbackData, ...] = (
        OpenChanges(), OpenClassDay(class_id=1, day=sept(17)), OpenChange(lesson_id=ALGEBRA),
        AskCancel(lesson_id=ALGEBRA), OpenStaff(school_id=1, day=sept(17)),
        TeacherSpan(school_id=1, person_id=4, day=sept(17)),
    )  # fmt: skip
    for data in shown:
        with statements(db) as seen:
            await deputy.press(data)
        assert len(seen) <= 3, data
    # Who asks, the mark that the update had its effect, the right, the lesson, the change, its
    # history, the fact, the audit log; two more where a fact that waits is corrected.
    written: tuple[tuple[CallbackData, int], ...] = (
        (OpenStandIns(lesson_id=ALGEBRA), 3), (CancelIt(lesson_id=ALGEBRA), 8),
        (ChooseStandIn(lesson_id=ALGEBRA, person_id=40), 10), (RestoreIt(lesson_id=ALGEBRA), 10),
    )  # fmt: skip
    for data, most in written:
        with statements(db) as seen:
            await deputy.press(data)
        assert len(seen) <= most, "\n".join(one[:90] for one in seen)
