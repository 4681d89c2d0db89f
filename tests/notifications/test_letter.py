"""Several facts for one chat: what the one message says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.facts import (
    Absence,
    Fact,
    HomeworkAssigned,
    MarkAdded,
    MarkChanged,
    MarkRemoved,
    NewsPosted,
    dump,
)
from domain.timing import Mode
from notifications import letter
from notifications.kind import all_kinds
from notifications.letter import Entry, Letter
from sandbox.formatting import parse_html
from storage.deliveries import Addressee, Child, Claimed
from tests.notifications.house import MOSCOW
from tests.school import SEPTEMBER
from views import words

DAY = date(2026, 9, 16)
ANNA, PYOTR = Child(1, "Анна И.", itself=False), Child(2, "Пётр И.", itself=False)
MOTHER = Addressee(
    id=1, telegram_id=1001, language="ru", telegram_language=None, discreet=False,
    is_reachable=True, week=None,
)  # fmt: skip


def mark(value: str, student: int = 1, thing: str = "", subject: str = "Алгебра") -> MarkAdded:
    return MarkAdded(
        thing=thing, student=student, name="", course=1, subject=subject, value=value, day=DAY
    )


def corrected(before: str, value: str, thing: str) -> MarkChanged:
    return MarkChanged(
        thing=thing, student=1, name="", course=1, subject="Алгебра", before=before, value=value,
        day=DAY,
    )  # fmt: skip


def claimed(number: int, fact: Fact, *children: Child, mode: Mode = Mode.NOW) -> Claimed:
    return Claimed(
        id=number, fact_id=number, kind=fact.code, payload=dump(fact), priority=3, mode=mode,
        planned_at=SEPTEMBER, planned_for=SEPTEMBER, attempts=1, chat=MOTHER, child_week=None,
        children=children, has_right=True,
    )  # fmt: skip


def entries(*found: Claimed) -> list[Entry]:
    return letter.settle(found, all_kinds()).entries


def written(*found: Claimed, discreet: bool = False) -> Letter:
    with words.use("ru", MOSCOW):
        return letter.write(entries(*found), discreet=discreet)


def labels(made: Letter) -> list[list[str]]:
    assert made.markup
    return [[button.text for button in row] for row in made.markup.inline_keyboard]


def test_the_marks_of_a_lesson_and_two_children_are_one_message_child_by_child() -> None:
    made = written(
        claimed(1, mark("5"), ANNA),
        claimed(2, mark("3", student=2, subject="Чтение"), PYOTR),
        claimed(3, mark("4"), ANNA),
        claimed(4, Absence(student=2, name="", day=DAY, category="ill"), PYOTR),
    )

    assert made.text == (
        "<b>Анна И.</b>\n"
        "⭐ Новая оценка: Алгебра — <b>5</b>\nср, 16 сент.\n"
        "⭐ Новая оценка: Алгебра — <b>4</b>\nср, 16 сент.\n"
        "\n<b>Пётр И.</b>\n"
        "⭐ Новая оценка: Чтение — <b>3</b>\nср, 16 сент.\n"
        "🏠 Пропуск по болезни: ср, 16 сент."
    )
    assert labels(made) == [
        ["Анна: ⭐ Предмет", "Анна: 📘 День"],
        ["Пётр: ⭐ Предмет", "Пётр: 📘 День"],
        ["Пётр: 🏠 Объяснить"],
        ["☰ Меню"],
    ]


def test_one_fact_is_told_as_ever() -> None:
    made = written(claimed(1, mark("5"), ANNA))

    assert made.text == "⭐ <b>Анна И.</b> · Новая оценка: Алгебра — <b>5</b>\nср, 16 сент."
    assert labels(made) == [["⭐ Предмет", "📘 День"], ["☰ Меню"]]


def test_a_digest_says_that_it_is_one() -> None:
    made = written(claimed(1, mark("5"), ANNA, mode=Mode.EVENING))

    assert made.text.startswith("🌆 <b>День в двух словах</b>\n\n⭐ <b>Анна И.</b>")


@pytest.mark.parametrize("fact", [mark("5"), mark("незачёт")])
def test_a_discreet_message_shows_nothing_on_a_lock_screen(fact: MarkAdded) -> None:
    made = written(claimed(1, fact, ANNA), discreet=True)

    first, hidden = made.text.split("\n", 1)
    assert first == "🔔 В дневнике новое. Нажмите на текст, чтобы увидеть."
    text, entities = parse_html(made.text)
    assert [entity["type"] for entity in entities].count("spoiler") == 1
    assert hidden.startswith("<tg-spoiler>")
    assert fact.value in text


def test_a_mark_that_changed_before_it_was_told_is_told_in_its_last_state() -> None:
    story = [
        claimed(1, mark("4", thing="mark:7"), ANNA),
        claimed(2, mark("3", thing="mark:8"), ANNA),
        claimed(3, corrected("4", "5", "mark:7"), ANNA),
        claimed(4, corrected("5", "2", "mark:7"), ANNA),
    ]

    found = letter.settle(story, all_kinds())

    assert [entry.fact for entry in found.entries] == [
        mark("3", thing="mark:8"), mark("2", thing="mark:7"),
    ]  # fmt: skip
    assert [(entry.claimed.id, entry.absorbed) for entry in found.entries] == [(2, ()), (4, (1, 3))]


def test_a_mark_given_and_taken_back_before_it_was_told_is_not_told() -> None:
    taken_back = MarkRemoved(
        thing="mark:7", student=1, name="", course=1, subject="Алгебра", before="5", day=DAY
    )
    story = [
        claimed(1, mark("4", thing="mark:7"), ANNA),
        claimed(2, corrected("4", "5", "mark:7"), ANNA),
        claimed(3, taken_back, ANNA),
    ]

    found = letter.settle(story, all_kinds())

    assert (found.entries, found.withdrawn) == ([], [1, 2, 3])


def test_a_message_that_is_full_leaves_whole_entries_for_the_next() -> None:
    long = HomeworkAssigned(
        course=1, subject="Алгебра", text="слово " * 150, assigned_on=DAY, due_on=DAY
    )
    made = written(*(claimed(number, long, ANNA) for number in range(9)))

    text, _entities = parse_html(made.text)
    assert len(text) <= letter.LIMIT
    assert len(made.entries) < 9
    assert [entry.claimed.id for entry in made.entries] == list(range(len(made.entries)))


def test_a_fact_that_cannot_be_read_leaves_the_others_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = replace(claimed(1, mark("5"), ANNA), payload={"student": 1, "day": "вчера"})

    found = letter.settle([broken, claimed(2, mark("4"), ANNA)], all_kinds())

    assert found.broken == [1]
    assert [entry.claimed.id for entry in found.entries] == [2]
    assert "вчера" not in caplog.text


FACTS: list[Any] = [
    mark("5"), mark("2", student=2), Absence(student=1, name="", day=DAY, category="absent"),
    NewsPosted(announcement=1, title="Т" * 90, body="б\n" * 900, posted_at=SEPTEMBER, school=1),
    HomeworkAssigned(course=1, subject="А&Б <i>", text="<" * 900, assigned_on=DAY, due_on=DAY),
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(FACTS), st.booleans()), min_size=1, max_size=20),
       st.booleans())  # fmt: skip
def test_whatever_comes_together_telegram_takes_it(
    facts: list[tuple[Fact, bool]], discreet: bool
) -> None:
    found = [
        claimed(number, fact, ANNA if first else PYOTR)
        for number, (fact, first) in enumerate(facts)
    ]

    made = written(*found, discreet=discreet)

    text, entities = parse_html(made.text)
    assert 0 < len(text) <= 4096
    assert len(entities) <= 100
    assert made.entries
    assert made.markup
    data = [b.callback_data for row in made.markup.inline_keyboard for b in row]
    assert len(set(data)) == len(data) <= letter.ROWS * 2 + 1
