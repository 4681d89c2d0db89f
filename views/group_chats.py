"""What is said in a class's group: no name of anybody, no mark, and no class to who may not."""

from domain.class_groups import Bound
from domain.errors import AlreadyDone, NotAllowed, NotFound
from views import refusals
from views.format import clip, escape
from views.words import gettext as _

_TITLE = 60


def bound(done: Bound) -> str:
    """What comes here from now on, and how to end it."""
    title = escape(clip(done.class_title, _TITLE))
    if done.in_topic:
        said = _("✓ The news of class {title} will come into this topic.")
    else:
        said = _("✓ The news of class {title} will come here.")
    promise = _("There will be no names and no marks. To end it: /unbind")
    return f"{said.format(title=title)}\n{promise}"


def unbound() -> str:
    """Nothing comes here any more."""
    return _("✓ This group is not bound any more: no news will come here.")


def ask_who() -> str:
    """Whoever writes as the group cannot be known."""
    return _(
        "I cannot see who you are. Please write this under your own name, not in the name of the group."
    )


def refusal(error: Exception) -> str:
    """Return one sentence for everybody in the group to read."""
    match error:
        case NotAllowed():
            return _(
                "Only the class teacher can do this. If that is you, open the private chat with me first."
            )
        case NotFound():
            return _("This group is not bound to any class.")
        case AlreadyDone():
            return _("That is done already.")
    return refusals.text(error)
