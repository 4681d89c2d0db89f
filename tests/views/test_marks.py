from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from domain.marks import AllMarks, LatestMarks, Mark, Span
from domain.people import Access, Name, Role, Student
from domain.subject import CourseLine, SubjectDay, SubjectPage
from views import marks as view
from views import subject as subject_view
from views import words
from views.format import MESSAGE_LIMIT

DAY = date(2026, 9, 16)
ACCESS = Access(Student(1, Name("А" * 300, "Б" * 300), "7" * 300), Role.GUARDIAN, True)
LONG = "<&> очень длинно " * 300
MARK = Mark(DAY, 1, LONG, LONG, "text", work=LONG, category=LONG, comment=LONG)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_any_data_fit_a_message(language: str) -> None:
    many = tuple(replace(MARK, course_id=number) for number in range(12))
    page = SubjectPage(
        ACCESS, CourseLine(1, LONG, LONG), None, (),
        tuple(SubjectDay(DAY, [LONG] * 9, [LONG] * 9, list(many), "ill") for _ in range(8)),
        many, 0, True,
    )  # fmt: skip
    with words.use(language, ZoneInfo("Europe/Moscow")):
        texts = [
            view.latest(LatestMarks(ACCESS, many, 0, True, DAY)),
            view.all_marks(AllMarks(ACCESS, Span.DAY, DAY, DAY, DAY, many)),
            view.all_marks(AllMarks(ACCESS, Span.YEAR, DAY, DAY, DAY, many)),
            subject_view.subject(page),
        ]

    assert [len(text) for text in texts if len(text) > MESSAGE_LIMIT] == []
    assert all(text.count("<b>") == text.count("</b>") for text in texts)
