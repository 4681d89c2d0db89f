"""What belongs to which lesson of a day."""

from datetime import date

from domain.day import DiaryDay
from domain.diary import DayAttendance, DayLesson, DayMark, Diary, Homework
from domain.people import Access, Name, Role, Student

DAY = date(2026, 9, 16)
ACCESS = Access(Student(1, Name("Анна", "Иванова"), "7Б"), Role.GUARDIAN, sees_marks=True)


def lesson(number: int, course_id: int = 1, status: str = "") -> DayLesson:
    return DayLesson(DAY, course_id, number, "Алгебра", status=status, id=number)


def mark(value: str, course_id: int = 1, lesson_id: int | None = None) -> DayMark:
    return DayMark(DAY, course_id, "Алгебра", value, lesson_id=lesson_id)


def put_together(
    *lessons: DayLesson,
    marks: tuple[DayMark, ...] = (),
    homework: tuple[Homework, ...] = (),
    attendance: tuple[DayAttendance, ...] = (),
) -> DiaryDay:
    diary = Diary(ACCESS, DAY, DAY, DAY, lessons, homework, marks, attendance)
    return DiaryDay.of(diary, DAY)


def test_a_mark_goes_to_the_lesson_that_it_names() -> None:
    day = put_together(lesson(1), lesson(2), marks=(mark("4", lesson_id=2), mark("5")))

    assert [[m.value for m in entry.marks] for entry in day.entries] == [["5"], ["4"]]


def test_a_mark_without_a_lesson_goes_to_the_first_that_was_held() -> None:
    day = put_together(lesson(1, status="cancelled"), lesson(2), marks=(mark("4"),))

    assert [[m.value for m in entry.marks] for entry in day.entries] == [[], ["4"]]


def test_a_mark_of_a_cancelled_lesson_is_not_lost() -> None:
    day = put_together(lesson(1, status="cancelled"), marks=(mark("4"),))

    assert [m.value for m in day.entries[0].marks] == ["4"]


def test_marks_and_homework_of_other_courses_stand_beside_the_lessons() -> None:
    task = Homework(1, 2, "Физика", "§ 3", DAY, DAY)

    day = put_together(lesson(1), marks=(mark("4", course_id=2),), homework=(task,))

    assert ([m.value for m in day.marks], day.homework) == (["4"], [task])


def test_homework_of_a_double_lesson_shows_once() -> None:
    task = Homework(1, 1, "Алгебра", "№ 12", DAY, DAY)

    day = put_together(lesson(1), lesson(2), homework=(task,))

    assert [entry.homework for entry in day.entries] == [[task], []]


def test_an_absence_goes_to_its_number_its_course_or_the_whole_day() -> None:
    late = DayAttendance(DAY, "late", number=2)
    missed = DayAttendance(DAY, "absent", course_id=3)
    whole = DayAttendance(DAY, "ill")
    elsewhere = DayAttendance(DAY, "excused", course_id=9)

    day = put_together(
        lesson(1), lesson(2), lesson(3, course_id=3),
        attendance=(late, missed, whole, elsewhere),
    )  # fmt: skip

    assert [entry.attendance for entry in day.entries] == [None, late, missed]
    assert (day.absence, day.attendance) == (whole, [elsewhere])


def test_a_day_of_nothing_is_empty() -> None:
    assert put_together().is_empty
    assert not put_together(marks=(mark("4"),)).is_empty
