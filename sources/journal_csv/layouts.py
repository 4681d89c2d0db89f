"""The journal CSV files, as the contract lists them."""

from sources.csvfile import Layout
from sources.layouts import layout

_LINES = {
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
