"""What each kind says, whole, to a mother of two and to the student; and what no text may do."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.facts import (
    Absence,
    AttendanceWithdrawn,
    Fact,
    FinalMarkSet,
    HomeworkAssigned,
    Late,
    MarkAdded,
    MarkChanged,
    MarkRemoved,
    NewsPosted,
    PlannedLesson,
    SomebodyLinked,
    SubjectWeek,
    Tomorrow,
    WeekSummary,
)
from notifications.kind import Hearer, all_kinds
from sandbox.formatting import parse_html
from tests.notifications.house import MOSCOW
from tests.school import SEPTEMBER
from views import words
from views.format import MESSAGE_LIMIT

MOTHER, ANNA = Hearer(1, ("Анна И.",)), Hearer(1)
DAY = date(2026, 9, 16)


def mark_added(work: str = "", comment: str = "") -> MarkAdded:
    return MarkAdded(
        student=1, name="Анна И.", course=1, subject="Алгебра", value="5", day=DAY, work=work,
        comment=comment,
    )  # fmt: skip


def mark_changed(before: str, value: str, comment: str = "") -> MarkChanged:
    return MarkChanged(
        student=1, name="", course=1, subject="R&D <1>", before=before, value=value, day=DAY,
        work="Контрольная", comment=comment,
    )  # fmt: skip


def absence(category: str, subject: str = "", reason: str = "") -> Absence:
    return Absence(student=1, name="", day=DAY, category=category, subject=subject, reason=reason)


def late(minutes: int | None) -> Late:
    return Late(student=1, name="", day=DAY, minutes=minutes, subject="Физика", number=2)


LESSONS = [
    PlannedLesson(number=1, subject="Алгебра", starts="08:30", room="204", homework=["№ 12, 13"]),
    PlannedLesson(number=2, subject="Физика", starts="09:25", room="310", status="cancelled"),
    PlannedLesson(
        number=3, subject="История", starts="10:30", room="12", status="substituted",
        control="Тест <1>", homework=["§ 3", "конспект"],
    ),
]  # fmt: skip
TOMORROW = Tomorrow(student=1, name="", day=date(2026, 9, 17), lessons=LESSONS)
WEEK = WeekSummary(
    student=1, name="", first=date(2026, 9, 14), last=date(2026, 9, 20), absences=1, lates=2,
    subjects=[
        SubjectWeek(subject="Алгебра", marks=["4", "5"], average="4.67"),
        SubjectWeek(subject="Физика", marks=["3"], average="3.00"),
    ],
)  # fmt: skip
HOMEWORK = HomeworkAssigned(
    course=1, subject="Алгебра", text="№ 20 <задача> & чертёж", assigned_on=DAY,
    due_on=date(2026, 9, 17),
)  # fmt: skip
NEWS = NewsPosted(
    announcement=1, title="Экскурсия & <обед>", body="В четверг.\n\nВозьмите воду.",
    posted_at=SEPTEMBER, school_class=1,
)  # fmt: skip


def text(fact: Fact, hearer: Hearer = MOTHER, language: str = "ru") -> str:
    with words.use(language, MOSCOW):
        return all_kinds()[fact.code].text(fact, hearer)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (mark_added(), "⭐ <b>Анна И.</b> · Новая оценка: Алгебра — <b>5</b>\nср, 16 сент."),
        (
            mark_changed("4", "5", "Пересдача"),
            ("✏️ <b>Анна И.</b> · Оценка исправлена: R&amp;D &lt;1&gt; — <s>4</s> → <b>5</b>\n"
            "Контрольная, ср, 16 сент.\n💬 Пересдача"),
        ),
        (
            mark_changed("5", "5", "Аккуратно!"),
            ("✏️ <b>Анна И.</b> · Уточнение к оценке: R&amp;D &lt;1&gt; — <b>5</b>\n"
            "Контрольная, ср, 16 сент.\n💬 Аккуратно!"),
        ),
        (
            MarkRemoved(student=1, name="", course=1, subject="Алгебра", before="2", day=DAY),
            "✏️ <b>Анна И.</b> · Оценка снята: Алгебра — <s>2</s>\nср, 16 сент.",
        ),
        (
            FinalMarkSet(
                student=1, name="", course=1, subject="Алгебра", value="5", session="1 четверть"
            ),
            "🏁 <b>Анна И.</b> · Итоговая оценка: Алгебра — <b>5</b>\n1 четверть",
        ),
        (
            FinalMarkSet(
                student=1, name="", course=1, subject="Алгебра", value="5", session="", before="4"
            ),
            "🏁 <b>Анна И.</b> · Итоговая оценка исправлена: Алгебра — <s>4</s> → <b>5</b>",
        ),
        (absence("absent"), "❗ <b>Анна И.</b> · Нет на занятиях: ср, 16 сент."),
        (
            absence("ill", reason="Простуда"),
            "🏠 <b>Анна И.</b> · Пропуск по болезни: ср, 16 сент.\n💬 Простуда",
        ),
        (
            absence("excused", subject="Физика"),
            "🏠 <b>Анна И.</b> · Пропуск по уважительной причине: Физика, ср, 16 сент.",
        ),
        (late(7), "⏰ <b>Анна И.</b> · Опоздание на 7 минут: Физика, 2-й урок, ср, 16 сент."),
        (late(None), "⏰ <b>Анна И.</b> · Опоздание: Физика, 2-й урок, ср, 16 сент."),
        (
            AttendanceWithdrawn(student=1, name="", day=DAY),
            "✅ <b>Анна И.</b> · Отметка о пропуске или опоздании снята: ср, 16 сент.",
        ),
        (
            HOMEWORK,
            ("📝 <b>Анна И.</b> · Домашнее задание: Алгебра, на чт, 17 сент.\n"
            "№ 20 &lt;задача&gt; &amp; чертёж"),
        ),
        (
            replace(HOMEWORK, changed=True, text="№ 21"),
            "📝 <b>Анна И.</b> · Домашнее задание изменено: Алгебра, на чт, 17 сент.\n№ 21",
        ),
        (
            NEWS,
            "📰 <b>Анна И.</b> · <b>Экскурсия &amp; &lt;обед&gt;</b>\nВ четверг.\n\nВозьмите воду.",
        ),
        (replace(NEWS, school_class=None, school=1, body=""),
         "📰 <b>Экскурсия &amp; &lt;обед&gt;</b>"),
        (
            TOMORROW,
            ("🗓 <b>Анна И.</b> · чт, 17 сент.: 2 урока, начало в 08:30\n"
            "❗ История: <b>Тест &lt;1&gt;</b>\n"
            "1. 08:30 Алгебра · 204\n    📝 № 12, 13\n"
            "<s>2. 09:25 Физика</s>\n"
            "⇄ 3. 10:30 История · 12\n    📝 § 3\n    📝 конспект"),
        ),
        (
            replace(TOMORROW, lessons=[PlannedLesson(number=1, subject="Алгебра")]),
            "🗓 <b>Анна И.</b> · чт, 17 сент.: 1 урок\n1. Алгебра",
        ),
        (
            WEEK,
            ("📊 <b>Анна И.</b> · Неделя 14–20 сент.: 3 оценки, 1 пропуск, 2 опоздания\n"
            "Алгебра: <b>4, 5</b> · средний балл 4,67\nФизика: <b>3</b>"),
        ),
        (
            SomebodyLinked(student=1, name="", role="guardian", holder="Пётр Иванов", chat=9),
            ("🔑 <b>Анна И.</b> · К дневнику подключился родитель: Пётр Иванов\n"
            "Не знаете этого человека? Закройте доступ в настройках или сообщите классному"
            " руководителю."),
        ),
    ],
)  # fmt: skip
def test_what_a_mother_reads(fact: Fact, expected: str) -> None:
    assert text(fact) == expected


def test_a_student_is_not_told_their_own_name() -> None:
    assert text(mark_added(), ANNA) == "⭐ Новая оценка: Алгебра — <b>5</b>\nср, 16 сент."


def test_english_is_there_too() -> None:
    assert text(late(1), language="en") == (
        "⏰ <b>Анна И.</b> · Late by 1 minute: Физика, lesson 2, Wed, Sep 16"
    )


def test_long_homework_ends_at_a_whole_line() -> None:
    tasks = [f"{number}. " + "слово " * 20 for number in range(30)]

    shown = text(replace(HOMEWORK, text="\n".join(tasks))).split("\n")

    assert shown[1:-1] == [task.rstrip() for task in tasks[: len(shown) - 2]]
    assert len(shown) > 8
    assert shown[-1] == "…"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_kind_has_a_title_of_its_own(language: str) -> None:
    with words.use(language, MOSCOW):
        titles = [kind.title() for kind in all_kinds().values()]

    assert len(set(titles)) == len(all_kinds())
    assert all(("а" <= letter <= "я") for letter in titles[0][1:3]) is (language == "ru")


def test_every_kind_speaks_russian() -> None:
    with words.use("en", MOSCOW):
        english = {code: kind.title() for code, kind in all_kinds().items()}
    with words.use("ru", MOSCOW):
        russian = {code: kind.title() for code, kind in all_kinds().items()}

    assert [code for code in english if english[code] == russian[code]] == []


ANY = st.text(max_size=300).map(lambda text: text * 20)


@settings(deadline=None, max_examples=50)
@given(ANY, ANY, ANY, st.lists(ANY, max_size=9), st.integers(1, 60))
def test_no_text_is_too_long_or_breaks_its_tags(
    one: str, two: str, three: str, names: list[str], many: int
) -> None:
    lesson = PlannedLesson(
        number=1, subject=one, starts=two, room=three, homework=[one, two], control=three
    )
    facts: list[Fact] = [
        mark_added(work=one, comment=two),
        replace(mark_changed(one, two, three), subject=three),
        MarkRemoved(student=1, name="", course=1, subject=one, before=two, day=DAY, work=three),
        FinalMarkSet(
            student=1, name="", course=1, subject=one, value=two, session=three, before=one
        ),
        absence(one, subject=two, reason=three),
        replace(late(7), subject=one, reason=two),
        AttendanceWithdrawn(student=1, name="", day=DAY, subject=one),
        replace(HOMEWORK, subject=one, text=two),
        replace(NEWS, title=one, body=two),
        replace(TOMORROW, lessons=[lesson] * many),
        replace(WEEK, subjects=[SubjectWeek(subject=one, marks=[two] * many)] * many),
        SomebodyLinked(student=1, name="", role="trusted", holder=one, chat=1),
    ]
    for fact in facts:
        shown = text(fact, Hearer(1, tuple(names)))
        assert len(parse_html(shown)[0]) <= MESSAGE_LIMIT


@pytest.mark.parametrize(
    ("fact", "buttons"),
    [
        (mark_added(), ["⭐ Предмет → subj:1:1:0:0", "📘 День → day:1:20260916:0"]),
        (absence("absent"), ["📘 День → day:1:20260916:0", "🏠 Объяснить → anb:1"]),
        (HOMEWORK, ["📝 Всё задание → hw:1:20260917:0"]),
        (NEWS, ["📰 Читать → item:1:0"]),
        (TOMORROW, ["📘 День → day:1:20260917:0", "📝 Домашние задания → hw:1:20260917:0"]),
        (WEEK, ["⭐ Оценки → marks:1:0", "📘 Неделя → week:1:20260914:0"]),
        (
            SomebodyLinked(student=1, name="", role="guardian", holder="", chat=9),
            ["👥 Кто видит дневник → setwho:1"],
        ),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_the_button_opens_what_the_message_is_about(fact: Fact, buttons: list[str]) -> None:
    with words.use("ru", MOSCOW):
        markup = all_kinds()[fact.code].markup(fact, MOTHER)

    first, last = markup.inline_keyboard
    assert [f"{button.text} → {button.callback_data}" for button in first] == buttons
    assert [button.callback_data for button in last] == ["menu"]
