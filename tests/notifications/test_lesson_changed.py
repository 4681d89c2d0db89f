"""What families hear of a lesson that is not as planned."""

from dataclasses import replace

import pytest

from domain.facts import LessonChanged
from notifications.kind import Hearer, all_kinds
from tests.notifications.house import MOSCOW
from tests.school import sept
from views import words

MOTHER = Hearer(1, ("Анна И.",))
CANCELLED = LessonChanged(
    course=2, subject="Физика <1>", day=sept(17), number=2, status="cancelled"
)  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (CANCELLED, "🗓 <b>Анна И.</b> · Отменён урок: Физика &lt;1&gt;, 2-й урок, чт, 17 сент."),
        (
            replace(CANCELLED, note="Болезнь & карантин"),
            (
                "🗓 <b>Анна И.</b> · Отменён урок: Физика &lt;1&gt;, 2-й урок, чт, 17 сент.\n"
                "💬 Болезнь &amp; карантин"
            ),
        ),
        (
            replace(CANCELLED, status="substituted", teacher="Пётр <Ильич>", room="204"),
            (
                "🗓 <b>Анна И.</b> · Замена: Физика &lt;1&gt;, 2-й урок, чт, 17 сент.\n"
                "Ведёт: Пётр &lt;Ильич&gt;, каб. 204"
            ),
        ),
        (
            replace(CANCELLED, status="moved", room="Актовый зал"),
            (
                "🗓 <b>Анна И.</b> · Другой кабинет: Физика &lt;1&gt;, 2-й урок, чт, 17 сент.\n"
                "каб. Актовый зал"
            ),
        ),
        (
            replace(CANCELLED, status="", before="cancelled"),
            "🗓 <b>Анна И.</b> · Снова по расписанию: Физика &lt;1&gt;, 2-й урок, чт, 17 сент.",
        ),
    ],
    ids=["cancelled", "reason", "substituted", "moved", "restored"],
)
def test_a_changed_lesson_in_words(fact: LessonChanged, text: str) -> None:
    with words.use("ru", MOSCOW):
        assert all_kinds()[fact.code].text(fact, MOTHER) == text


def test_the_button_opens_the_day() -> None:
    with words.use("ru", MOSCOW):
        markup = all_kinds()[CANCELLED.code].markup(CANCELLED, MOTHER)

    assert markup.inline_keyboard[0][0].callback_data == "day:1:20260917:0"
