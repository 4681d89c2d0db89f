"""The diary of a day, as a family sees it."""

from datetime import date

import pytest
from aiogram import Dispatcher

from keyboards.open import OpenDay
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.journal import change, write, write_many
from tests.person import Person, buttons
from tests.reading import read
from tests.school import MONDAY, SmallSchool, sept


def day_of(student_id: int, day: date, page: int = 0) -> OpenDay:
    return OpenDay(student_id=student_id, day=day, page=page)


async def test_today_shows_lessons_marks_and_lateness(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    sent = await mother.ask("/today")

    assert sent.text == (
        "📘 <b>Среда, 16 сентября</b>\n"
        "Анна И., 7Б\n"
        "\n"
        "1. <b>Алгебра</b>\n"
        "08:30–09:15, каб. 204\n"
        "<i>Дроби &amp; степени</i>\n"
        "⭐ <b>5</b> — Ответ\n"
        "💬 Молодец!\n"
        "\n"
        "2. <b>Физика</b>\n"
        "09:25–10:10, каб. 310\n"
        "⭐ <b>3</b> — Опыт\n"
        "❗ опоздание на 7 мин"
    )
    assert buttons(sent.reply_markup) == [
        [("‹ вт, 15", "day:1:20260915:0"), ("чт, 17 ›", "day:1:20260917:0")],
        [("📘 Неделя", "week:1:20260916:0"), ("📅 Календарь", "month:1:20260916")],
        [("📝 Домашние задания", "hw:1:20260916:0")],
        [("☰ Меню", "menu")],
    ]


async def test_tomorrow_shows_homework_and_a_cancelled_lesson(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    anna = Person(bot, 1002)

    sent = await anna.ask("/tomorrow")

    assert sent.text == (
        "📘 <b>Четверг, 17 сентября</b>\n"
        "Анна И., 7Б\n"
        "\n"
        "1. <b>Алгебра</b>\n"
        "08:30–09:15, каб. 204\n"
        "<i>Дроби &amp; степени</i>\n"
        "📝 № 20 &lt;задача&gt; &amp; чертёж\n"
        "\n"
        "<s>2. <b>Физика</b></s> ✗ отменён\n"
        "09:25–10:10, каб. 310"
    )
    assert ("Сегодня", "day:1:20260916:0") in buttons(sent.reply_markup)[0]


async def test_a_substitution_names_who_stands_in(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, answer = await mother.press(day_of(school.anna, sept(18)))

    assert "1. <b>Алгебра</b> ⇄ замена: Мария Петровна\n" in edit.text
    assert answer.text is None


async def test_an_unknown_substitute_is_not_the_usual_teacher(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        await session.execute(t.lesson.update().values(teacher_id=None))
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(day_of(school.anna, sept(18)))

    assert "1. <b>Алгебра</b> ⇄ замена\n" in edit.text


async def test_an_absence_of_the_whole_day_stands_on_top(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(day_of(school.anna, MONDAY))

    assert edit.text.split("\n\n")[:2] == [
        "📘 <b>Понедельник, 14 сентября</b>\nАнна И., 7Б",
        "❗ болезнь — Простуда",
    ]


async def test_two_marks_of_one_cell_share_it(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await write(
        db, t.mark, student_id=school.anna, course_id=school.algebra, assessment_id=2,
        day=sept(16), ordinal=2, value="4", scale="five", comment="",
    )  # fmt: skip
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(day_of(school.anna, sept(16)))

    assert "⭐ <b>5/4</b> — Ответ\n💬 Молодец!" in edit.text


async def test_what_belongs_to_no_lesson_is_shown_too(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    saturday = sept(19)
    await write(
        db, t.mark, student_id=school.anna, course_id=school.physics, day=saturday, value="5",
        scale="five", comment="",
    )  # fmt: skip
    await write(
        db, t.attendance, student_id=school.anna, day=saturday, category="absent",
        course_id=school.algebra, reason="Олимпиада",
    )  # fmt: skip
    await write(
        db, t.homework, course_id=school.algebra, assigned_on=sept(16), due_on=saturday,
        text="Прислать решение",
    )  # fmt: skip
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(day_of(school.anna, saturday))

    assert edit.text == (
        "📘 <b>Суббота, 19 сентября</b>\n"
        "Анна И., 7Б\n"
        "\n"
        "Уроков нет: выходной.\n"
        "\n"
        "<b>Алгебра</b>\n"
        "❗ не был(а) на занятиях — Олимпиада\n"
        "\n"
        "<b>Физика</b>\n"
        "⭐ <b>5</b>\n"
        "\n"
        "<b>Алгебра</b>\n"
        "📝 Прислать решение"
    )


async def test_paging_jumps_over_days_without_lessons(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await write(db, t.lesson, course_id=school.algebra, day=sept(28), number=1)
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(day_of(school.anna, sept(18)))

    assert buttons(edit.reply_markup)[0][2] == ("пн, 28 ›", "day:1:20260928:0")


async def test_a_day_of_another_month_is_named_with_it(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(day_of(school.anna, date(2026, 10, 1)))

    assert [text for text, _data in buttons(edit.reply_markup)[0]] == [
        "‹ пт, 18 сент.",
        "Сегодня",
        "пт, 2 ›",
    ]


async def test_english_days_keep_their_large_letters(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001, language="en")

    sent = await mother.ask("/tomorrow")

    assert sent.text == (
        "📘 <b>Thursday, September 17</b>\n"
        "Анна И., 7Б\n"
        "\n"
        "1. <b>Алгебра</b>\n"
        "08:30–09:15, room 204\n"
        "<i>Дроби &amp; степени</i>\n"
        "📝 № 20 &lt;задача&gt; &amp; чертёж\n"
        "\n"
        "<s>2. <b>Физика</b></s> ✗ cancelled\n"
        "09:25–10:10, room 310"
    )


async def test_paging_stops_at_a_day_of_marks_without_lessons(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await write(
        db, t.mark, student_id=school.anna, course_id=school.physics, day=sept(19), value="5",
        scale="five",
    )  # fmt: skip
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(day_of(school.anna, sept(18)))

    assert buttons(edit.reply_markup)[0][2] == ("сб, 19 ›", "day:1:20260919:0")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (sept(19), "Уроков нет: выходной."),
        (sept(22), "На этот день уроки пока не внесены."),
        (date(2026, 10, 27), "Каникулы до 2 ноября."),
        (date(2026, 8, 20), "Учебный год начнётся 1 сентября."),
        (date(2027, 6, 20), "Учебный год закончился."),
    ],
)
async def test_an_empty_day_says_why(
    bot: Dispatcher, db: Database, school: SmallSchool, day: date, why: str
) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(day_of(school.anna, day))

    assert edit.text.split("\n\n")[1:] == [why]


async def test_marks_are_kept_from_whom_may_not_see_them(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await change(db, t.access_grant, 3, role="trusted", sees_marks=False)
    nanny = Person(bot, 1002)

    edit, _answer = await nanny.press(day_of(school.anna, sept(16)))

    assert "⭐" not in edit.text
    assert "Молодец" not in edit.text
    assert "❗ опоздание на 7 мин" in edit.text


async def test_another_familys_day_is_refused(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    father = Person(bot, 1003)

    assert "Анна" not in await father.alert(day_of(school.anna, sept(16)))


async def test_a_lesson_after_the_student_left_the_group_is_not_theirs(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await change(db, t.course_member, 3, ends_on=sept(15))
    mother = Person(bot, 1001)

    before, _answer = await mother.press(day_of(school.anna, sept(15)))
    after, _answer = await mother.press(day_of(school.anna, sept(16)))

    assert "2. <b>Физика</b>" in before.text
    assert "2. <b>Физика</b>" not in after.text
    assert "⭐ <b>3</b> — Опыт" in after.text


async def test_a_forged_day_is_no_button_of_ours(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    for day in ("99991231", "00010101", "20260230"):
        edit, _answer = await mother.press(f"day:{school.anna}:{day}:0")
        assert "Среда" not in edit.text


async def test_a_day_longer_than_a_message_goes_on_on_the_next_page(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    topic = "<Тема> & прочее, " * 180
    course = {"course_id": school.algebra, "day": sept(16)}
    rows = [{**course, "number": n, "topic": f"{topic}{n:02}."} for n in range(3, 16)]
    await write_many(db, t.lesson, rows)
    mother = Person(bot, 1001)
    texts: list[str] = []

    target: str | None = day_of(school.anna, sept(16)).pack()
    while target:
        with statements(db) as seen:
            edit, _answer = await mother.press(target)
        texts.append(read(edit.text))
        row = dict(buttons(edit.reply_markup)[0])
        target = row.get("Ещё ›")

    assert len(seen) <= 3
    for number in range(3, 16):
        assert sum(f"прочее, {number:02}." in text for text in texts) == 1
