from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.diary import Term
from domain.marks import Mark, Span, averages, bounds, narrowest, school_year
from domain.scales import Scale

DAY = date(2026, 9, 16)
FIVE = Mark(DAY, 1, "Алгебра", "5", "five", 5.0)
TERMS = (
    Term("2026/27", "schoolYear", date(2026, 9, 1), date(2027, 5, 28)),
    Term("1 полугодие", "semester", date(2026, 9, 1), date(2026, 12, 30)),
    Term("1 четверть", "term", date(2026, 9, 1), date(2026, 10, 23)),
    Term("2 четверть", "term", date(2026, 11, 2), date(2026, 12, 30)),
)

scores = st.lists(
    st.tuples(st.floats(1, 5), st.one_of(st.none(), st.floats(0.5, 10))), min_size=1, max_size=30
)


@given(scores)
def test_an_average_lies_between_the_worst_and_the_best(found: list[tuple[float, float]]) -> None:
    marks = [replace(FIVE, score=score, weight=weight) for score, weight in found]

    (average,) = averages(marks)

    low, high = min(s for s, _ in found), max(s for s, _ in found)
    assert low - 1e-9 <= average.plain <= high + 1e-9
    assert low - 1e-9 <= average.weighted <= high + 1e-9
    assert average.number == len(found)


@given(scores)
def test_equal_weights_change_nothing(found: list[tuple[float, float]]) -> None:
    marks = [replace(FIVE, score=score, weight=2.0) for score, _weight in found]

    (average,) = averages(marks)

    assert not average.differs


def test_scales_never_mix_and_words_never_count() -> None:
    marks = [
        FIVE,
        replace(FIVE, scale="hundred", score=80.0),
        replace(FIVE, scale="pass_fail", score=1.0),
        replace(FIVE, scale="text", score=None),
        replace(FIVE, scale="five", score=None, value="н/а"),
    ]

    found = averages(marks)

    assert [(a.scale, a.plain, a.number) for a in found] == [
        (Scale.FIVE, 5.0, 1),
        (Scale.HUNDRED, 80.0, 1),
    ]


def test_a_weight_of_nothing_is_no_division_by_zero() -> None:
    (average,) = averages([replace(FIVE, weight=0.0), replace(FIVE, score=3.0, weight=0.0)])

    assert (average.plain, average.weighted) == (4.0, 4.0)


def test_the_narrowest_session_around_a_day_is_the_term() -> None:
    found = narrowest(TERMS, DAY)

    assert found is not None
    assert found.title == "1 четверть"


def test_in_the_holidays_the_term_that_ended_is_shown() -> None:
    found = narrowest(TERMS[:1] + TERMS[2:], date(2026, 10, 28))

    assert found is not None
    assert found.title == "1 четверть"


def test_spans_hold_their_day() -> None:
    for span in Span:
        first, last = bounds(span, DAY, TERMS)
        assert first <= DAY <= last
    assert bounds(Span.WEEK, DAY, TERMS) == (date(2026, 9, 14), date(2026, 9, 20))
    assert bounds(Span.MONTH, DAY, TERMS) == (date(2026, 9, 1), date(2026, 9, 30))


def test_a_school_year_runs_from_august_to_july() -> None:
    assert school_year(date(2027, 7, 31)) == (date(2026, 8, 1), date(2027, 7, 31))
    assert school_year(date(2027, 8, 1)) == (date(2027, 8, 1), date(2028, 7, 31))
