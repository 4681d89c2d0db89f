"""What the kinds of the clock and the urgent ones say, whole."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clock import FixedClock
from domain.facts import (
    Absence,
    AbsenceUnexplained,
    DueTask,
    Fact,
    HomeworkDue,
    LowAverage,
    MissedLesson,
    NewsPosted,
)
from domain.people import Role
from notifications.kind import Hearer, all_kinds
from sandbox.formatting import parse_html
from storage.database import Database
from tests.notifications.house import MOSCOW, House
from tests.school import SEPTEMBER, SmallSchool
from views import words
from views.format import MESSAGE_LIMIT

MOTHER, ANNA = Hearer(1, ("Анна И.",)), Hearer(1)
DAY = date(2026, 9, 16)
ALGEBRA, PHYSICS = DueTask(subject="Алгебра", text="№ 20 <б>"), DueTask(subject="R&D", text="Опыт")
DUE = HomeworkDue(student=1, name="", due_on=date(2026, 9, 17), tasks=[ALGEBRA])
LOW = LowAverage(
    student=1, name="", course=1, subject="Алгебра", session="1 четверть", average="2.33", marks=4
)
ASKED = AbsenceUnexplained(student=1, name="", day=DAY)
FIRST, SECOND = MissedLesson(number=1, subject="Алгебра"), MissedLesson(number=2, subject="R&D")
ABSENT = Absence(
    student=1, name="", day=DAY, category="absent", subject="Алгебра", number=1, urgent=True
)
NEWS = NewsPosted(
    announcement=1, title="Школа <закрыта>", body="Авария.", posted_at=SEPTEMBER, school_class=1,
    urgent=True,
)  # fmt: skip


def text(fact: Fact, hearer: Hearer = MOTHER, language: str = "ru") -> str:
    with words.use(language, MOSCOW):
        return all_kinds()[fact.code].text(fact, hearer)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (
            DUE,
            "⏳ <b>Анна И.</b> · Сдать к чт, 17 сент.: Алгебра\n📝 Алгебра: № 20 &lt;б&gt;",
        ),
        (
            replace(DUE, tasks=[ALGEBRA, PHYSICS, PHYSICS]),
            (
                "⏳ <b>Анна И.</b> · Сдать к чт, 17 сент.: Алгебра, R&amp;D\n"
                "📝 Алгебра: № 20 &lt;б&gt;\n📝 R&amp;D: Опыт\n📝 R&amp;D: Опыт"
            ),
        ),
        (
            LOW,
            (
                "📉 <b>Анна И.</b> · Итоговая оценка под угрозой: Алгебра — средний балл"
                " <b>2,33</b>\n"
                "1 четверть, 4 оценки"
            ),
        ),
        (
            ASKED,
            (
                "❓ <b>Анна И.</b> · Пропуск без указания причины: ср, 16 сент.\n"
                "Сообщите причину классному руководителю."
            ),
        ),
        (
            replace(ASKED, lessons=[FIRST]),
            (
                "❓ <b>Анна И.</b> · Пропуск без указания причины: Алгебра, 1-й урок,"
                " ср, 16 сент.\n"
                "Сообщите причину классному руководителю."
            ),
        ),
        (
            replace(ASKED, lessons=[FIRST, SECOND]),
            (
                "❓ <b>Анна И.</b> · Пропуск без указания причины: ср, 16 сент.\n"
                "Алгебра, 1-й урок\nR&amp;D, 2-й урок\n"
                "Сообщите причину классному руководителю."
            ),
        ),
        (
            ABSENT,
            "❗ <b>Анна И.</b> · Нет на первом уроке: Алгебра, 1-й урок, ср, 16 сент.",
        ),
        (
            replace(ABSENT, subject="", number=None),
            "❗ <b>Анна И.</b> · Нет на занятиях: ср, 16 сент.",
        ),
        (
            replace(ABSENT, urgent=False),
            "❗ <b>Анна И.</b> · Нет на занятиях: Алгебра, 1-й урок, ср, 16 сент.",
        ),
        (NEWS, "❗ <b>Анна И.</b> · Срочно: <b>Школа &lt;закрыта&gt;</b>\nАвария."),
        (
            replace(NEWS, school_class=None, school=1, body=""),
            "❗ Срочно: <b>Школа &lt;закрыта&gt;</b>",
        ),
    ],
)
def test_what_a_mother_reads(fact: Fact, expected: str) -> None:
    assert text(fact) == expected


def test_a_student_reads_of_themself_and_in_english_too() -> None:
    assert (
        text(DUE, ANNA, "en") == "⏳ To hand in by Thu, Sep 17: Алгебра\n📝 Алгебра: № 20 &lt;б&gt;"
    )
    assert text(ASKED, ANNA, "en") == (
        "❓ Absent, no reason given: Wed, Sep 16\nPlease tell the class teacher the reason."
    )


ANY = st.text(max_size=300).map(lambda text: text * 20)


@settings(deadline=None, max_examples=50)
@given(ANY, ANY, st.lists(ANY, max_size=9), st.integers(1, 60))
def test_no_text_is_too_long_or_breaks_its_tags(
    one: str, two: str, names: list[str], many: int
) -> None:
    missed = [MissedLesson(number=number, subject=f"{number}{one}") for number in range(many)]
    facts: list[Fact] = [
        replace(DUE, tasks=[DueTask(subject=f"{n}{one}", text=two) for n in range(many)]),
        replace(LOW, subject=one, session=two),
        replace(ASKED, lessons=missed),
        replace(ABSENT, subject=one, reason=two),
        replace(NEWS, title=one, body=two),
    ]
    for fact in facts:
        shown = text(fact, Hearer(1, tuple(names)))
        assert len(parse_html(shown)[0]) <= MESSAGE_LIMIT


@pytest.mark.parametrize(
    ("fact", "buttons"),
    [
        (DUE, ["📝 Всё задание → hw:1:20260917:0"]),
        (LOW, ["⭐ Предмет → subj:1:1:0:0", "⭐ Оценки → marks:1:0"]),
        (ASKED, ["📘 День → day:1:20260916:0", "🏠 Объяснить → anb:1"]),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_the_button_opens_what_the_message_is_about(fact: Fact, buttons: list[str]) -> None:
    with words.use("ru", MOSCOW):
        markup = all_kinds()[fact.code].markup(fact, MOTHER)

    first, last = markup.inline_keyboard
    assert [f"{button.text} → {button.callback_data}" for button in first] == buttons
    assert [button.callback_data for button in last] == ["menu"]


def test_who_hears_of_what_and_how_long() -> None:
    family = (Role.STUDENT, Role.GUARDIAN, Role.TRUSTED)
    found = {
        fact.code: (kind.roles, kind.needs_marks, kind.stale_after)
        for fact in (DUE, LOW, ASKED)
        if (kind := all_kinds()[fact.code])
    }

    assert found == {
        "homework.deadline": ((Role.STUDENT, Role.GUARDIAN), False, timedelta(hours=5)),
        "mark.low_average": (family, True, timedelta(days=2)),
        "attendance.unexplained": ((Role.GUARDIAN,), False, timedelta(days=1)),
    }


async def test_each_is_planned_for_those_whom_it_concerns(
    db: Database, school: SmallSchool, clock: FixedClock
) -> None:
    house = House(db, clock)
    await house.happens(DUE, LOW, ASKED)

    await house.plan()

    planned = {(chat, kind) for chat, kind, _state, _reason in await house.deliveries()}
    assert planned == {
        (school.mother_chat, "homework.deadline"),
        (school.anna_chat, "homework.deadline"),
        (school.mother_chat, "mark.low_average"),
        (school.anna_chat, "mark.low_average"),
        (school.mother_chat, "attendance.unexplained"),
    }


def test_the_operators_table_names_every_kind() -> None:
    told = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")

    assert [code for code in all_kinds() if f"`{code}`" not in told] == []
