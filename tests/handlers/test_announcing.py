"""Writing news at the phone: for whom, its options, its hour; and who may not."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.announcing import Hearers
from domain.clock import FixedClock
from domain.rights import What
from keyboards.announcing import (
    AskMoment,
    BeginNews,
    ChooseAll,
    ChooseStudent,
    DropDraft,
    KeepNews,
    OpenAudiences,
    OpenChoices,
    OpenReaders,
    PostNow,
    RewriteNews,
    SetFlag,
    SetHearers,
)
from keyboards.open import OpenNews, OpenNewsList, OpenOwn, OpenOwnNews
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.deputy import deputy_of
from tests.handlers.test_classes import link_staff
from tests.journal import change, rows, write, write_many
from tests.person import Person, buttons
from tests.school import SEPTEMBER, SmallSchool

TEACHER, MOTHER, ANNA, FATHER = 1004, 1001, 1002, 1003
NEWS = 3
"""The row of the first piece of news that a test writes."""


@pytest.fixture
async def teacher(bot: Dispatcher, school: SmallSchool) -> Person:
    """Give a class teacher with a draft for the class."""
    person = Person(bot, TEACHER)
    await person.press(BeginNews(what=What.CLASS, target_id=1))
    await person.say("Выезд\nВ субботу")
    await person.press(KeepNews())
    return person


def texts(markup: Any) -> list[list[str]]:
    return [[text for text, _data in row] for row in buttons(markup)]


async def posted(db: Database) -> list[dict[str, Any]]:
    return [one["payload"] for one in await rows(db, t.fact) if one["kind"] == "news.posted"]


async def test_a_teacher_writes_to_the_own_class_and_courses(
    bot: Dispatcher, school: SmallSchool
) -> None:
    edit, _ = await Person(bot, TEACHER).press(OpenAudiences())

    assert texts(edit.reply_markup)[0] == ["7Б класс", "Алгебра 7Б"]


async def test_a_school_of_many_classes_is_chosen_from_by_pages(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    deputy = await deputy_of(bot, db, school)
    more = [{"school_id": 1, "title": f"5-{number:03}", "grade": "5"} for number in range(100)]
    await write_many(db, t.school_class, more)

    first, _ = await deputy.press(OpenAudiences())
    second, _ = await deputy.press(OpenAudiences(page=1))

    shown = texts(first.reply_markup) + texts(second.reply_markup)
    assert len([text for row in shown for text in row if text.endswith("класс")]) == 102
    assert max(sum(map(len, texts(one.reply_markup))) for one in (first, second)) <= 64


async def test_years_of_several_schools_are_told_apart(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await link_staff(db, 1010, "school_admin", None, "Вера")
    await write(db, t.school, title="Лицей", kind="school")
    await write(db, t.school_class, school_id=2, title="7А", grade="7")

    edit, _ = await Person(bot, 1010).press(OpenAudiences())

    labels = [text for row in texts(edit.reply_markup) for text in row]
    assert "7-е классы · Лицей" in labels
    assert "7-е классы · Школа № 1234" in labels


async def test_a_draft_shows_itself_and_its_options(teacher: Person) -> None:
    edit, _ = await teacher.press(OpenOwn(news_id=NEWS))

    assert edit.text == "<i>7Б класс · родителям и ученикам</i>\n\nВыезд\nВ субботу"
    assert texts(edit.reply_markup) == [
        ["👪 родителям и ученикам"], ["◻️ С подтверждением", "◻️ Срочно"],
        ["🎯 для всех учеников"], ["📢 Отправить сейчас"],
        ["Сегодня 18:00", "Завтра 8:00", "Когда…"], ["✏️ Изменить", "🗑 Удалить"],
        ["‹ Мои объявления", "☰ Меню"],
    ]  # fmt: skip


async def test_it_may_be_for_some_students_only(teacher: Person, db: Database) -> None:
    shown, _ = await teacher.press(OpenChoices(news_id=NEWS))
    assert shown.text.startswith("<b>🎯 Для кого: 7Б класс?</b>\n\nОтметьте учеников")
    assert texts(shown.reply_markup) == [
        ["◻️ Иванова Анна", "◻️ Петров Борис"], ["👥 Для всех", "✓ Готово"], ["☰ Меню"],
    ]  # fmt: skip

    after, _ = await teacher.press(buttons(shown.reply_markup)[0][1][1])
    assert texts(after.reply_markup)[0] == ["◻️ Иванова Анна", "✅ Петров Борис"]
    draft, _ = await teacher.press(OpenOwn(news_id=NEWS))
    assert "7Б класс · только для 1 ученика · родителям" in draft.text

    await teacher.press(PostNow(news_id=NEWS))

    (payload,) = await posted(db)
    assert (payload["chosen"], payload.get("school_class")) == (NEWS, None)
    readers, _ = await teacher.press(OpenReaders(news_id=NEWS))
    assert "Петров Борис" in readers.text
    assert "Иванова" not in readers.text


async def test_the_others_neither_list_nor_open_it(
    teacher: Person, bot: Dispatcher, school: SmallSchool
) -> None:
    await teacher.press(ChooseStudent(news_id=NEWS, student_id=school.boris, on=True))
    await teacher.press(PostNow(news_id=NEWS))

    father, _ = await Person(bot, FATHER).press(OpenNewsList())
    assert "Выезд" in father.text
    for who in (MOTHER, ANNA):
        edit, _ = await Person(bot, who).press(OpenNewsList())
        assert "Выезд" not in edit.text
        assert "больше нет" in await Person(bot, who).alert(OpenNews(announcement_id=NEWS))


async def test_the_choice_is_taken_back(teacher: Person, db: Database) -> None:
    tap = ChooseStudent(news_id=NEWS, student_id=3, on=True)
    await teacher.press(tap)
    await teacher.press(tap)
    await teacher.press(ChooseStudent(news_id=NEWS, student_id=1, on=True))
    await teacher.press(ChooseStudent(news_id=NEWS, student_id=1, on=False))
    assert len((await teacher.press(OpenOwn(news_id=NEWS)))[0].text.split("только для 1")) == 2

    edit, _ = await teacher.press(ChooseAll(news_id=NEWS))

    assert "только" not in edit.text
    await teacher.press(PostNow(news_id=NEWS))
    (payload,) = await posted(db)
    assert (payload.get("chosen"), payload["school_class"]) == (None, 1)


async def test_nobody_outside_the_audience_can_be_chosen(
    teacher: Person, db: Database, school: SmallSchool
) -> None:
    await teacher.press(ChooseStudent(news_id=NEWS, student_id=school.pyotr, on=True))
    await teacher.press(ChooseStudent(news_id=NEWS, student_id=10**6, on=True))

    async with db.read() as session:
        assert (await session.execute(sa.select(t.announcement_student))).all() == []


async def test_what_went_out_is_chosen_for_no_more(teacher: Person, db: Database) -> None:
    await teacher.press(PostNow(news_id=NEWS))

    for data in (
        OpenChoices(news_id=NEWS), ChooseAll(news_id=NEWS),
        ChooseStudent(news_id=NEWS, student_id=1, on=True),
        SetFlag(news_id=NEWS, flag="urgent", on=True),
        SetHearers(news_id=NEWS, hearers=Hearers.STUDENTS), DropDraft(news_id=NEWS),
        PostNow(news_id=NEWS), OpenChoices(news_id=1),
    ):  # fmt: skip
        said = await teacher.alert(data)
        assert "больше нет" in said or "не открыто" in said, data
    assert len(await posted(db)) == 1


async def test_others_neither_see_nor_send_a_draft(
    teacher: Person, bot: Dispatcher, db: Database
) -> None:
    for who in (MOTHER, ANNA, FATHER, 9999):
        for data in (
            OpenOwn(news_id=NEWS), PostNow(news_id=NEWS), OpenChoices(news_id=NEWS),
            ChooseStudent(news_id=NEWS, student_id=1, on=True), RewriteNews(news_id=NEWS),
            OpenReaders(news_id=NEWS), DropDraft(news_id=NEWS),
        ):  # fmt: skip
            said = await Person(bot, who).alert(data)
            assert "Выезд" not in said
    assert await posted(db) == []
    assert len(await rows(db, t.announcement, t.announcement.c.id == NEWS)) == 1


@pytest.mark.parametrize(
    ("typed", "goes_out"),
    [("18:00", "ср, 16 сент., 18:00"), ("9:30", "чт, 17 сент., 09:30"),
     ("20.09 8:15", "вс, 20 сент., 08:15")],
)  # fmt: skip
async def test_a_moment_may_be_typed(teacher: Person, typed: str, goes_out: str) -> None:
    await teacher.press(AskMoment(news_id=NEWS))

    sent = await teacher.ask(typed)

    assert f"🕓 Уйдёт {goes_out}" in sent.text


@pytest.mark.parametrize("typed", ["31.02 10:00", "25:00", "завтра утром", "01.09.2026 10:00", ""])
async def test_a_moment_that_cannot_be_is_asked_for_again(
    teacher: Person, db: Database, typed: str
) -> None:
    await teacher.press(AskMoment(news_id=NEWS))

    sent = await teacher.ask(typed or "?")

    assert sent.text.startswith("Напишите будущее время")
    assert (await rows(db, t.announcement, t.announcement.c.id == NEWS))[0]["state"] == "draft"


async def test_a_right_that_ended_before_sending_ends_the_sending(
    teacher: Person, db: Database, clock: FixedClock
) -> None:
    await change(db, t.class_member, 4, ends_on=clock.now().date() - timedelta(days=1))

    assert "не открыто" in await teacher.alert(PostNow(news_id=NEWS))
    assert await posted(db) == []


async def test_a_list_of_own_news_pages(teacher: Person, db: Database) -> None:
    for number in range(9):
        await write(
            db, t.announcement, school_class_id=1, title=f"Новость {number}", body="",
            state="draft", author_id=4, posted_at=SEPTEMBER,
        )  # fmt: skip

    first, _ = await teacher.press(OpenOwnNews())
    second, _ = await teacher.press(OpenOwnNews(page=1))

    assert first.text.count("Новость") == 8
    assert second.text.count("Новость") + second.text.count("Выезд") == 2


async def test_what_choosing_costs(teacher: Person, db: Database) -> None:
    for data, limit in (
        (OpenChoices(news_id=NEWS), 6), (OpenOwn(news_id=NEWS), 6),
        (ChooseStudent(news_id=NEWS, student_id=1, on=True), 8), (ChooseAll(news_id=NEWS), 8),
    ):  # fmt: skip
        with statements(db) as seen:
            await teacher.press(data)
        assert len(seen) <= limit, seen
