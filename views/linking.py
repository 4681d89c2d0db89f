"""From a code to a diary, in words."""

from domain.linking import Linked, Offer
from domain.people import Role, Student
from views.format import escape
from views.words import gettext as _


def offer(shown: Offer) -> str:
    """What the code would give, as one question; of a child only the name and the class."""
    question = _offer_of_child(shown, shown.student) if shown.student else _offer_of_staff(shown)
    return question + "\n\n" + _("Nothing is opened before you say yes.")


def _offer_of_child(shown: Offer, student: Student) -> str:
    child = _child(student)
    if shown.role is Role.STUDENT:
        return _("📘 The diary of <b>{child}</b> — is this you?").format(child=child)
    if shown.holder is None:
        return _("📘 The diary of <b>{child}</b> — are you the parent?").format(child=child)
    return _("📘 The diary of <b>{child}</b> — are you the parent, {holder}?").format(
        child=child, holder=escape(shown.holder.short)
    )


def _offer_of_staff(shown: Offer) -> str:
    name = escape(shown.holder.polite) if shown.holder else ""
    if shown.role is Role.SCHOOL_ADMIN:
        return _("🏫 School administrator: <b>{name}</b> — is this you?").format(name=name)
    return _("🏫 Member of the school's staff: <b>{name}</b> — is this you?").format(name=name)


def ask_name() -> str:
    """The guardian is not in the roster: one question, asked once."""
    return "\n\n".join(
        (
            _("What is your name? Please write your first name and surname."),
            _("The school and the child's other parents will see it. To stop: /cancel"),
        )
    )


def linked(done: Linked) -> str:
    """It worked; the first time with a few words more."""
    if done.student is None:
        return _("✅ Done. Good to see you, {name}!").format(name=escape(done.holder))
    child = _child(done.student)
    if not done.first:
        return _("✅ The diary of <b>{child}</b> is open to you too.").format(child=child)
    if done.role is Role.STUDENT:
        return _(
            "✅ Welcome! This is your diary now: homework, marks and timetable are here, and I will write when something new appears."
        )
    return _(
        "✅ Welcome! The diary of <b>{child}</b> is open. I will write as soon as there is a new mark, an absence or news of the school. There is nothing to set up; if it gets too much, look into ⚙️ /settings."
    ).format(child=child)


def declined() -> str:
    """They said no."""
    return _(
        "All right, nothing was opened. The code stays good: if it is not for you, please give it back to the person who handed it out."
    )


def cancelled() -> str:
    """They left the question about their name."""
    return _("All right, I will not ask. The code stays good, send it again whenever you like.")


def left(*, was_asked: bool) -> str:
    """They left any other question, or there was none."""
    return _("All right, nothing was changed.") if was_asked else _("There is nothing to cancel.")


def _child(student: Student) -> str:
    name = escape(student.name.short)
    return f"{name}, {escape(student.class_title)}" if student.class_title else name
