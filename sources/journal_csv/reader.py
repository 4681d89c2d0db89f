"""Reads the journal CSV files.

What is missing from most of them is not gone, for they name no window. Bells, timetable and
holidays are plans: a file of them is the whole plan, unless rows of it were refused.
"""

from collections.abc import Callable, Iterator, Sequence

from domain.mirror import (
    AnnouncementRow,
    AttendanceRow,
    Batch,
    BellRow,
    FinalMarkRow,
    HolidayRow,
    HomeworkRow,
    LessonRow,
    Row,
    TimetableRow,
)
from sources.csvfile import Line, Table
from sources.files import Bundle
from sources.journal_csv.layouts import LAYOUTS
from sources.port import Scope
from sources.state import State, batched, meaning

_Maker = Callable[[State, Table, Line], Row | None]
_PLANS = {"bells": "bell", "timetable": "timetable_entry", "holidays": "holiday"}
"""File → table, of files that are sent as a whole."""
_LESSONS_A_DAY = 20


def read(bundle: Bundle, state: State) -> Iterator[Batch]:
    """Yield the rows of every journal file that is there."""
    for noun, make in _MAKERS.items():
        if noun in bundle.journal:
            table = Table(bundle.journal[noun], LAYOUTS[noun], state.log)
            yield from batched(_rows(state, table, make))
            if noun in _PLANS and not table.broken and not state.log.rejected[noun]:
                state.whole.add(Scope(_PLANS[noun]))


def _rows(state: State, table: Table, make: _Maker) -> Iterator[Row]:
    for line in table:
        row = make(state, table, line)
        if row is None:
            table.reject(line.values[0])
        else:
            yield row


def _bell(state: State, table: Table, line: Line) -> Row | None:
    sourced_id, org, number, starts, ends, weekday = line.values
    school = state.find(table, line.number, "orgSourcedId", org, "school")
    if not _is_number(table, line, number) or not school:
        return None
    if ends < starts:
        table.error(line.number, "endTime", f"endTime {ends[:5]} is before startTime {starts[:5]}")
        return None
    mark = meaning(*line.values)
    return BellRow(state.next(), sourced_id, mark, school, weekday, number, starts, ends)


def _entry(state: State, table: Table, line: Line) -> Row | None:
    sourced_id, course, weekday, number, week, room, teacher, begins, ends = line.values
    at = line.number
    course_no = state.find(table, at, "classSourcedId", course, "course")
    teacher_no = state.find(table, at, "teacherSourcedId", teacher, "person") if teacher else None
    if begins and ends and ends < begins:
        table.error(at, "endDate", f"endDate {ends} is before beginDate {begins}")
        return None
    if not _is_number(table, line, number) or not course_no or teacher_no == 0:
        return None
    return TimetableRow(
        state.next(), sourced_id, meaning(*line.values), course_no, weekday, number, week or "",
        room, teacher_no, begins, ends,
    )  # fmt: skip


def _is_number(table: Table, line: Line, number: int) -> bool:
    """Tell whether a lesson can have this number; tells of it where not."""
    if number > _LESSONS_A_DAY:
        reason = f"number {number} is more than {_LESSONS_A_DAY}, the most lessons of a day"
        table.error(line.number, "number", reason)
    return number <= _LESSONS_A_DAY


def _holiday(state: State, table: Table, line: Line) -> Row | None:
    sourced_id, title, begins, ends, org, group = line.values
    at = line.number
    if bool(org) == bool(group):
        reason = "exactly one of orgSourcedId and classSourcedId says whose holiday it is"
        table.error(at, "orgSourcedId", reason)
        return None
    if ends < begins:
        table.error(at, "endDate", f"endDate {ends} is before beginDate {begins}")
        return None
    school = state.find(table, at, "orgSourcedId", org, "school") if org else None
    found = state.find(table, at, "classSourcedId", group, "school_class") if group else None
    if 0 in (school, found):
        return None
    mark = meaning(*line.values)
    return HolidayRow(state.next(), sourced_id, mark, school, found, title, begins, ends)


def _lesson(state: State, table: Table, line: Line) -> Row | None:
    sourced_id, course, day, number, starts, ends, topic, room, teacher, status = line.values
    at = line.number
    course_no = state.find(table, at, "classSourcedId", course, "course")
    teacher_no = state.find(table, at, "teacherSourcedId", teacher, "person") if teacher else None
    if starts and ends and ends < starts:
        table.error(at, "endTime", f"endTime {ends[:5]} is before startTime {starts[:5]}")
        return None
    if not course_no or teacher_no == 0:
        return None
    return LessonRow(
        state.next(), sourced_id, meaning(*line.values), course_no, day, number, starts, ends,
        topic, room, teacher_no, status or "",
    )  # fmt: skip


def _homework(state: State, table: Table, line: Line) -> Row | None:
    sourced_id, course, assigned, due, text, hand_in = line.values
    course_no = state.find(table, line.number, "classSourcedId", course, "course")
    if due < assigned:
        table.error(line.number, "dueDate", f"dueDate {due} is before assignedDate {assigned}")
        return None
    if not course_no:
        return None
    mark = _meaning(line.values[:-1], "handIn", value=hand_in)
    return HomeworkRow(
        state.next(), sourced_id, mark, course_no, assigned, due, text, int(hand_in or False)
    )


def _attendance(state: State, table: Table, line: Line) -> Row | None:
    sourced_id, student, day, category, course, number, late, reason = line.values
    at = line.number
    student_no = state.find(table, at, "studentSourcedId", student, "person")
    course_no = state.find(table, at, "classSourcedId", course, "course") if course else None
    if late is not None and category != "late":
        table.warn(at, "minutesLate", f"minutesLate of somebody who is {category} is left out")
        late = None
    if not student_no or course_no == 0:
        return None
    mark = meaning(sourced_id, student, day, category, course, number, late, reason)
    return AttendanceRow(
        state.next(), sourced_id, mark, student_no, day, category, course_no, number, late, reason,
        category,
    )  # fmt: skip


def _final_mark(state: State, table: Table, line: Line) -> Row | None:
    sourced_id, student, course, session, value, missed = line.values
    at = line.number
    numbers = (
        state.find(table, at, "studentSourcedId", student, "person"),
        state.find(table, at, "classSourcedId", course, "course"),
        state.find(table, at, "academicSessionSourcedId", session, "academic_session"),
    )
    if not all(numbers):
        return None
    return FinalMarkRow(state.next(), sourced_id, meaning(*line.values), *numbers, value, missed)


def _announcement(state: State, table: Table, line: Line) -> Row | None:
    sourced_id, title, body, posted, org, group, confirm, urgent = line.values
    at = line.number
    if bool(org) == bool(group):
        reason = "exactly one of orgSourcedId and classSourcedId says whom it is for"
        table.error(at, "orgSourcedId", reason)
        return None
    school = state.find(table, at, "orgSourcedId", org, "school") if org else None
    found = (
        state.find(table, at, "classSourcedId", group, "school_class", "course") if group else None
    )
    if 0 in (school, found):
        return None
    is_class = group in state.keys("school_class").numbers
    mark = _meaning(line.values[:-1], "urgent", value=urgent)
    return AnnouncementRow(
        state.next(), sourced_id, mark, school, found if is_class else None,
        None if is_class else found, title, body, posted, int(confirm or False),
        int(urgent or False),
    )  # fmt: skip


def _meaning(values: Sequence[object], flag: str, *, value: bool | None) -> bytes:
    """Return a row's hash; a flag that is not set leaves it as it was before there was the flag."""
    return meaning(*values, flag) if value else meaning(*values)


_MAKERS: dict[str, _Maker] = {
    "bells": _bell,
    "timetable": _entry,
    "holidays": _holiday,
    "lessons": _lesson,
    "homework": _homework,
    "attendance": _attendance,
    "final_marks": _final_mark,
    "announcements": _announcement,
}
