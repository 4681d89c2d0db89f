"""The journal CSV files, as the contract and docs/import.md list them."""

from sources.csvfile import Layout
from sources.layouts import layout

_LINES = {
    "bells": (
        "sourcedId! orgSourcedId! number!:whole startTime!:clock endTime!:clock weekday:weekday"
    ),
    "timetable": (
        "sourcedId! classSourcedId! weekday!:weekday number!:whole week:week room"
        " teacherSourcedId beginDate:day endDate:day"
    ),
    "holidays": "sourcedId! title! beginDate!:day endDate!:day orgSourcedId classSourcedId",
    "lessons": (
        "sourcedId! classSourcedId! date!:day number!:whole startTime:clock endTime:clock topic"
        " room teacherSourcedId status:lesson"
    ),
    "homework": "sourcedId! classSourcedId! assignedDate!:day dueDate!:day text! handIn:flag",
    "attendance": (
        "sourcedId! studentSourcedId! date!:day category!:attendance classSourcedId number:whole"
        " minutesLate:whole reason"
    ),
    "final_marks": (
        "sourcedId! studentSourcedId! classSourcedId! academicSessionSourcedId! value!"
        " lessonsMissed:whole"
    ),
    "announcements": (
        "sourcedId! title! body! postedAt!:moment orgSourcedId classSourcedId mustConfirm:flag"
        " urgent:flag"
    ),
}
LAYOUTS: dict[str, Layout] = {
    noun: layout(noun, line, oneroster=False) for noun, line in _LINES.items()
}
