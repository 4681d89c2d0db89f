"""The timetable of a week."""

from datetime import date

from aiogram import Dispatcher

from keyboards.open import OpenTimetable
from storage import tables as t
from storage.database import Database
from tests.journal import write_many
from tests.person import Person, buttons
from tests.reading import read
from tests.school import SmallSchool, sept


async def test_a_timetable_says_when_where_and_with_whom(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, answer = await mother.press(OpenTimetable(student_id=school.anna, day=sept(16)))

    blocks = edit.text.split("\n\n")
    assert blocks[0] == "🗓 <b>14–20 сент.</b>\nАнна И., 7Б"
    assert blocks[4] == (
        "<b>Четверг, 17 сентября</b>\n"
        "1. 08:30–09:15 Алгебра · каб. 204 · Мария Петровна\n"
        "<s>2. 09:25–10:10 Физика</s> ✗ отменён"
    )
    assert blocks[5] == (
        "<b>Пятница, 18 сентября</b>\n"
        "1. 08:30–09:15 Алгебра · каб. 204 · ⇄ замена: Мария Петровна\n"
        "2. 09:25–10:10 Физика · каб. 310"
    )
    assert buttons(edit.reply_markup) == [
        [("‹ Неделя", "tt:1:20260907:0"), ("Неделя ›", "tt:1:20260921:0")],
        [("📘 Дневник за неделю", "week:1:20260914:0")],
        [("☰ Меню", "menu")],
    ]
    assert answer.text is None


async def test_the_teacher_of_the_course_is_named_where_the_lesson_names_none(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        await session.execute(t.lesson.update().values(teacher_id=None))
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(OpenTimetable(student_id=school.anna, day=sept(16)))

    assert "1. 08:30–09:15 Алгебра · каб. 204 · Мария Петровна\n" in edit.text
    assert "1. 08:30–09:15 Алгебра · каб. 204 · ⇄ замена\n" in edit.text


async def test_a_week_before_the_lessons_are_entered_says_so(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(OpenTimetable(student_id=school.anna, day=sept(24)))

    assert edit.text == (
        "🗓 <b>21–27 сент.</b>\nАнна И., 7Б\n\nНа эту неделю уроки пока не внесены."
    )


async def test_a_week_of_the_summer_says_that_the_year_is_over(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    target = OpenTimetable(student_id=school.anna, day=date(2027, 6, 16))
    edit, _answer = await mother.press(target)

    assert edit.text.endswith("\n\nУчебный год закончился.")


async def test_a_timetable_longer_than_a_message_goes_on_on_the_next_page(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    rows = [
        {"course_id": school.algebra, "day": sept(day), "number": n, "room": "<каб> & " * 300}
        for day in range(14, 20)
        for n in range(3, 40)
    ]
    await write_many(db, t.lesson, rows)
    mother = Person(bot, 1001)
    texts: list[str] = []

    target: str | None = OpenTimetable(student_id=school.anna, day=sept(16)).pack()
    while target:
        edit, _answer = await mother.press(target)
        texts.append(read(edit.text))
        target = dict(buttons(edit.reply_markup)[0]).get("Ещё ›")

    assert "\n".join(texts).count("39. Алгебра · каб. <каб>") == 6


async def test_another_familys_timetable_is_refused(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    father = Person(bot, 1003)

    assert "Анна" not in await father.alert(OpenTimetable(student_id=school.anna, day=sept(3)))
