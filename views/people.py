"""Children and those who see them, in words."""

from domain.access import Holder
from domain.people import Role, Student
from views.format import escape, local_day, long_day
from views.words import gettext as _

NAME_SIGNS = 60
"""Of a holder's name, which anybody may have typed."""
_SIGNS = {Role.GUARDIAN: "👤", Role.STUDENT: "🎓", Role.TRUSTED: "🤝"}


def child(student: Student) -> str:
    """Return a child's short name and class."""
    name = escape(student.name.short)
    return f"{name}, {escape(student.class_title)}" if student.class_title else name


def holder_line(holder: Holder, *, own: bool = False) -> str:
    """Return who it is, as what, and since when."""
    name = escape(holder.name[:NAME_SIGNS]) or _("no name")
    line = f"{_SIGNS[holder.role]} {name} — {role_name(holder.role)}"
    if own:
        line += _(" (you)")
    if holder.until is not None:
        line += ", " + _("until {day}").format(day=long_day(local_day(holder.until)))
    return line


def role_name(role: Role) -> str:
    """Return as what somebody sees a student."""
    names = {
        Role.GUARDIAN: _("parent"),
        Role.STUDENT: _("the student"),
        Role.TRUSTED: _("trusted person"),
    }
    return names[role]
