from aiogram import Dispatcher
from aiogram.methods import SendMessage

from domain.marks import Span
from keyboards.open import (
    OpenAllMarks,
    OpenAverages,
    OpenFinal,
    OpenMarks,
    OpenNews,
    OpenNewsList,
    OpenSubject,
    OpenSubjects,
)
from tests.person import Person, buttons
from tests.school import SmallSchool, sept

REFUSED = "Этот дневник вам не открыт или уже закрыт. Попросите код у классного руководителя."


async def test_the_latest_marks_stand_by_day(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(OpenMarks(student_id=school.anna))

    assert edit.text == (
        "⭐ <b>Последние оценки</b>\nАнна И., 7Б\n\n"
        "<b>Среда, 16 сентября</b>\n"
        "Физика — <b>3</b> · Опыт\n"
        "Алгебра — <b>5</b> · Ответ\n💬 Молодец!\n\n"
        "<b>Вторник, 15 сентября</b>\n"
        "Алгебра — <b>4</b> · Входная контрольная"
    )
    assert buttons(edit.reply_markup)[-1] == [("☰ Меню", "menu")]


async def test_marks_by_command_are_of_the_first_child(
    bot: Dispatcher, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    (sent,) = await mother.say("/marks")

    assert isinstance(sent, SendMessage)
    assert sent.text.startswith("⭐ <b>Последние оценки</b>\nАнна И., 7Б")


async def test_all_marks_of_a_term_stand_by_subject(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(
        OpenAllMarks(student_id=school.anna, span=Span.TERM, day=sept(16))
    )

    assert edit.text == (
        "⭐ <b>1 четверть</b>\nАнна И., 7Б\n\n<b>Алгебра</b>: 4 5\n<b>Физика</b>: 3"
    )


async def test_a_week_without_marks_says_so(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(
        OpenAllMarks(student_id=school.anna, span=Span.WEEK, day=sept(23))
    )

    assert edit.text.endswith("Анна И., 7Б\n\nЗа это время оценок нет.")


async def test_averages_are_plain_and_weighted_where_they_differ(
    bot: Dispatcher, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(OpenAverages(student_id=school.anna))

    assert edit.text == (
        "📊 <b>Средние баллы: 1 четверть</b>\nАнна И., 7Б\n\n"
        "<b>Алгебра</b>: 4,5 (взвешенный 4,33)\n<b>Физика</b>: 3"
    )


async def test_the_subjects_page_joins_topics_homework_and_marks(
    bot: Dispatcher, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    listed, _answer = await mother.press(OpenSubjects(student_id=school.anna))
    edit, _answer = await mother.press(
        OpenSubject(student_id=school.anna, course_id=school.physics)
    )

    assert [text for text, _data in buttons(listed.reply_markup)[0]] == ["Алгебра", "Физика"]
    assert edit.text == (
        "⭐ <b>Физика</b>\nАнна И., 7Б\n1 четверть · 1 сент. – 23 окт.\nСредний балл: <b>3</b>\n\n"
        "<b>Пт, 18 сент.</b>\n📝 § 3, пересказ\n\n"
        "<b>Ср, 16 сент.</b>\n⭐ <b>3</b> · Опыт\n❗ опоздание"
    )


async def test_final_marks_with_average_and_missed_lessons(
    bot: Dispatcher, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(OpenFinal(student_id=school.anna))

    assert edit.text == (
        "🏁 <b>Итоговые оценки 2026/2027</b>\nАнна И., 7Б\n\n"
        "<b>Алгебра</b>: 1 четверть — <b>5</b> · ср. балл 4,5 (взвешенный 4,33)"
        " · пропущено 2 урока\n"
        "<b>Физика</b>: ср. балл 3"
    )


async def test_a_course_of_another_class_is_not_there(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001)

    answer = await mother.alert(OpenSubject(student_id=school.anna, course_id=school.reading))

    assert answer == "В дневнике этого больше нет. Откройте меню: /menu"


async def test_marks_of_a_strangers_child_are_refused(bot: Dispatcher, school: SmallSchool) -> None:
    father = Person(bot, 1003)

    for data in (
        OpenMarks(student_id=school.anna),
        OpenAverages(student_id=school.anna),
        OpenFinal(student_id=school.anna),
        OpenSubjects(student_id=school.anna),
        OpenSubject(student_id=school.anna, course_id=school.algebra),
        OpenAllMarks(student_id=school.anna, span=Span.YEAR, day=sept(16)),
    ):
        answer = await father.alert(data)
        assert answer == REFUSED


async def test_news_are_listed_and_read_whole(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001)

    listed, _answer = await mother.press(OpenNewsList())
    edit, _answer = await mother.press(OpenNews(announcement_id=1))

    assert listed.text == (
        "📰 <b>Новости</b>\n\n"
        "<b>Экскурсия 7Б</b>\n<i>ср, 16 сент., 10:00 · 7Б</i>\nВ четверг в 18:00 &amp; позже.\n\n"
        "<b>Собрание &lt;школа&gt;</b>\n<i>вт, 15 сент., 10:00 · Школа № 1234</i>\n"
        "В четверг в 18:00 &amp; позже."
    )
    assert edit.text == (
        "📰 <b>Собрание &lt;школа&gt;</b>\n<i>вт, 15 сент., 10:00 · Школа № 1234</i>\n\n"
        "В четверг в 18:00 &amp; позже."
    )


async def test_news_of_another_class_are_not_there(bot: Dispatcher, school: SmallSchool) -> None:
    stranger = Person(bot, 2000)

    answer = await stranger.alert(OpenNews(announcement_id=1))

    assert answer == "В дневнике этого больше нет. Откройте меню: /menu"


async def test_help_names_the_commands(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001)

    (sent,) = await mother.say("/help")

    assert isinstance(sent, SendMessage)
    assert all(f"/{name}" in sent.text for name in ("today", "marks", "homework", "settings"))
