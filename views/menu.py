"""The main menu in words."""

from domain.menu import Menu
from domain.people import Role
from views.format import escape
from views.words import gettext as _


def menu(shown: Menu) -> str:
    """Whose diary it is; for a chat that nobody linked, how to begin."""
    if not shown.seen and not shown.member:
        return welcome()
    return "\n\n".join(part for part in (_member(shown), _student(shown)) if part)


def welcome() -> str:
    """What a stranger reads: what this is and the one thing to do."""
    return "\n\n".join(
        (
            _("<b>The school diary</b>"),
            _(
                "Marks, homework, timetable and news of the school, and a message at once when something new appears."
            ),
            _(
                "To begin, send the <b>code</b> that the class teacher gave you. It looks like <code>XXXX-XXXX-XX</code>."
            ),
            _(
                "No code? Ask the class teacher: it takes them a minute. No passwords are ever asked for here."
            ),
        )
    )


def not_understood(shown: Menu) -> str:
    """Words we did not take, above the menu."""
    return _("I did not understand that, but here is what I can do.") + "\n\n" + menu(shown)


def stale_button(shown: Menu) -> str:
    """A button of another time, above the menu."""
    return _("That button is out of date. Here is the menu as it is now.") + "\n\n" + menu(shown)


def _student(shown: Menu) -> str:
    if shown.selected is None:
        return ""
    student = shown.selected.student
    who = f"<b>{escape(student.name.full)}</b>"
    return f"📘 {who}, {escape(student.class_title)}" if student.class_title else f"📘 {who}"


def _member(shown: Menu) -> str:
    if shown.member is None:
        return ""
    lines = [f"👤 <b>{escape(shown.member.name.polite)}</b>"]
    titles = ", ".join(escape(title) for _id, title in shown.member.classes)
    names = {
        Role.CLASS_TEACHER: _("class teacher of {classes}").format(classes=titles),
        Role.SUBJECT_TEACHER: _("subject teacher"),
        Role.DEPUTY_HEAD: _("deputy head"),
        Role.SCHOOL_ADMIN: _("school administrator"),
    }
    roles = [names[role] for role in names if role in shown.member.roles]
    return "\n".join([*lines, ", ".join(roles) or _("no post at the school now")])
