"""What a teacher types in two minutes between lessons."""

import pytest

from domain.fast_entry import Draft, Entry, Refused, choose, parse, together, without_doubts
from domain.journal import Presence, Seat
from domain.people import Name
from domain.scales import Scale, Value

SEATS = (
    Seat(1, Name("Анна", "Иванова", "Сергеевна")),
    Seat(2, Name("Пётр", "Иванов", "Ильич")),
    Seat(3, Name("Павел", "Иванов", "Олегович")),
    Seat(4, Name("Мария", "Петрова")),
    Seat(5, Name("Семён", "Сидоров")),
    Seat(6, Name("Алла", "Королёва")),
)
FIVE, FOUR = Value("5", 5.0), Value("4", 4.0)


def understood(text: str, scale: Scale = Scale.FIVE) -> list[tuple[tuple[int, ...], object]]:
    draft = parse(text, SEATS, scale)
    assert draft.refused == ()
    return [(one.students, one.presence or [v.text for v in one.marks]) for one in draft.entries]


def test_the_message_of_the_readme_is_understood() -> None:
    draft = parse("Иванова 5, Петрова 4 4, Сидоров н", SEATS, Scale.FIVE)

    assert draft.entries == (
        Entry("Иванова", (1,), marks=(FIVE,)),
        Entry("Петрова", (4,), marks=(FOUR, FOUR)),
        Entry("Сидоров", (5,), presence=Presence.ABSENT),
    )
    assert draft.is_ready


def test_a_name_that_fits_two_students_is_asked_about() -> None:
    draft = parse("Иванов 5", SEATS, Scale.FIVE)

    assert [entry.students for entry in draft.doubtful] == [(2, 3)]
    assert not draft.is_ready
    assert choose(draft, 0, 3).is_ready
    assert choose(draft, 0, 5) == draft
    assert choose(draft, 9, 3) == draft


@pytest.mark.parametrize(
    ("text", "student"),
    [("Иванов Пётр 5", 2), ("иванов петр 5", 2), ("Иванов Па 5", 3), ("Иванов П.О. 5", 3),
     ("Пет 5", 4), ("КОРОЛЕВА 5", 6), ("Сидоров: 5", 5), ("Сидоров — 5", 5)],
)  # fmt: skip
def test_a_name_is_known_by_its_beginning_and_the_given_name(text: str, student: int) -> None:
    assert understood(text) == [((student,), ["5"])]


def test_a_slip_is_asked_about_even_where_one_student_fits() -> None:
    draft = parse("Питрова 5", SEATS, Scale.FIVE)

    assert draft.entries == (Entry("Питрова", (4,), is_slip=True, marks=(FIVE,)),)
    assert [entry.students for entry in draft.doubtful] == [(4,)]
    assert choose(draft, 0, 4).is_ready


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Петрова 7", Refused("Петрова 7", off_scale="7")),
        ("Петрова 4-", Refused("Петрова 4-", off_scale="4-")),
        ("Петрова 5 12", Refused("Петрова 5 12", off_scale="12")),
        ("Петрова 5 молодец", Refused("Петрова 5 молодец")),
        ("Кузнецов 5", Refused("Кузнецов 5")), ("Петрова", Refused("Петрова")),
        ("5", Refused("5")), ("н", Refused("н")), ("⁵ ٥", Refused("⁵ ٥", off_scale="٥")),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_named(text: str, refused: Refused) -> None:
    assert parse(text, SEATS, Scale.FIVE) == Draft((), (refused,))


def test_lines_may_be_divided_by_anything_and_hold_comments() -> None:
    draft = parse("Петрова 5 (молодец, так держать)\nСидоров оп 4; Иванова 5", SEATS, Scale.FIVE)

    assert draft.entries == (
        Entry("Петрова", (4,), marks=(FIVE,), comment="молодец, так держать"),
        Entry("Сидоров", (5,), marks=(FOUR,), presence=Presence.LATE),
        Entry("Иванова", (1,), marks=(FIVE,)),
    )


def test_words_of_other_scales_are_read() -> None:
    assert understood("Петрова зач, Сидоров нз", Scale.PASS_FAIL) == [
        ((4,), ["зачёт"]), ((5,), ["незачёт"]),
    ]  # fmt: skip
    assert understood("Петрова 74 100", Scale.HUNDRED) == [((4,), ["74", "100"])]
    assert understood("Петрова 10", Scale.TEN) == [((4,), ["10"])]
    assert understood("Петрова а", Scale.LETTERS) == [((4,), ["A"])]


def test_what_is_left_out_or_typed_again_is_put_together() -> None:
    first = parse("Иванова 5, Иванов 4, Кузнецов 3", SEATS, Scale.FIVE)

    assert without_doubts(first) == Draft((Entry("Иванова", (1,), marks=(FIVE,)),))
    both = together(first, parse("Сидоров 5", SEATS, Scale.FIVE))
    assert [entry.text for entry in both.entries] == ["Иванова", "Иванов", "Сидоров"]
    assert both.refused == ()
