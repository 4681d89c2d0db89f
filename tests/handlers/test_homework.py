"""Homework: of the next day, of any day, all that is open, one whole."""

from datetime import date

from aiogram import Dispatcher

from keyboards.open import OpenAllHomework, OpenHomework, OpenTask
from storage import tables as t
from storage.database import Database
from tests.journal import change, write_many
from tests.person import Person, buttons
from tests.reading import read
from tests.school import SmallSchool, sept


async def test_homework_is_for_the_next_school_day(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    sent = await mother.ask("/homework")

    assert sent.text == (
        "📝 <b>Домашнее задание: четверг, 17 сентября</b>\n"
        "Анна И., 7Б\n"
        "\n"
        "<b>Алгебра</b>\n"
        "№ 20 &lt;задача&gt; &amp; чертёж"
    )
    assert buttons(sent.reply_markup) == [
        [("‹ ср, 16", "hw:1:20260916:0"), ("пт, 18 ›", "hw:1:20260918:0")],
        [("📘 Этот день", "day:1:20260917:0"), ("Все задания", "hwall:1:0")],
        [("☰ Меню", "menu")],
    ]


async def test_the_next_day_jumps_over_days_without_lessons(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        await session.execute(t.lesson.delete().where(t.lesson.c.day == sept(17)))
        await session.execute(t.homework.delete().where(t.homework.c.due_on == sept(17)))
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(OpenHomework(student_id=school.anna))

    assert edit.text == (
        "📝 <b>Домашнее задание: пятница, 18 сентября</b>\n"
        "Анна И., 7Б\n"
        "\n"
        "<b>Физика</b>\n"
        "§ 3, пересказ"
    )


async def test_a_day_without_homework_says_so(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    taught, _answer = await mother.press(OpenHomework(student_id=school.anna, day=sept(16)))
    free, _answer = await mother.press(OpenHomework(student_id=school.anna, day=date(2026, 10, 27)))

    assert taught.text.endswith("\n\nНа этот день ничего не задано.")
    assert free.text.endswith("\n\nКаникулы до 2 ноября.")


async def test_all_open_homework_begins_with_what_is_due_soonest(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, answer = await mother.press(OpenAllHomework(student_id=school.anna))

    assert edit.text == (
        "📝 <b>Все домашние задания</b>\n"
        "Анна И., 7Б\n"
        "\n"
        "<b>чт, 17 сент.</b> · <b>Алгебра</b>\n"
        "№ 20 &lt;задача&gt; &amp; чертёж\n"
        "\n"
        "<b>пт, 18 сент.</b> · <b>Физика</b>\n"
        "§ 3, пересказ"
    )
    assert buttons(edit.reply_markup) == [
        [("📝 На ближайший день", "hw:1::0")],
        [("☰ Меню", "menu")],
    ]
    assert answer.text is None


async def test_homework_that_is_due_today_is_still_open(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await change(db, t.homework, 1, due_on=sept(16))
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(OpenAllHomework(student_id=school.anna))

    assert "<b>ср, 16 сент.</b> · <b>Алгебра</b>\n№ 12, 13" in edit.text


async def test_nothing_open_is_good_news(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        await session.execute(t.homework.delete())
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(OpenAllHomework(student_id=school.anna))

    assert edit.text.endswith("\n\nВсё сделано, заданий нет!")


async def test_a_long_homework_can_be_read_whole(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    words = " ".join(f"слово&{number}" for number in range(900))
    await change(db, t.homework, 2, text=words)
    mother = Person(bot, 1001)

    shown, _answer = await mother.press(OpenHomework(student_id=school.anna, day=sept(17)))
    first, _answer = await mother.press("task:1:2:0")
    last, _answer = await mother.press("task:1:2:3")

    assert ("Читать целиком: Алгебра", "task:1:2:0") in buttons(shown.reply_markup)[0]
    head = "📝 Алгебра\nАнна И., 7Б\nЗадано 15 сентября, сдать 17 сентября\n\n"
    assert read(first.text).startswith(f"{head}слово&0 ")
    assert buttons(first.reply_markup)[0] == [("Ещё ›", "task:1:2:1")]
    assert read(last.text).startswith(head)
    assert read(last.text).endswith("слово&899")
    assert buttons(last.reply_markup)[1] == [("📝 Домашние задания", "hw:1:20260917:0")]


async def test_many_long_homeworks_are_all_within_reach(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    own = {"course_id": school.physics, "assigned_on": sept(16), "due_on": sept(18)}
    given = [{**own, "text": f"Задание-{n}: " + "<&>" * 1000} for n in range(30)]
    await write_many(db, t.homework, given)
    mother = Person(bot, 1001)

    for start in (
        OpenHomework(student_id=school.anna, day=sept(18)),
        OpenAllHomework(student_id=school.anna),
    ):
        text = ""
        rows: list[list[tuple[str, str]]] = []
        target: str | None = start.pack()
        while target:
            edit, _answer = await mother.press(target)
            text += read(edit.text)
            rows += buttons(edit.reply_markup)
            pages = dict(button for row in buttons(edit.reply_markup) for button in row)
            target = pages.get("Ещё ›")
        assert all(f"Задание-{number}:" in text for number in range(30))
        assert sum("task:" in data for row in rows for _text, data in row) == 30


async def test_homework_of_another_course_is_not_there(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    alert = await mother.alert(OpenTask(student_id=school.anna, homework_id=4))

    assert "стихотворение" not in alert


async def test_another_familys_homework_is_refused(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    father = Person(bot, 1003)

    for target in (
        OpenHomework(student_id=school.anna),
        OpenAllHomework(student_id=school.anna),
        OpenTask(student_id=school.anna, homework_id=2),
    ):
        assert "задача" not in await father.alert(target)
