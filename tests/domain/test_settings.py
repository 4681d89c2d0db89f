"""Whose quiet hours hold for whom, and when a digest meets them."""

from datetime import time

from domain.people import Access, Name, Role, Student
from domain.quiet import NONE, QuietHours, QuietWeek
from domain.settings import EVERYONE, ChatSettings, Quiet

NIGHT, LATE = QuietHours(time(21), time(7)), QuietHours(time(22), time(9))
ALMOST_ALL = QuietHours(time(8, 30), time(8, 15))
SATURDAY = 5
ANNA, PYOTR = (
    Access(Student(number, Name(name, "Иванов"), "7Б"), Role.GUARDIAN, sees_marks=True)
    for number, name in ((1, "Анна"), (2, "Пётр"))
)
BOTH = (ANNA, PYOTR)


def week_of(weekday: int, hours: QuietHours) -> QuietWeek:
    return QuietWeek().put(weekday, hours)


def digest(at: time, quiet: Quiet) -> tuple[int, ...]:
    shown = ChatSettings("ru", own_language=False, discreet=False, digest_at=at, quiet=quiet)
    return shown.digest_held_on


def test_a_child_without_a_choice_is_as_everyone_and_everyone_as_at_school() -> None:
    chosen = {EVERYONE: week_of(SATURDAY, LATE)}

    assert Quiet(NIGHT, {}, BOTH).week == QuietWeek.daily(NIGHT)
    assert Quiet(NIGHT, chosen, BOTH, ANNA).week.days == (*(NIGHT,) * 5, LATE, NIGHT)
    assert Quiet(None, {}, BOTH, ANNA).week == QuietWeek.daily(NONE)


def test_a_choice_is_for_whom_it_was_made() -> None:
    everyone = Quiet(NIGHT, {}, BOTH).put(None, LATE)
    anna = Quiet(NIGHT, everyone.weeks, BOTH, ANNA).put(SATURDAY, NONE)

    assert anna.weeks == {EVERYONE: QuietWeek.daily(LATE), 1: week_of(SATURDAY, NONE)}
    assert anna.week.days == (*(LATE,) * 5, NONE, LATE)
    assert [one.child for one in anna.differing] == [ANNA]
    assert not Quiet(NIGHT, anna.weeks, BOTH, PYOTR).is_own


def test_hours_of_a_child_whom_the_chat_no_longer_sees_are_nobodys() -> None:
    quiet = Quiet(None, {3: QuietWeek.daily(ALMOST_ALL)}, BOTH)

    assert quiet.differing == ()
    assert quiet.leaves_room


def test_a_choice_for_everyone_may_not_take_the_last_hour_of_a_child() -> None:
    of_anna = QuietWeek.daily(ALMOST_ALL).put(SATURDAY, None)
    quiet = Quiet(None, {1: of_anna}, BOTH)

    assert quiet.leaves_room
    assert not quiet.put(SATURDAY, ALMOST_ALL).leaves_room


def test_a_digest_waits_where_its_hour_is_quiet_for_any_child() -> None:
    weekend = Quiet(None, {EVERYONE: week_of(SATURDAY, NIGHT)}, BOTH)
    of_anna = Quiet(None, {**weekend.weeks, 1: week_of(0, NIGHT)}, BOTH)

    assert digest(time(20), weekend) == ()
    assert digest(time(21), weekend) == (SATURDAY,)
    assert digest(time(6), weekend) == (SATURDAY + 1,)
    assert digest(time(21), of_anna) == (0, SATURDAY)
    assert digest(time(19), Quiet(NIGHT, {}, BOTH)) == ()
