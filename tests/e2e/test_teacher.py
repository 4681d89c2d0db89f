"""A teacher's morning, over real HTTP: every family hears exactly theirs.

A class of 25 with 30 parents: attendance, homework with a file, 25 marks in one message, a mark
corrected and one withdrawn; news that is to be confirmed; a question; an absence note; work handed
in, given back, accepted and marked.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.serve import Service
from bot.settings import Settings
from domain.clock import FixedClock
from domain.people import Role
from sandbox.people import Person
from sandbox.server import BotApiServer
from storage import tables as t
from storage.codes import NewCode
from storage.database import Database
from tests.linking import Codebook
from tests.sandbox.pictures import png
from tests.school import SEPTEMBER, SmallSchool

LETTERS = "абвгдежзиклмнопрстуфхцч"
"""23 students more: Учеников-а, Учеников-б, …"""
PDF = b"%PDF-1.4 work"
_SECONDS = timedelta(seconds=6)
"""An edit waits a little, for messages that are on their way."""


@dataclass(frozen=True)
class House:
    """The class at its phones."""

    server: BotApiServer
    service: Service
    db: Database
    teacher: Person
    mother: Person
    """Of Anna; the father is Boris's, who has two parents more."""
    parents: dict[int, list[Person]]
    """Student → parents, 30 in all."""

    @property
    def everybody(self) -> list[Person]:
        return [person for people in self.parents.values() for person in people]

    async def quiet(self) -> None:
        """Wait until nothing is on its way."""
        for _attempt in range(600):
            async with self.db.read() as session:
                waits = sa.select(sa.func.count()).select_from(t.delivery)
                waits = waits.where(t.delivery.c.finished_at.is_(None))
                facts = sa.select(sa.func.count()).select_from(t.fact)
                facts = facts.where(t.fact.c.planned_at.is_(None))
                left = [(await session.execute(query)).scalar_one() for query in (waits, facts)]
            if not any(left):
                return
            await asyncio.sleep(0.1)
        raise AssertionError("messages are still on their way")


@pytest.fixture
async def house(
    live_settings: Settings, server: BotApiServer, db: Database, clock: FixedClock,
    school: SmallSchool,
) -> AsyncIterator[House]:  # fmt: skip
    """Fill the class and link its parents; families hear at once."""
    parents = await _fill(db, server)
    await server.person(1002, "Анна", language_code="ru").start()
    settings = live_settings.model_copy(update={"grace_seconds": 0})
    async with db.begin() as session:
        await session.execute(sa.delete(t.access_grant).where(t.access_grant.c.chat_id == 4))
    async with Service(settings, db, clock) as service:
        teacher = server.person(2000, "Мария", language_code="ru")
        code = await Codebook(db, clock, settings).code(NewCode(Role.STAFF, person_id=4))
        await teacher.say(code)
        await teacher.wait_for(lambda m: m.from_bot and bool(m.buttons))
        await teacher.tap("Да")
        yield House(server, service, db, teacher, parents[1][0], parents)


async def _fill(db: Database, server: BotApiServer) -> dict[int, list[Person]]:
    """Write 23 students and 28 parents beside the small school's two of each."""
    found = {1: [server.person(1001, "Ольга", language_code="ru")]}
    found[3] = [server.person(1003, "Илья", language_code="ru")]
    chat = 100
    async with db.begin() as session:
        for number, letter in enumerate(LETTERS):
            pupil = 100 + number
            person = {"given_name": "Имя", "family_name": f"Учеников{letter}", "grade": "7"}
            keys = {"source": "more", "sourced_id": f"p{number}"}
            await session.execute(sa.insert(t.person).values(id=pupil, **keys, **person))
            member = {"person_id": pupil, "role": "student", **keys}
            await session.execute(sa.insert(t.class_member).values(school_class_id=1, **member))
            await session.execute(sa.insert(t.course_member).values(course_id=1, **member))
            found[pupil] = []
            for _parent in range(2 if number < 5 else 1):
                chat += 1
                row = {"id": chat, "telegram_id": 3000 + chat, "telegram_language": "ru"}
                await session.execute(sa.insert(t.chat).values(**row, created_at=SEPTEMBER))
                grant = {"chat_id": chat, "role": "guardian", "student_id": pupil}
                grant |= {"holder_name": f"Родитель {chat}", "granted_at": SEPTEMBER}
                await session.execute(sa.insert(t.access_grant).values(**grant))
                found[pupil].append(server.person(3000 + chat, "Родитель", language_code="ru"))
    for people in found.values():
        for one in people:
            await one.start()
    assert sum(map(len, found.values())) == 30
    return found


async def answer(person: Person, words: str) -> str:
    """Write something; return what the bot answers."""
    before = person.mark()
    await person.say(words)
    message = await person.wait_for(lambda m: m.from_bot, since=before)
    return message.text


def heard(server: BotApiServer, mark: int, person: Person) -> str:
    """Return all that came to a phone unasked since the mark."""
    said = [
        str(call.params.get("text") or call.params.get("caption") or "")
        for call in server.outbox.since(mark)
        if call.chat_id == person.id and call.ok and call.method.startswith("send")
    ]
    return "\n".join(said)


async def test_attendance_homework_and_25_marks(house: House) -> None:
    teacher, server = house.teacher, house.server
    await teacher.say("/journal")
    await teacher.wait_for_text("Журнал")
    await teacher.tap("1. 7Б Алгебра")
    await teacher.tap("✋ Посещаемость")
    mark = server.outbox.mark()
    await teacher.tap("✓ Учениковч")
    await house.quiet()
    (missed,) = house.parents[122]
    assert "Нет на первом уроке: Алгебра, 1-й урок" in heard(server, mark, missed)
    others = [one for one in house.everybody if one is not missed]
    assert [heard(server, mark, one) for one in others] == [""] * 29

    await teacher.tap("‹ Урок")
    await teacher.tap("📝 Домашние задания")
    await teacher.tap("➕ Задать")
    mark = server.outbox.mark()
    await teacher.send_document(PDF, "task.pdf", "№ 31 и файл")
    await teacher.wait_for_text("№ 31 и файл")
    await teacher.tap("✓ Задать")
    await house.quiet()
    assert all("№ 31 и файл" in heard(server, mark, one) for one in house.everybody)
    assert len(server.outbox.of("sendDocument")) == 31  # 30 parents and Anna herself

    await teacher.tap(data="jl:7")
    values = {pupil: "2345"[number % 4] for number, pupil in enumerate(house.parents)}
    names = {1: "Иванова", 3: "Петров"} | {
        100 + number: f"Учеников{letter}" for number, letter in enumerate(LETTERS)
    }
    mark, taps = server.outbox.mark(), len(server.taps)
    text = ", ".join(f"{names[pupil]} {value}" for pupil, value in values.items())
    assert "Сохранить 25 оценок?" in await answer(teacher, text)
    await teacher.tap("✓ Сохранить")
    assert len(server.taps) - taps == 1  # one message and one tap for the whole class
    await house.quiet()
    for pupil, people in house.parents.items():
        for one in people:
            said = heard(server, mark, one)
            assert said.count("Новая оценка") == 1, said
            assert f"Алгебра — <b>{values[pupil]}</b>" in said

    await _correct_and_withdraw(house)
    assert [call.description for call in server.outbox.errors()] == []


async def _correct_and_withdraw(house: House) -> None:
    """Change a mark of the first student and take back one of the second."""
    async with house.db.read() as session:
        rows = await session.execute(
            sa.select(t.mark.c.student_id, t.mark.c.id).where(
                t.mark.c.source == "local", t.mark.c.student_id.in_((100, 101))
            )
        )
        marks = {row.student_id: row.id for row in rows}
    mark = house.server.outbox.mark()

    await house.teacher.tap(data=f"jxc:7:{_base36(marks[100])}:1")
    await house.teacher.tap(data=f"jxd:7:{_base36(marks[101])}")
    await house.quiet()

    assert all("Оценка исправлена" in heard(house.server, mark, p) for p in house.parents[100])
    assert all("Оценка снята" in heard(house.server, mark, p) for p in house.parents[101])
    others = [p for n, people in house.parents.items() if n not in (100, 101) for p in people]
    assert [heard(house.server, mark, one) for one in others] == [""] * len(others)


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number or not text:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text


async def test_news_reaches_30_parents_and_the_reminder_18(house: House) -> None:
    teacher, server = house.teacher, house.server
    await teacher.say("/menu")
    await teacher.wait_for_text("Мария")
    await teacher.tap("📢 Объявления")
    await teacher.tap("✍️ Написать")
    await teacher.tap("7Б класс")
    await teacher.send_document(PDF, "trip.pdf", "Экскурсия\nВ пятницу в 9:00")
    await teacher.wait_for_text("Экскурсия")
    await teacher.tap("Дальше →")
    await teacher.tap("👪 родителям и ученикам")
    await teacher.tap("◻️ С подтверждением")
    mark = server.outbox.mark()
    await teacher.tap("📢 Отправить сейчас")
    await house.quiet()
    assert all("Экскурсия\nВ пятницу в 9:00" in heard(server, mark, p) for p in house.everybody)
    assert "Экскурсия" not in heard(server, mark, server.person(1002, "Анна"))

    twelve = house.everybody[:12]
    for one in twelve:
        toast = await one.tap("✓ Ознакомлен(а)")
        assert toast.text == "Спасибо, школа видит, что вы ознакомлены."
    await teacher.tap("‹ Мои объявления")
    await teacher.tap("📢 Экскурсия")
    assert "📬 Доставлено: 30" in teacher.screen.text
    assert "✓ Ознакомлены: 12 из 30" in teacher.screen.text
    await teacher.tap("👥 Кто прочитал")
    assert "✓ Учениковв" in teacher.screen.text or "✓" in teacher.screen.text
    await teacher.tap("‹ Объявление")

    mark = server.outbox.mark()
    reminded = await teacher.tap("🔔 Напомнить неподтвердившим")
    assert reminded.text == "Напоминание уйдёт в 18 чатов."
    await house.quiet()
    told = [one for one in house.everybody if "подтвердите" in heard(server, mark, one)]
    assert told == house.everybody[12:]
    again = await teacher.tap("🔔 Напомнить неподтвердившим")
    assert again.text.startswith("Им недавно уже напоминали.")

    await _edit_and_withdraw(house)


async def _edit_and_withdraw(house: House) -> None:
    teacher = house.teacher
    await teacher.tap("✏️ Изменить")
    await answer(teacher, "Экскурсия\nВ субботу в 10:00")
    await teacher.tap("Изменить, подтверждения оставить")
    house.service._clock.advance(_SECONDS)  # type: ignore[attr-defined]  # an edit lets those under way arrive
    await house.quiet()
    shown = [message.text for message in house.mother.messages if message.from_bot]
    assert any("В субботу в 10:00" in text for text in shown)
    assert not any("В пятницу в 9:00" in text for text in shown)

    await teacher.tap("🚫 Отозвать")
    await teacher.tap("Да, отозвать")
    house.service._clock.advance(_SECONDS)  # type: ignore[attr-defined]  # likewise
    await house.quiet()
    shown = [message.text for message in house.mother.messages if message.from_bot]
    assert any("Школа отозвала это объявление." in text for text in shown)


async def test_news_for_two_students_reaches_their_parents_once_each(house: House) -> None:
    teacher, server = house.teacher, house.server
    await teacher.say("/menu")
    await teacher.wait_for_text("Мария")
    await teacher.tap("📢 Объявления")
    await teacher.tap("✍️ Написать")
    await teacher.tap("7Б класс")
    await answer(teacher, "Сбор завтра в 15:00")
    await teacher.tap("Дальше →")
    await teacher.tap("🎯 для всех учеников")
    await teacher.tap("◻️ Иванова Анна")
    await teacher.tap("◻️ Учениковб Имя")
    await teacher.tap("✓ Готово")
    assert "только для 2 учеников" in teacher.screen.text
    mark = server.outbox.mark()
    await teacher.tap("📢 Отправить сейчас")
    await house.quiet()

    theirs = [*house.parents[1], *house.parents[101]]
    assert len(theirs) == 3
    for one in house.everybody:
        assert heard(server, mark, one).count("Сбор завтра") == (one in theirs)
    assert heard(server, mark, server.person(1002, "Анна")).count("Сбор завтра") == 1
    await teacher.tap("👥 Кто прочитал")
    assert "Учениковв" not in teacher.screen.text


async def test_a_question_and_its_answer(house: House) -> None:
    mother, teacher, server = house.mother, house.teacher, house.server
    await mother.say("/menu")
    await mother.wait_for_text("Анна")
    await mother.tap("💬 Вопросы")
    await mother.tap("✍️ Задать вопрос")
    await mother.tap("👩‍🏫 Классный рук.")
    await mother.send_photo(png(30, 20), "Когда собрание?")
    await mother.wait_for_text("Отправлю вот это")
    await mother.tap("✓ Отправить")
    await teacher.wait_for_text("Когда собрание?")
    await house.quiet()

    await teacher.tap("✍️ Ответить")
    await answer(teacher, "В четверг в 18:00")
    mark = server.outbox.mark()
    await teacher.tap("✓ Отправить")
    await mother.wait_for_text("В четверг в 18:00")
    await house.quiet()
    assert [one for one in house.everybody if heard(server, mark, one)] == [mother]


async def test_an_absence_note_is_accepted(house: House) -> None:
    mother, teacher = house.mother, house.teacher
    await mother.say("/menu")
    await mother.wait_for_text("Анна")
    await mother.tap("🏠 Сообщить об отсутствии")
    await mother.tap("➕ Сообщить об отсутствии")
    await mother.tap("Сегодня")
    await mother.tap("🤒 Болеет")
    await mother.send_photo(png(30, 20), "Температура")
    await mother.wait_for_text("Классный руководитель получит")
    await mother.tap("✓ Отправить")
    await teacher.wait_for_text("Анна Иванова, 7Б")
    await house.quiet()

    await teacher.tap("🏠 Открыть сообщение")
    await teacher.tap("✅ Принять")
    await mother.wait_for_text("Причина отсутствия принята")
    await teacher.tap(data="jpt:7:1:present")
    assert "🤒 Иванова А." in teacher.screen.transcript()


async def test_work_is_handed_in_returned_and_marked(house: House) -> None:
    teacher, server = house.teacher, house.server
    anna = server.person(1002, "Анна")
    await teacher.say("/journal")
    await teacher.wait_for_text("Журнал")
    await teacher.tap("1. 7Б Алгебра")
    await teacher.tap("📝 Домашние задания")
    await teacher.tap("➕ Задать")
    await answer(teacher, "Сочинение")
    await teacher.tap("✓ Задать")
    await teacher.tap("◻️ Нужно сдать")
    await house.quiet()

    before = anna.mark()
    await anna.say("/homework")
    await anna.wait_for_text("Сочинение", since=before)
    await anna.tap("📤 Сдать: Алгебра")
    await anna.tap("📤 Сдать")
    await anna.send_document(PDF, "work.pdf")
    await anna.wait_for_text("Сдаю вот это")
    await anna.tap("✓ Сдать")
    await teacher.tap("📥 Сдали")
    await teacher.tap("📥 Иванова Анна")
    await teacher.tap("📎 Файлы")
    assert any(call.chat_id == teacher.id for call in server.outbox.of("sendDocument"))
    await teacher.tap("🔁 Вернуть")
    await answer(teacher, "Добавьте вывод")
    await anna.wait_for_text("Добавьте вывод")

    await anna.tap("📝 Открыть")
    await anna.tap("📤 Заменить")
    await answer(anna, "С выводом")
    await anna.tap("✓ Сдать")
    await teacher.tap(data="two:1")
    await teacher.tap("✅ Принять")
    await teacher.tap("⭐ Поставить оценку")
    await teacher.tap("5")
    await anna.wait_for_text("Новая оценка: Алгебра — 5")
