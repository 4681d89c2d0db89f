"""The diary of a week."""

from datetime import date

from aiogram import Dispatcher

from keyboards.open import OpenWeek
from storage import tables as t
from storage.database import Database
from tests.journal import change, write, write_many
from tests.person import Person, buttons
from tests.reading import read
from tests.school import SmallSchool, sept


async def test_a_week_is_a_line_a_lesson(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    sent = await mother.ask("/week")

    assert sent.text == (
        "📘 <b>14–20 сент.</b>\n"
        "Анна И., 7Б\n"
        "\n"
        "<b>Понедельник, 14 сентября</b>\n"
        "❗ болезнь\n"
        "1. Алгебра · <i>Дроби &amp; степени</i>\n"
        "2. Физика\n"
        "\n"
        "<b>Вторник, 15 сентября</b>\n"
        "1. Алгебра ⭐ <b>4</b> 📝 · <i>Дроби &amp; степени</i>\n"
        "2. Физика\n"
        "\n"
        "<b>Среда, 16 сентября</b>\n"
        "1. Алгебра ⭐ <b>5</b> · <i>Дроби &amp; степени</i>\n"
        "2. Физика ⭐ <b>3</b> ❗ опоздание на 7 мин\n"
        "\n"
        "<b>Четверг, 17 сентября</b>\n"
        "1. Алгебра 📝 · <i>Дроби &amp; степени</i>\n"
        "<s>2. Физика</s> ✗\n"
        "\n"
        "<b>Пятница, 18 сентября</b>\n"
        "1. Алгебра ⇄ Мария Петровна · <i>Дроби &amp; степени</i>\n"
        "2. Физика 📝"
    )
    assert buttons(sent.reply_markup) == [
        [
            ("пн, 14", "day:1:20260914:0"),
            ("вт, 15", "day:1:20260915:0"),
            ("ср, 16", "day:1:20260916:0"),
            ("чт, 17", "day:1:20260917:0"),
            ("пт, 18", "day:1:20260918:0"),
        ],
        [("‹ Неделя", "week:1:20260907:0"), ("Неделя ›", "week:1:20260921:0")],
        [("🗓 Расписание", "tt:1:20260914:0"), ("📅 Календарь", "month:1:20260914")],
        [("☰ Меню", "menu")],
    ]


async def test_another_week_leads_back_to_this_one(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, answer = await mother.press(OpenWeek(student_id=school.anna, day=date(2026, 10, 28)))

    assert edit.text == "📘 <b>26 окт. – 1 нояб.</b>\nАнна И., 7Б\n\nКаникулы до 2 ноября."
    assert buttons(edit.reply_markup)[1] == [
        ("‹ Неделя", "week:1:20261019:0"),
        ("Эта неделя", "week:1:20260916:0"),
        ("Неделя ›", "week:1:20261102:0"),
    ]
    assert answer.text is None


async def test_a_saturday_with_lessons_has_its_button(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await write(db, t.lesson, course_id=school.algebra, day=sept(19), number=1)
    mother = Person(bot, 1001)

    sent = await mother.ask("/week")

    assert "<b>Суббота, 19 сентября</b>\n1. Алгебра" in sent.text
    assert [[text for text, _data in row] for row in buttons(sent.reply_markup)][:2] == [
        ["пн, 14", "вт, 15", "ср, 16"],
        ["чт, 17", "пт, 18", "сб, 19"],
    ]


async def test_marks_and_homework_without_a_lesson_stand_on_their_day(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await write(
        db, t.mark, student_id=school.anna, course_id=school.physics, day=sept(20), value="5",
        scale="five",
    )  # fmt: skip
    await write(
        db, t.homework, course_id=school.algebra, assigned_on=sept(16), due_on=sept(20), text="№ 1"
    )
    mother = Person(bot, 1001)

    sent = await mother.ask("/week")

    assert sent.text.endswith("<b>Воскресенье, 20 сентября</b>\nФизика ⭐ <b>5</b>\nАлгебра 📝")


async def test_marks_are_kept_from_whom_may_not_see_them(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await change(db, t.access_grant, 3, role="trusted", sees_marks=False)
    nanny = Person(bot, 1002)

    sent = await nanny.ask("/week")

    assert "⭐" not in sent.text


async def test_a_week_longer_than_a_message_goes_on_on_the_next_page(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    rows = [
        {"course_id": school.algebra, "day": sept(day), "number": n, "topic": f"&{n} " * 999}
        for day in range(14, 20)
        for n in range(3, 40)
    ]
    await write_many(db, t.lesson, rows)
    mother = Person(bot, 1001)
    texts: list[str] = []

    target: str | None = OpenWeek(student_id=school.anna, day=sept(16)).pack()
    while target:
        edit, _answer = await mother.press(target)
        texts.append(read(edit.text))
        target = dict(buttons(edit.reply_markup)[0]).get("Ещё ›")

    assert "\n".join(texts).count("39. Алгебра · &39") == 6
